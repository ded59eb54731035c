package io.pipit.broker.port;

import io.pipit.broker.queue.QueueSettings;
import io.pipit.pubsub.port.PortResult;
import java.util.List;
import java.util.Set;

/** What became of the wish to have the items of a queue. */
public sealed interface QueueOpening {

  /**
   * It is made or changed, durable, and subscribed.
   *
   * @param present whether it was there before
   * @param settings what it is from now on
   * @param open the ids under which its consumer has published something that is not done
   * @param filters what became of each of its filters, in their order
   */
  record Opened(
      SessionQueue queue,
      boolean present,
      QueueSettings settings,
      Set<Integer> open,
      List<PortSubscriptions.Subscribed> filters)
      implements QueueOpening {
    public Opened {
      open = Set.copyOf(open);
      filters = List.copyOf(filters);
    }
  }

  /** There is none, as it was wished. */
  record None() implements QueueOpening {}

  /** There is none for that consumer; nothing has changed. */
  record Refused(PortResult.Reason reason, String text) implements QueueOpening {}
}
