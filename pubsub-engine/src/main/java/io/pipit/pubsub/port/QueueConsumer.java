package io.pipit.pubsub.port;

import java.util.List;

/** Who has the items of a queue. Called on the executor of its port, in order. */
public interface QueueConsumer {

  /** Items in the order of their numbers, no more than were asked for. */
  void deliver(List<QueuedItem> items);

  /** Another one has them from now on, or the queue has ended. */
  void lost();
}
