package io.pipit.broker.port;

import io.pipit.pubsub.port.QueueDrop;
import io.pipit.pubsub.port.QueuedItem;
import java.util.List;

/**
 * Who has the items of a queue, and with them what does not wait for anybody. Called on the
 * executor that it was given with, in order.
 */
public interface ItemConsumer {

  /** Items in the order of their numbers, no more than were asked for. */
  void deliver(List<QueuedItem> items);

  /**
   * An item that only has to arrive at most once: it has no number, and nobody hears whether it
   * did. Called on the executor of the consumer, in its order with what waits.
   */
  void passing(LiveItem item, LiveMatch match);

  /** Some of those that wait are dropped. */
  default void dropped(QueueDrop drop) {}

  /** Another one has them from now on, or the queue has ended. */
  void lost();
}
