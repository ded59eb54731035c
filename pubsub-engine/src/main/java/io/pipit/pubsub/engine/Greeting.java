package io.pipit.pubsub.engine;

import io.pipit.pubsub.ImplicitSubscribers;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.Set;

/**
 * The newest item for those who get events of a node by presence, and may read it from now on as
 * they could not before (XEP-0060 12.2, XEP-0163 4.3.4).
 */
final class Greeting {

  private Greeting() {}

  /**
   * Tells them, but for those to whom a subscription brings it that comes or is approved with these
   * rights.
   *
   * @param after the node as it will be configured
   * @param access the rights that there will be
   * @param draft what such subscriptions bring is in it
   */
  static void tell(NodeScope after, NodeAccess access, Draft draft) {
    if (after.context().implicitSubscribers() == ImplicitSubscribers.NONE
        || !after.config().deliversNotifications()
        || after.config().get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM)
            != SendLastPublishedItem.ON_SUB_AND_PRESENCE) {
      return;
    }
    Set<Jid> before =
        Set.copyOf(ImplicitRecipients.resources(after.name(), after.node(), after.context()));
    Set<Jid> told = draft.toldOfItems();
    for (Jid resource : ImplicitRecipients.resources(after.name(), access, after.context())) {
      if (!before.contains(resource)
          && !told.contains(resource)
          && !told.contains(resource.bare())) {
        after.tellLastItem(resource, List.of(), draft);
      }
    }
  }
}
