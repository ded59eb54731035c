package io.pipit.pubsub.port;

import java.util.List;

/** Who has the items of a queue. Called on the executor of its port, in order. */
public interface QueueConsumer {

  /** Items in the order of their numbers, no more than were asked for. */
  void deliver(List<QueuedItem> items);

  /**
   * An item that has to arrive at most once: it waits nowhere, was not asked for, and nobody hears
   * whether it did. It comes in its order with the others of its node that do not wait; when too
   * many are on their way it is dropped.
   *
   * @param identifiers of the filters that it came by
   */
  void passing(PortItem item, List<Integer> identifiers);

  /** Some of those that wait are dropped: for want of room, for their age, by hand and so on. */
  default void dropped(QueueDrop drop) {}

  /** Another one has them from now on, or the queue has ended. */
  void lost();
}
