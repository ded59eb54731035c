package io.pipit.broker.port;

import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.pubsub.port.DurableQueue;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose consumer says one by one to what it is subscribed. Any thread; what is told is told
 * on the executor of the consumer. Nothing is told, and nothing happens, once another one has it.
 */
public interface SessionQueue extends DurableQueue {

  /**
   * Subscribes.
   *
   * @param told what became of each filter, in their order, when that is durable; {@link
   *     Subscribed#QUOTA} also when nothing can be stored
   */
  void subscribe(List<QueueFilter> filters, Consumer<List<Subscribed>> told);

  /**
   * Ends subscriptions.
   *
   * @param told whether each was there, in their order, when that is durable
   */
  void unsubscribe(List<String> filters, Consumer<List<Boolean>> told);

  /**
   * Has items wait behind the others, though they were not published now: each unless a newer one
   * waits that stands for its node, or it waits itself as it was published behind the subscription.
   * They say that they stand.
   *
   * @param told when they are durable, and may have been delivered; false when nothing can be
   *     stored
   */
  void put(List<Put> items, Consumer<Boolean> told);

  /**
   * An item that is to wait.
   *
   * @param filter that it comes by
   * @param assurance 1 or 2
   * @param identifiers of the filters that it comes by
   */
  record Put(PortItem item, String filter, int assurance, List<Integer> identifiers) {
    public Put {
      identifiers = List.copyOf(identifiers);
    }
  }

  /**
   * As {@link #close}.
   *
   * @param expiry how long the queue is kept from now on; null for ever
   * @param attachment what is kept with it; not to be changed afterwards
   */
  void leave(@Nullable Duration expiry, byte[] attachment);
}
