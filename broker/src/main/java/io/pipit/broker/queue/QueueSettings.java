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
 * @param tellsOfEnds whether an item without an id waits when nothing stands for a node any more
 *     that did
 * @param attachment what its consumer keeps with it; shared, must not be changed
 */
public record QueueSettings(
    List<QueueFilter> filters,
    QueueBounds bounds,
    @Nullable Duration expiry,
    boolean tellsOfEnds,
    byte[] attachment) {

  public QueueSettings {
    filters = List.copyOf(filters);
  }

  /** Of a queue that holds items and nothing else. */
  public QueueSettings(
      List<QueueFilter> filters, QueueBounds bounds, @Nullable Duration expiry, byte[] attachment) {
    this(filters, bounds, expiry, false, attachment);
  }

  /** The same with other filters. */
  public QueueSettings with(List<QueueFilter> others) {
    return new QueueSettings(others, bounds, expiry, tellsOfEnds, attachment);
  }

  /** The same, kept for another time and with something else. */
  public QueueSettings with(@Nullable Duration otherExpiry, byte[] otherAttachment) {
    return new QueueSettings(filters, bounds, otherExpiry, tellsOfEnds, otherAttachment);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueueSettings that
        && filters.equals(that.filters)
        && bounds.equals(that.bounds)
        && Objects.equals(expiry, that.expiry)
        && tellsOfEnds == that.tellsOfEnds
        && Arrays.equals(attachment, that.attachment);
  }

  @Override
  public int hashCode() {
    return Objects.hash(filters, bounds, expiry, tellsOfEnds, Arrays.hashCode(attachment));
  }

  @Override
  public String toString() {
    return filters + " " + bounds + " " + expiry + " (" + attachment.length + " bytes)";
  }
}
