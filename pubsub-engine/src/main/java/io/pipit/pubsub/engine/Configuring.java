package io.pipit.pubsub.engine;

import io.pipit.pubsub.Context;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PublishNodeFull;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Submission;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an owner does with the node itself: configure (XEP-0060 8.2) and delete (8.4). */
final class Configuring {

  private final NodeScope scope;

  Configuring(NodeScope scope) {
    this.scope = scope;
  }

  Outcome retrieve(NodeCommand.RetrieveConfiguration command) {
    return scope
        .refusal(command.requester(), Action.CONFIGURE)
        .map(Outcome::refusal)
        .orElseGet(
            () -> Outcome.reply(new Response.Configuration(scope.name(), shown(scope.config()))));
  }

  private NodeConfig shown(NodeConfig config) {
    return shown(config, scope.context());
  }

  private NodeConfig shown(NodeConfig config, Context context) {
    return Associating.withAssociations(config, scope.name(), context.tree());
  }

  Outcome configure(NodeCommand.Configure command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.CONFIGURE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Submission<NodeConfig> submission =
        scope.config().submit(command.configuration(), scope.limits());
    if (submission instanceof Submission.Accepted<NodeConfig> accepted) {
      NodeConfig config = Associating.withoutAssociations(accepted.values());
      Context placed =
          Associating.placed(
              scope.context(), scope.name(), accepted.values(), command.configuration().keySet());
      return takenFromAccount(config, command.requester())
          .or(() -> misfit(config))
          .map(Outcome::refusal)
          .orElseGet(() -> reconfigure(config, placed));
    }
    if (submission instanceof Submission.Refused<NodeConfig> refused) {
      return Outcome.reply(new Response.Refusal(refused.error(), refused.detail()));
    }
    throw new AssertionError(submission);
  }

  /** What only the account itself makes of its node: a collection, and one that has moved. */
  private Optional<PubsubError> takenFromAccount(NodeConfig config, Jid requester) {
    boolean becomesCollection = config.isCollection() && !scope.config().isCollection();
    boolean moves =
        Redirecting.isMoved(config)
            && !config
                .get(NodeConfigFields.REDIRECT)
                .equals(scope.config().get(NodeConfigFields.REDIRECT));
    return PersonalService.isOther(requester.bare(), scope.service())
            && (becomesCollection || moves)
        ? Optional.of(PubsubError.FORBIDDEN)
        : Optional.empty();
  }

  /** What of a configuration does not fit the node; its place in the tree is the directory's. */
  private Optional<PubsubError> misfit(NodeConfig config) {
    return Associating.typeMisfit(scope.config(), config, scope.policy())
        .or(
            () ->
                scope.policy().allows(config)
                    ? RollUpNodes.misfit(scope.service(), scope.name(), config)
                    : Optional.of(PubsubError.NOT_ACCEPTABLE));
  }

  /**
   * Configures the node so, whoever wants it.
   *
   * @param placed where the node is in the tree as the form says
   */
  Outcome reconfigure(NodeConfig config, Context placed) {
    Draft draft = new Draft();
    if (config.equals(scope.config())) {
      return draft.done();
    }
    if (config.isCollection() && !scope.config().isCollection()) {
      // A collection holds no items (XEP-0248 7.2.4).
      draft.change(new Change.NodePurged(scope.service(), scope.name()));
    }
    int surplus = surplus(config);
    long dropped = surplus == 0 ? 0 : scope.node().items().entry(surplus - 1).seq();
    draft.change(new Change.NodeConfigured(scope.service(), scope.name(), config, dropped));
    trimHistory(config, draft);
    tellOfDropped(surplus, config, draft);
    Prospect prospect = new Prospect(scope.node(), config);
    Audience audience = scope.node().audienceOf(prospect, scope.context());
    if (config.get(NodeConfigFields.NOTIFY_CONFIG) && config.deliversNotifications()) {
      Audience.Event event =
          (recipients, headers) ->
              new Notification.NodeConfigured(
                  scope.service(),
                  scope.name(),
                  recipients,
                  config.get(NodeConfigFields.NOTIFICATION_TYPE).messageType(),
                  config.deliversPayloads() ? shown(config, placed) : null,
                  headers);
      Set<Jid> own = audience.tellOfNode(event, scope.context(), draft);
      scope.in(placed).tellOfNode(event, own, prospect, draft);
    }
    // A new access model ends the subscriptions that it does not allow, and approves requests.
    new Reviewing(scope.configured(config), prospect).review(scope.node().subscriptions(), draft);
    Greeting.tell(scope.configured(config), prospect, draft);
    return draft.done();
  }

  /** What is too old now, or was before and so does not come back, makes room at once. */
  private void trimHistory(NodeConfig config, Draft draft) {
    Instant before = scope.node().historyStart(scope.now());
    Instant after = NodeState.historyStart(config, scope.now());
    Instant from = before.isAfter(after) ? before : after;
    if (!before.equals(after) && scope.node().items().history().rank(from) > 0) {
      draft.change(new Change.HistoryTrimmed(scope.service(), scope.name(), from));
    }
  }

  /**
   * Items that have to go are told of like those that go for newer ones (7.1.2.5), all of them like
   * a purge (8.5.2).
   */
  private void tellOfDropped(int surplus, NodeConfig config, Draft draft) {
    NodeView items = scope.node().items();
    if (surplus == 0 || !config.get(NodeConfigFields.NOTIFY_RETRACT)) {
      return;
    }
    if (surplus == items.size()) {
      scope.tellOfPurge(draft);
      return;
    }
    if (config.get(NodeConfigFields.PUBLISH_NODE_FULL) == PublishNodeFull.DISCARD_OLDEST) {
      return;
    }
    for (int from = 0; from < surplus; from += Presences.GROUP) {
      List<ItemEntry> group = items.entries(from, Math.min(surplus, from + Presences.GROUP));
      scope.tellOfRetracted(group.stream().map(ItemEntry::id).toList(), draft);
    }
  }

  /**
   * How many of the oldest items such a node has no room for, or were past their time and so do not
   * come back.
   */
  private int surplus(NodeConfig config) {
    NodeView items = scope.node().items();
    int surplus = Math.max(scope.items().expired(), items.size() - config.maxItems(scope.limits()));
    long bytes = items.bytes();
    int place = 0;
    while (place < surplus || bytes > config.maxBytes()) {
      bytes -= items.entry(place).payloadBytes();
      place++;
    }
    return place;
  }

  Outcome delete(NodeCommand.DeleteNode command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.DELETE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    if (command.redirectUri() != null
        && PersonalService.isOther(command.requester().bare(), scope.service())) {
      return Outcome.refusal(PubsubError.FORBIDDEN);
    }
    Draft draft = new Draft();
    draft.change(new Change.NodeDeleted(scope.service(), scope.name(), command.redirectUri()));
    if (scope.config().get(NodeConfigFields.NOTIFY_DELETE)) {
      Audience.Event event =
          (recipients, headers) ->
              new Notification.NodeDeleted(
                  scope.service(),
                  scope.name(),
                  recipients,
                  scope.eventType(),
                  command.redirectUri(),
                  headers);
      Audience audience = scope.node().audience(scope.context());
      Set<Jid> own = concerned(audience);
      draft.tell(event.to(List.copyOf(own), List.of()));
      scope.tellOfNode(event, audience.andByPresence(own), scope.node(), draft);
    }
    scope.withdraw(command.requester(), List.of(), false, draft);
    return draft.done();
  }

  /** Every subscribed address, also one that waits for an owner or for its options (8.4.2). */
  private Set<Jid> concerned(Audience audience) {
    Set<Jid> addresses = new LinkedHashSet<>(audience.all());
    scope
        .node()
        .subscriptions()
        .filter(each -> each.state() != SubscriptionState.SUBSCRIBED && !each.isLapsed(scope.now()))
        .forEach(each -> addresses.add(each.jid()));
    return addresses;
  }
}
