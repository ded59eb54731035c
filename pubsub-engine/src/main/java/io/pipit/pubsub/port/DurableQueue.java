package io.pipit.pubsub.port;

import java.time.Duration;
import java.util.function.Consumer;

/** A queue that survives its consumer, and the process. Any thread. */
public interface DurableQueue {

  /** So many more items may be delivered: nothing is without this. */
  void demand(int more);

  /** An item has arrived for good. */
  void ack(long number);

  /** An item has not arrived: it is delivered again, no sooner than this. */
  void nack(long number, Duration delay);

  /**
   * The receiver has an item and promises to take it once.
   *
   * @param durable run when that is durable, and not before may the receiver be told
   */
  void released(long number, Runnable durable);

  QueueStatus status();

  /**
   * Drops everything that waits.
   *
   * @param dropped told how many
   */
  void drop(Consumer<Integer> dropped);

  /** Its consumer has no items any more; they wait. */
  void close();

  /** The queue ends, with all that waits. */
  void end();
}
