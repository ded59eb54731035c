package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Subscriptions to a node: the requester's own (XEP-0060 6.1, 6.2, 5.6) and, for an owner,
 * everybody's (8.8). An address is subscribed once.
 */
final class Subscribing {

  private final NodeScope scope;
  private final NodeState node;

  /** What this decision adds, by entity, for the quotas. */
  private final Map<BareJid, Integer> added = new HashMap<>();

  private int addedInAll;

  Subscribing(NodeScope scope) {
    this.scope = scope;
    this.node = scope.node();
  }

  Outcome subscribe(NodeCommand.Subscribe command) {
    Jid jid = command.jid();
    if (!jid.bare().equals(command.requester().bare())) {
      return Outcome.refusal(PubsubError.INVALID_JID);
    }
    Optional<PubsubError> refusal = scope.refusal(jid, Action.SUBSCRIBE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    if (!scope.config().get(NodeConfigFields.SUBSCRIBE)) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_SUBSCRIBE);
    }
    Draft draft = new Draft();
    Optional<Subscription> existing = node.subscription(jid);
    // Who is subscribed already is answered as if it had just happened (6.1.6).
    if (existing.isEmpty()) {
      if (isOverQuota(jid.bare())) {
        return Outcome.refusal(PubsubError.TOO_MANY_SUBSCRIPTIONS);
      }
      add(jid, draft);
      sendLastItem(jid, draft);
    }
    return draft.reply(
        new Response.Subscribed(
            new NodeSubscription(
                scope.name(), existing.orElseGet(() -> Subscription.subscribed(jid)))));
  }

  private void add(Jid jid, Draft draft) {
    added.merge(jid.bare(), 1, Integer::sum);
    addedInAll++;
    draft.change(
        new Change.Subscribed(scope.service(), scope.name(), Subscription.subscribed(jid)));
  }

  private boolean isOverQuota(BareJid entity) {
    int more = added.getOrDefault(entity, 0);
    return node.subscriptions(entity).size() + more
            >= scope.limits().subscriptionsPerEntityAndNode()
        || node.subscriptionCount() + addedInAll >= scope.limits().subscriptionsPerNode()
        || scope.context().subscriptionCounts().of(entity) + more
            >= scope.limits().subscriptionsPerEntity();
  }

  /** The newest item for a new subscriber (6.1.7). */
  private void sendLastItem(Jid jid, Draft draft) {
    int size = node.items().size();
    if (size == 0
        || !scope.config().deliversNotifications()
        || scope.config().get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM)
            == SendLastPublishedItem.NEVER) {
      return;
    }
    Item last = node.items().range(size - 1, size).get(0);
    draft.tell(
        new Notification.ItemsPublished(
            scope.service(),
            scope.name(),
            List.of(jid),
            scope.eventType(),
            List.of(scope.shown(last)),
            last.arrival()));
  }

  Outcome unsubscribe(NodeCommand.Unsubscribe command) {
    Jid jid = command.jid();
    // Compared by bare JID even when a full one is subscribed (6.2.3.3).
    if (!jid.bare().equals(command.requester().bare())) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    if (node.subscription(jid).isEmpty()) {
      return Outcome.refusal(PubsubError.NOT_SUBSCRIBED);
    }
    Draft draft = new Draft();
    scope.endSubscription(jid, command.requester(), draft);
    return draft.done();
  }

  Outcome own(NodeCommand.RetrieveOwnSubscriptions command) {
    BareJid entity = command.requester().bare();
    if (!isKnown(entity)) {
      Optional<PubsubError> refusal = scope.refusal(entity, Action.DISCOVER);
      if (refusal.isPresent()) {
        return Outcome.refusal(refusal.get());
      }
    }
    List<NodeSubscription> found =
        node.subscriptions(entity).stream()
            .map(subscription -> new NodeSubscription(scope.name(), subscription))
            .toList();
    return Outcome.reply(new Response.OwnSubscriptions(scope.name(), found));
  }

  private boolean isKnown(BareJid entity) {
    return node.isSubscribed(entity) || node.affiliation(entity) != Affiliation.NONE;
  }

  /** Ends the subscriptions of an entity that may not read the node any more. */
  Outcome review(NodeCommand.ReviewSubscriptions command) {
    Draft draft = new Draft();
    if (scope.refusal(command.entity(), Action.RECEIVE).isPresent()) {
      scope.endSubscriptions(command.entity(), draft);
    }
    return draft.done();
  }

  Outcome all(NodeCommand.RetrieveSubscriptions command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    List<Subscription> listed =
        node.subscriptions()
            .filter(subscription -> subscription.state() != SubscriptionState.PENDING)
            .toList();
    return Outcome.reply(new Response.NodeSubscriptions(scope.name(), listed));
  }

  /** What can be done is done; the rest comes back as it is (8.8.2.4). */
  Outcome modify(NodeCommand.ModifySubscriptions command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    List<Subscription> unchanged = new ArrayList<>();
    for (Subscription wanted : command.subscriptions()) {
      Jid jid = wanted.jid();
      Subscription current = node.subscription(jid).orElseGet(() -> Subscription.none(jid));
      if (current.state() == wanted.state()) {
        continue;
      }
      if (wanted.state() == SubscriptionState.NONE) {
        scope.endSubscription(jid, command.requester(), draft);
      } else if (wanted.state() == SubscriptionState.SUBSCRIBED
          && scope.refusal(jid, Action.SUBSCRIBE).isEmpty()
          && !isOverQuota(jid.bare())) {
        add(jid, draft);
        scope.tellOfSubscription(wanted, command.requester(), draft);
        sendLastItem(jid, draft);
      } else {
        unchanged.add(current);
      }
    }
    return unchanged.isEmpty()
        ? draft.done()
        : draft.reply(new Response.SubscriptionsPartlyModified(scope.name(), unchanged));
  }
}
