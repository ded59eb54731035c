package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.Subscriptions.Held;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.pubsub.port.QueueFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The subscriptions of a session, shared ones among them. Those are kept with the others, where
 * they match nothing since no node has such a name, and are subscriptions of a group beside that.
 * Confined to the loop of the connection.
 *
 * @param inner where all of them are kept
 */
record WithShared(Held inner, SharedInbox inbox) implements Held {

  @Override
  public void subscribe(List<QueueFilter> filters, Consumer<List<Subscribed>> told) {
    if (filters.stream().noneMatch(each -> SharedInbox.isShared(each.filter()))) {
      inner.subscribe(filters, told);
    } else {
      inner.subscribe(filters, results -> join(filters, new ArrayList<>(results), 0, told));
    }
  }

  /** One after the other, from that one on. */
  private void join(
      List<QueueFilter> filters,
      List<Subscribed> results,
      int from,
      Consumer<List<Subscribed>> told) {
    int at = from;
    while (at < filters.size() && !isToJoin(filters.get(at), results.get(at))) {
      at++;
    }
    if (at == filters.size()) {
      told.accept(results);
      return;
    }
    int joined = at;
    inbox.join(
        filters.get(at),
        result -> {
          results.set(joined, result);
          if (!isThere(result)) {
            inner.unsubscribe(List.of(filters.get(joined).filter()), unused -> {});
          }
          join(filters, results, joined + 1, told);
        });
  }

  private static boolean isToJoin(QueueFilter filter, Subscribed result) {
    return SharedInbox.isShared(filter.filter()) && isThere(result);
  }

  private static boolean isThere(Subscribed result) {
    return result == Subscribed.NEW || result == Subscribed.CHANGED;
  }

  @Override
  public void unsubscribe(List<String> filters, Consumer<List<Boolean>> told) {
    filters.stream().filter(SharedInbox::isShared).forEach(inbox::leave);
    inner.unsubscribe(filters, told);
  }
}
