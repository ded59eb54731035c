package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.Message;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Tells those who subscribe to collections what becomes of a node (XEP-0248 5.3). Nobody is told of
 * a node that he may not see; everybody once, whatever the number of collections. Confined to one
 * decision.
 */
final class Telling {

  private final ServicePolicy policy;
  private final Context context;
  private final NodeAccess node;

  /**
   * @param node whose existence is told
   */
  Telling(ServicePolicy policy, Context context, NodeAccess node) {
    this.policy = policy;
    this.context = context;
    this.node = node;
  }

  void ofCreation(String name, Collection<String> parents, Draft draft) {
    tell(
        context.tree().nodeSubscriptions(name, parents),
        (recipients, headers) ->
            new Notification.NodeCreated(policy.service(), name, recipients, type(), headers),
        draft);
  }

  void ofChild(
      String collection,
      Collection<String> parents,
      String child,
      boolean isAssociated,
      Draft draft) {
    tell(
        context.tree().childSubscriptions(collection, parents),
        (recipients, headers) ->
            new Notification.ChildChanged(
                policy.service(), collection, recipients, type(), child, isAssociated, headers),
        draft);
  }

  private void tell(List<Inherited> inherited, Audience.Event event, Draft draft) {
    if (!inherited.isEmpty()) {
      Inheritors.of(inherited, Set.of(), node, Action.DISCOVER, context)
          .tell(event, Set.of(), context, draft);
    }
  }

  private Message.Type type() {
    return node.config().get(NodeConfigFields.NOTIFICATION_TYPE).messageType();
  }
}
