package io.pipit.broker.port;

import io.pipit.broker.metrics.QueueTotals;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueKind;
import io.pipit.pubsub.port.QueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All queues as operators see them, each as of a moment ago. Any thread. */
public final class QueueOverview {

  /** One of them. */
  public record Seen(QueueId id, QueueStatus status) {

    /** Its address: the owner, a slash, and its name. */
    public String address() {
      return id.owner() + "/" + id.name();
    }
  }

  private final Collection<QueueSubscriber> known;

  /**
   * @param known all queues, as they come and go
   */
  QueueOverview(Collection<QueueSubscriber> known) {
    this.known = known;
  }

  private static Seen seen(QueueSubscriber queue) {
    return new Seen(queue.id(), queue.status());
  }

  /**
   * Some of them in the order of their addresses; goes through all of them, which takes its time.
   *
   * @param after the address before the first one
   */
  public List<Seen> list(String after, int limit) {
    return known.stream()
        .map(QueueOverview::seen)
        .filter(queue -> queue.address().compareTo(after) > 0)
        .sorted(Comparator.comparing(Seen::address))
        .limit(limit)
        .toList();
  }

  /** The one of that name. */
  public Optional<Seen> find(QueueId id) {
    return known.stream()
        .filter(queue -> queue.id().equals(id))
        .findFirst()
        .map(QueueOverview::seen);
  }

  /** What waits in all of them, by kind. */
  public Map<QueueKind, QueueTotals> totals(Instant now) {
    Map<QueueKind, QueueTotals> totals = new EnumMap<>(QueueKind.class);
    for (QueueSubscriber queue : known) {
      totals.merge(
          QueueKind.of(queue.id().name()), totals(queue.status(), now), QueueOverview::sum);
    }
    return totals;
  }

  private static QueueTotals totals(QueueStatus status, Instant now) {
    Instant oldest = status.oldest();
    double age = oldest == null ? 0 : Duration.between(oldest, now).toMillis() / 1_000.0;
    return new QueueTotals(status.items(), status.bytes(), Math.max(0, age));
  }

  private static QueueTotals sum(QueueTotals one, QueueTotals other) {
    return new QueueTotals(
        one.items() + other.items(),
        one.bytes() + other.bytes(),
        Math.max(one.oldestSeconds(), other.oldestSeconds()));
  }
}
