package io.pipit.pubsub.engine;

import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Subscriptions that an owner has to approve (XEP-0060 8.6, 8.7). All owners are asked; the first
 * answer counts (12.13). Whoever is not reached is asked again when it comes online, or asks
 * itself.
 */
final class Authorizing {

  private final NodeScope scope;

  Authorizing(NodeScope scope) {
    this.scope = scope;
  }

  /**
   * Whether another request may wait. There are as many at most as an answer may list, and one of
   * an entity.
   */
  Optional<PubsubError> refusal(Jid jid) {
    if (scope.heldBy(jid.bare()).stream()
        .anyMatch(each -> each.state() == SubscriptionState.PENDING)) {
      return Optional.of(PubsubError.PENDING_SUBSCRIPTION);
    }
    return scope.node().pending().size() >= scope.limits().answerItems()
        ? Optional.of(PubsubError.TOO_MANY_SUBSCRIPTIONS)
        : Optional.empty();
  }

  /** Asks all owners about a request that has just come, or has it done when they can be asked. */
  void ask(Subscription pending, Draft draft) {
    ask(pending, scope.node().nextQuestion(pending.jid().bare(), scope.now()), draft);
  }

  /** Asks all owners about a request, if it is time for that. */
  void ask(Subscription pending, Instant at, Draft draft) {
    Instant now = scope.now();
    draft.change(
        new Change.OwnersAsked(
            scope.service(), scope.name(), pending.jid(), pending.subid(), now, at));
    if (!at.isAfter(now)) {
      ask(pending, List.copyOf(scope.node().owners()), draft);
    }
  }

  private void ask(Subscription pending, List<Jid> owners, Draft draft) {
    draft.tell(new Notification.ApprovalRequested(scope.service(), scope.name(), owners, pending));
  }

  /**
   * An answer that another owner gave already is as good as this one. One that comes too late to be
   * followed is refused, so that nobody believes it was.
   */
  Outcome authorize(NodeCommand.Authorize command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    List<Subscription> meant =
        scope.held(command.jid()).stream()
            .filter(each -> command.subid() == null || each.subid().equals(command.subid()))
            .toList();
    Optional<Subscription> pending =
        meant.stream().filter(each -> each.state() == SubscriptionState.PENDING).findFirst();
    Draft draft = new Draft();
    if (pending.isPresent()) {
      if (command.allow()) {
        scope.approve(pending.get(), command.requester(), draft);
      } else {
        scope.endSubscription(pending.get(), command.requester(), draft);
      }
    } else if (command.allow() == meant.isEmpty()) {
      return Outcome.refusal(command.allow() ? PubsubError.NOT_SUBSCRIBED : PubsubError.CONFLICT);
    }
    return draft.done();
  }

  /** Sends an owner every request that waits, the oldest first. */
  Outcome pending(NodeCommand.GetPending command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.MANAGE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Draft draft = new Draft();
    remind(command.requester(), scope.limits().answerItems(), draft);
    String session = command.session();
    return draft.reply(
        new Response.PendingFollows(session == null ? scope.context().newId() : session));
  }

  /** Sends one owner the requests that wait, the oldest first, but not more than so many. */
  void remind(Jid owner, int most, Draft draft) {
    scope.node().pending().stream()
        .filter(each -> !each.isLapsed(scope.now()))
        .limit(most)
        .forEach(each -> ask(each, List.of(owner), draft));
  }
}
