package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items told together from time to time (XEP-0060 16.4.2): one message for each subscription, with
 * what was published since the one before, the oldest first and as much as one answer carries. It
 * is due when the first item of it has waited as long as the subscription says. How far a
 * subscription was told is a change like any other, so that what waits outlives a restart.
 *
 * <p>A node that keeps no items has nothing to collect: there the option is not offered and every
 * event goes out at once.
 */
final class Digests implements Timed {

  @Override
  public @Nullable Instant nextDue(NodeState node) {
    return node.config().persistsItems() ? node.digestsDue().first() : null;
  }

  @Override
  public void run(NodeScope scope, Draft draft) {
    if (scope.config().persistsItems()) {
      scope.node().dueDigests(scope.now(), MOST).forEach(each -> run(each, scope, draft));
    }
  }

  private static void run(Subscription held, NodeScope scope, Draft draft) {
    if (!reads(held, scope)) {
      sent(held, scope.node().lastSeq(), null, scope, draft);
    } else if (!Audience.isInPresence(held, scope.config(), scope.context())) {
      Instant again = scope.now().plus(held.options().digestFrequency());
      sent(held, scope.node().toldThrough(held.subid()), again, scope, draft);
    } else {
      NodeScope.Published published =
          scope.publishedAfter(
              scope.node().toldThrough(held.subid()),
              scope.limits().answerItems(),
              scope.limits().answerBytes());
      List<Item> items = published.items();
      tell(held, items, scope, draft);
      sent(
          held,
          published.all() ? scope.node().lastSeq() : items.get(items.size() - 1).seq(),
          published.all() ? null : scope.now(),
          scope,
          draft);
    }
  }

  /** Whether a subscription is told of what waited, and not only spared it. */
  static boolean reads(Subscription held, NodeScope scope) {
    return scope.config().deliversNotifications()
        && held.isActive(scope.now())
        && held.options().delivers()
        && scope.refusal(held.jid(), Action.RECEIVE).isEmpty();
  }

  private static void tell(Subscription held, List<Item> items, NodeScope scope, Draft draft) {
    List<Item> wanted = items.stream().filter(held.options()::wants).toList();
    if (!wanted.isEmpty()) {
      PublishedEvent event = new PublishedEvent(scope, wanted);
      List<Jid> recipient = Audience.addresses(held, scope.config(), scope.context());
      draft.tell(
          held.options().includesBody()
              ? event.withBody(recipient, scope.headers(held))
              : event.to(recipient, scope.headers(held)));
    }
  }

  private static void sent(
      Subscription held, long seq, @Nullable Instant next, NodeScope scope, Draft draft) {
    draft.change(
        new Change.DigestSent(scope.service(), scope.name(), held.jid(), held.subid(), seq, next));
  }
}
