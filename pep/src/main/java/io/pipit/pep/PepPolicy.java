package io.pipit.pep;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;

/** By what rules an account is a pubsub service (XEP-0163). Any thread. */
public final class PepPolicy {

  /** What a node is whose owner said nothing (XEP-0163 2.5): the newest item, for contacts. */
  public static final NodeConfig DEFAULTS =
      NodeConfig.INITIAL
          .with(NodeConfigFields.ACCESS_MODEL, AccessModel.PRESENCE)
          .with(NodeConfigFields.MAX_ITEMS, 1)
          .with(NodeConfigFields.HISTORY_ITEMS, 0)
          .with(
              NodeConfigFields.SEND_LAST_PUBLISHED_ITEM, SendLastPublishedItem.ON_SUB_AND_PRESENCE);

  private PepPolicy() {}

  /**
   * The policy of one account: it alone creates nodes, and so owns them and publishes.
   *
   * @param account its bare JID, the address of the service
   */
  public static ServicePolicy of(BareJid account, ServiceLimits limits) {
    return new ServicePolicy(
            account, "Personal Eventing", limits, DEFAULTS, account::equals, nobody -> false)
        .withAutoCreate(true);
  }
}
