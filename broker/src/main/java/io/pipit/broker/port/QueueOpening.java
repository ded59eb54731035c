package io.pipit.broker.port;

import io.pipit.pubsub.port.DurableQueue;
import io.pipit.pubsub.port.PortResult;
import java.util.List;

/** What became of the wish to have the items of a queue. */
public sealed interface QueueOpening {

  /**
   * It is made or changed, durable, and subscribed.
   *
   * @param present whether it was there before
   * @param filters what became of each of its filters, in their order
   */
  record Opened(DurableQueue queue, boolean present, List<PortSubscriptions.Subscribed> filters)
      implements QueueOpening {
    public Opened {
      filters = List.copyOf(filters);
    }
  }

  /** There is none for that consumer; nothing has changed. */
  record Refused(PortResult.Reason reason, String text) implements QueueOpening {}
}
