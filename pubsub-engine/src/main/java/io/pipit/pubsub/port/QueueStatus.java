package io.pipit.pubsub.port;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a queue fares.
 *
 * @param items that wait or are on their way
 * @param bytes of those
 * @param oldest when the oldest of them arrived, null for none
 * @param dropped how many so far, by reason
 * @param delivered how many so far
 * @param isAttached whether somebody has its items
 */
public record QueueStatus(
    int items,
    long bytes,
    @Nullable Instant oldest,
    Map<String, Long> dropped,
    long delivered,
    boolean isAttached) {
  public QueueStatus {
    dropped = Map.copyOf(dropped);
  }
}
