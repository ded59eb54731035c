package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.Header;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a subscriber missed while it was away (XEP-0312): the items that have come since, each as it
 * is now. Items that were taken back are not told, nor is a list that is too long told whole: then
 * the newest are. Confined to one decision.
 */
final class CatchingUp {

  private final NodeScope scope;

  CatchingUp(NodeScope scope) {
    this.scope = scope;
  }

  Outcome tell(NodeCommand.TellMissed command) {
    Draft draft = new Draft();
    List<Subscription> active = active(command);
    if (!active.isEmpty()
        && scope.config().deliversNotifications()
        && scope.refusal(command.resource(), Action.RECEIVE).isEmpty()) {
      List<Header> headers = headers(active);
      for (Item item : missed(command)) {
        draft.tell(
            new Notification.ItemsPublished(
                scope.service(),
                scope.name(),
                List.of(command.resource()),
                scope.eventType(),
                List.of(scope.shown(item)),
                item.arrival(),
                headers));
      }
    }
    return draft.done();
  }

  /** Those of the resource itself and of its bare JID, which it shares with others. */
  private List<Subscription> active(NodeCommand.TellMissed command) {
    Instant now = scope.now();
    return scope.node().subscriptions(command.resource().bare()).stream()
        .filter(
            held ->
                held.jid().equals(command.resource())
                    || held.jid().equals(command.resource().bare()))
        .filter(
            held ->
                held.isActive(now)
                    && Audience.reaches(command.resource(), held, scope.config(), scope.context()))
        .toList();
  }

  private static List<Header> headers(List<Subscription> active) {
    return active.size() == 1
        ? List.of()
        : active.stream().map(held -> Header.subid(held.subid())).toList();
  }

  private List<Item> missed(NodeCommand.TellMissed command) {
    LiveItems items = scope.items();
    int from = items.rank(command.from());
    int to = items.rank(command.to().truncatedTo(ChronoUnit.MILLIS).plusMillis(1));
    int end = Math.max(from, to);
    int start = Math.max(from, to - command.mostItems());
    List<ItemEntry> newest = items.entries(start, end);
    long bytes = 0;
    int first = newest.size();
    while (first > 0) {
      bytes += newest.get(first - 1).payloadBytes();
      if (bytes > command.mostBytes()) {
        break;
      }
      first--;
    }
    return items.range(start + first, end);
  }
}
