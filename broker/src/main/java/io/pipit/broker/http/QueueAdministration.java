package io.pipit.broker.http;

import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queues in which items wait for sessions and bridges, as an administrator handles them. Called
 * on the event loop of the door, so that it never blocks; a future may complete on any thread.
 */
public interface QueueAdministration {

  /**
   * Queues in the order of their addresses, at most so many.
   *
   * @param after the address before the first one, empty to begin
   */
  Future<List<QueueInfo>> list(String after, int limit);

  /** Refused: no such queue ({@code NO_SUCH_QUEUE}). */
  Future<Answer<QueueDetails>> info(BareJid owner, String name);

  /**
   * Ends a queue with all that waits; who has its items loses it.
   *
   * @return as it was; refused when there is none ({@code NO_SUCH_QUEUE}) or when nothing can be
   *     stored ({@code UNAVAILABLE})
   */
  Future<Answer<QueueInfo>> delete(BareJid owner, String name);

  /**
   * How a queue fares.
   *
   * @param kind {@code mqtt}, {@code shared}, {@code bridge} or {@code other}
   * @param isAttached whether somebody has its items
   * @param items that wait or are on their way
   * @param bytes of those
   * @param oldest when the oldest of them arrived, null for none
   * @param delivered how many so far
   * @param dropped how many so far, by reason
   */
  record QueueInfo(
      BareJid owner,
      String name,
      String kind,
      boolean isAttached,
      int items,
      long bytes,
      @Nullable Instant oldest,
      long delivered,
      Map<String, Long> dropped) {

    public QueueInfo {
      dropped = Map.copyOf(dropped);
    }

    /** The owner, a slash, and the name. */
    public String address() {
      return owner + "/" + name;
    }
  }

  /**
   * A queue, and what it is to be.
   *
   * @param filters of the nodes whose items it gets
   * @param mostItems that wait
   * @param mostBytes that wait
   * @param mostAge of what waits
   * @param overflow what is done with more: {@code drop_oldest}, {@code drop_newest} or {@code
   *     refuse}
   * @param expiry how long it is kept while nobody has its items; null for ever
   */
  record QueueDetails(
      QueueInfo info,
      List<String> filters,
      int mostItems,
      long mostBytes,
      Duration mostAge,
      String overflow,
      @Nullable Duration expiry) {

    public QueueDetails {
      filters = List.copyOf(filters);
    }
  }
}
