package io.pipit.pep;

import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.LeasePolicy;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PayloadCheck;
import io.pipit.pubsub.PublishNodeFull;
import io.pipit.pubsub.PubsubFeature;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Ns;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By what rules an account is a pubsub service (XEP-0163). Any thread. */
public final class PepPolicy {

  /**
   * What a node is whose owner said nothing (XEP-0163 2.5): the newest item, for contacts. That it
   * takes the place of the one before goes without saying, or each event would be two.
   */
  public static final NodeConfig DEFAULTS =
      NodeConfig.INITIAL
          .with(NodeConfigFields.ACCESS_MODEL, AccessModel.PRESENCE)
          .with(NodeConfigFields.MAX_ITEMS, 1)
          .with(NodeConfigFields.PUBLISH_NODE_FULL, PublishNodeFull.DISCARD_OLDEST)
          .with(NodeConfigFields.HISTORY_ITEMS, 0)
          .with(
              NodeConfigFields.SEND_LAST_PUBLISHED_ITEM, SendLastPublishedItem.ON_SUB_AND_PRESENCE);

  /** What accounts do besides what every pubsub service of this node does. */
  private static final Set<PubsubFeature> OF_ACCOUNTS =
      EnumSet.of(
          PubsubFeature.ACCESS_PRESENCE,
          PubsubFeature.AUTO_SUBSCRIBE,
          PubsubFeature.CACHE_LAST_ITEM,
          PubsubFeature.FILTERED_NOTIFICATIONS,
          PubsubFeature.LAST_PUBLISHED,
          PubsubFeature.PRESENCE_SUBSCRIBE,
          PubsubFeature.PUBSUB_ON_A_JID);

  /**
   * Protocols that work at the nodes of an account. It has no archive that it could tell of, and
   * its nodes catch up by their own rules.
   */
  private static final List<String> PROTOCOLS =
      List.of(
          PubsubNs.PUBSUB,
          PubsubNs.COMPARE_AND_PUBLISH,
          PubsubNs.ORDER_BY,
          PubsubNs.ORDER_BY + "@" + PubsubNs.PUBSUB,
          PubsubNs.TYPE_FILTER,
          PubsubNs.PUBLIC_SUBSCRIPTIONS,
          Ns.RSM,
          Ns.SHIM);

  /**
   * What an account says in disco#info. Of the access models the default one is a feature (XEP-0060
   * 10).
   */
  public static final Set<String> FEATURES =
      Stream.concat(
              PROTOCOLS.stream(),
              Stream.of(PubsubFeature.values())
                  .filter(feature -> feature != PubsubFeature.ACCESS_OPEN)
                  .filter(feature -> feature.isGeneral() || OF_ACCOUNTS.contains(feature))
                  .map(PubsubFeature::discoFeature))
          .collect(Collectors.toUnmodifiableSet());

  private PepPolicy() {}

  /**
   * The policy of one account: it alone creates nodes, and so owns them and publishes.
   *
   * @param account its bare JID, the address of the service
   * @param limits of each account
   * @param administrator who is one of this node, and may have more nodes than others
   */
  public static ServicePolicy of(
      BareJid account, ServiceLimits limits, LeasePolicy leases, Predicate<BareJid> administrator) {
    return of(account, limits, leases, administrator, PayloadCheck.NONE);
  }

  /**
   * As {@link #of(BareJid, ServiceLimits, LeasePolicy, Predicate)}, with a look at what is
   * published.
   *
   * @param payloadCheck of the payloads at every node of the account
   */
  public static ServicePolicy of(
      BareJid account,
      ServiceLimits limits,
      LeasePolicy leases,
      Predicate<BareJid> administrator,
      PayloadCheck payloadCheck) {
    return ServicePolicy.builder(account, "Personal Eventing")
        .limits(limits)
        .defaults(DEFAULTS)
        .mayCreate(account::equals)
        .administrator(administrator)
        .leases(leases)
        .autoCreate(true)
        .payloadCheck(payloadCheck)
        .build();
  }
}
