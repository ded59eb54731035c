package io.pipit.broker.queue;

import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueFilter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a queue is to be.
 *
 * @param filters of the nodes whose items it gets
 * @param expiry how long it is kept while nobody has its items, in whole milliseconds; null for
 *     ever
 * @param ends what waits, as an item without an id, when items of a node are taken back
 * @param attachment what its consumer keeps with it; shared, must not be changed
 */
public record QueueSettings(
    List<QueueFilter> filters,
    QueueBounds bounds,
    @Nullable Duration expiry,
    Ends ends,
    byte[] attachment) {

  /** What waits when items of a node are taken back. */
  public enum Ends {
    /** Nothing. */
    NOTHING,
    /** That nothing stands for the node any more that did, to arrive at least once. */
    ALWAYS,
    /** What is told of it, as far as that is to arrive: it waits like an item. */
    AS_TOLD
  }

  public QueueSettings {
    filters = List.copyOf(filters);
  }

  /** Of a queue that holds items and nothing else. */
  public QueueSettings(
      List<QueueFilter> filters, QueueBounds bounds, @Nullable Duration expiry, byte[] attachment) {
    this(filters, bounds, expiry, Ends.NOTHING, attachment);
  }

  /** The same with other filters. */
  public QueueSettings with(List<QueueFilter> others) {
    return new QueueSettings(others, bounds, expiry, ends, attachment);
  }

  /** The same, kept for another time and with something else. */
  public QueueSettings with(@Nullable Duration otherExpiry, byte[] otherAttachment) {
    return new QueueSettings(filters, bounds, otherExpiry, ends, otherAttachment);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueueSettings that
        && filters.equals(that.filters)
        && bounds.equals(that.bounds)
        && Objects.equals(expiry, that.expiry)
        && ends == that.ends
        && Arrays.equals(attachment, that.attachment);
  }

  @Override
  public int hashCode() {
    return Objects.hash(filters, bounds, expiry, ends, Arrays.hashCode(attachment));
  }

  @Override
  public String toString() {
    return filters + " " + bounds + " " + expiry + " (" + attachment.length + " bytes)";
  }
}
