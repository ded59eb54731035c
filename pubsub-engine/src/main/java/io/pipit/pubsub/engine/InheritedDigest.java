package io.pipit.pubsub.engine;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.DigestItem;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Digests of subscriptions to collections (XEP-0060 16.4.2). A collection has no items: what waits
 * for a digest is known at each node, by the sequence number through which the subscription was
 * told. When the digest is due each of these nodes hands out its part, and the collection sends
 * them as one message. Confined to one decision.
 */
final class InheritedDigest {

  private final NodeScope scope;

  InheritedDigest(NodeScope scope) {
    this.scope = scope;
  }

  /**
   * Something is published: it waits, with what comes later, for those that wait for nothing yet.
   */
  void begin(List<Inherited> digests, Draft draft) {
    for (Inherited each : digests) {
      Subscription held = each.subscription();
      if (held.options().delivers()
          && scope.node().inheritedDigests().of(each.collection(), held.subid()) == null) {
        draft.change(
            new Change.DigestWaits(
                scope.service(),
                scope.name(),
                each.collection(),
                held.jid(),
                held.subid(),
                scope.node().lastSeq(),
                scope.arrival().plus(held.options().digestFrequency())));
      }
    }
  }

  /** At a node: hands out what waits, the oldest first; nothing to who may not have it now. */
  Outcome take(NodeCommand.TakeDigest command) {
    Change.DigestWaits waits =
        scope.node().inheritedDigests().of(command.collection(), command.subid());
    if (waits == null) {
      return Outcome.reply(new Response.DigestPart(scope.name(), List.of()));
    }
    Draft draft = new Draft();
    Subscription held = command.subscription();
    if (held == null || !Digests.reads(held, scope)) {
      draft.change(waits(waits, waits.after(), null));
      return draft.reply(new Response.DigestPart(scope.name(), List.of()));
    }
    if (!Audience.isInPresence(held, scope.config(), scope.context())) {
      Instant again = scope.now().plus(held.options().digestFrequency());
      draft.change(waits(waits, waits.after(), again));
      return draft.reply(new Response.DigestPart(scope.name(), List.of()));
    }
    NodeScope.Published published =
        scope.publishedAfter(waits.after(), command.mostItems(), command.mostBytes());
    List<Item> items = published.items();
    draft.change(
        published.all()
            ? waits(waits, scope.node().lastSeq(), null)
            : waits(waits, items.get(items.size() - 1).seq(), scope.now()));
    return draft.reply(
        new Response.DigestPart(
            scope.name(), items.stream().map(item -> digestItem(scope.shown(item))).toList()));
  }

  private static Change.DigestWaits waits(
      Change.DigestWaits before, long after, @Nullable Instant due) {
    return new Change.DigestWaits(
        before.service(),
        before.node(),
        before.collection(),
        before.jid(),
        before.subid(),
        after,
        due);
  }

  private static DigestItem digestItem(EventItem shown) {
    return new DigestItem(shown.id(), shown.publisher(), shown.payload());
  }

  /** At the collection: sends what the nodes handed out, if the subscription is still there. */
  Outcome send(NodeCommand.SendDigest command) {
    Draft draft = new Draft();
    Optional<Subscription> held =
        scope.held(command.jid()).stream()
            .filter(each -> each.subid().equals(command.subid()))
            .filter(each -> each.isActive(scope.now()) && each.options().delivers())
            .findFirst();
    if (held.isPresent()) {
      List<Jid> addresses = Audience.addresses(held.get(), scope.config(), scope.context());
      draft.tell(
          new Notification.ItemsCollected(
              scope.service(),
              scope.name(),
              // The nodes have told what waited: it is sent also when the presence changed since.
              addresses.isEmpty() ? List.of(command.jid()) : addresses,
              scope.eventType(),
              command.parts(),
              List.of(Header.collection(scope.name()))));
    }
    return draft.done();
  }
}
