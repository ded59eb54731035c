package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemReply;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One node and what a decision about it may look at. Confined to one decision. */
record NodeScope(ServicePolicy policy, NodeState node, Context context) {

  BareJid service() {
    return policy.service();
  }

  String name() {
    return node.name();
  }

  NodeConfig config() {
    return node.config();
  }

  ServiceLimits limits() {
    return policy.limits();
  }

  /** The time in whole milliseconds, as it is stored. */
  Instant now() {
    return context.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** When an item arrives that is published now: never before one that is there. */
  Instant arrival() {
    Instant now = now();
    return now.isBefore(node.newestArrival()) ? node.newestArrival() : now;
  }

  /** Empty when the requester may do it, else the refusal. */
  Optional<PubsubError> refusal(Jid requester, Action action) {
    return policy.isOperator(requester)
        ? Optional.empty()
        : Access.decide(requester.bare(), action, node, context);
  }

  /** Whom events go to; nobody when the node does not deliver them. */
  List<Jid> recipients() {
    return config().deliversNotifications() ? node.recipients(context) : List.of();
  }

  Message.Type eventType() {
    return config().get(NodeConfigFields.NOTIFICATION_TYPE).messageType();
  }

  /** The address that an item shows (XEP-0060 12.17), null for none. */
  @Nullable BareJid shownPublisher(BareJid publisher) {
    ItemReply reply = config().get(NodeConfigFields.ITEM_REPLY);
    return switch (reply) {
      case NONE -> null;
      case PUBLISHER -> publisher;
      case OWNER -> node.owners().get(0);
    };
  }

  /** An item as an event of this node shows it. */
  EventItem shown(Item item) {
    return new EventItem(
        item.id(),
        shownPublisher(item.publisher()),
        config().deliversPayloads() ? item.payload() : null);
  }

  /** Ends all subscriptions of an entity and tells each address (XEP-0060 12.14). */
  void endSubscriptions(BareJid entity, Draft draft) {
    for (Subscription subscription : node.subscriptions(entity)) {
      endSubscription(subscription.jid(), draft);
    }
  }

  /** Ends a subscription that nobody asked to end. */
  void endSubscription(Jid jid, Draft draft) {
    endSubscription(jid, null, draft);
  }

  /** Ends a subscription as somebody asked. */
  void endSubscription(Jid jid, @Nullable Jid requester, Draft draft) {
    draft.change(new Change.Unsubscribed(service(), name(), jid));
    tellOfSubscription(Subscription.none(jid), requester, draft);
  }

  /**
   * Tells the subscribed address, also when it is offline: a message of type normal. The resource
   * that asked for the change has its answer.
   */
  void tellOfSubscription(Subscription subscription, @Nullable Jid requester, Draft draft) {
    Jid jid = subscription.jid();
    draft.tell(
        new Notification.SubscriptionChanged(
            service(),
            name(),
            jid.equals(requester) ? List.of() : List.of(jid),
            Message.Type.NORMAL,
            subscription,
            requester));
  }
}
