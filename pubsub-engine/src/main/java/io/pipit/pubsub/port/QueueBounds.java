package io.pipit.pubsub.port;

import java.time.Duration;

/**
 * How much waits in a queue at most.
 *
 * @param bytes of payloads and headers
 * @param age of what waits; older items are dropped
 * @param overflow what is done with more
 * @param oneItem whether of each node only the newest item waits
 */
public record QueueBounds(int items, long bytes, Duration age, Overflow overflow, boolean oneItem) {

  /** What is done with an item for which there is no room. */
  public enum Overflow {
    /** The oldest that is not on its way is dropped. */
    DROP_OLDEST,
    /** It is dropped itself. */
    DROP_NEWEST,
    /** Its publish is refused as {@link PortResult.Reason#BUSY}. */
    REFUSE
  }
}
