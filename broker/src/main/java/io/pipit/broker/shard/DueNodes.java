package io.pipit.broker.shard;

import io.pipit.pubsub.engine.DueTimes;
import io.pipit.xmpp.BareJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one shard that have something to do at a time of their own, and the one timer for
 * the first of them. Rebuilt from the nodes at every start: nothing of it is stored.
 *
 * <p>Confined to its shard. One entry for each node at most.
 */
public final class DueNodes {

  /** So often the clock is looked at when something is due later: it may be set meanwhile. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** When a node is asked again that could not do what was due, as while the disk is busy. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
  private static final int PER_TURN = 256;

  /** A timer of the shard. */
  @FunctionalInterface
  public interface Alarm {

    /**
     * Runs a task in the shard after some time.
     *
     * @return takes it back
     */
    Runnable after(Duration delay, Runnable task);
  }

  private record Key(BareJid service, String node) {}

  private final Clock clock;
  private final Alarm alarm;
  private final BiConsumer<BareJid, String> tick;
  private final DueTimes<Key> nodes = new DueTimes<>();
  private @Nullable Instant wakeAt;
  private Runnable cancel = () -> {};

  /**
   * @param tick has a node of a service do what is due, and sets its next time here
   */
  public DueNodes(Clock clock, Alarm alarm, BiConsumer<BareJid, String> tick) {
    this.clock = clock;
    this.alarm = alarm;
    this.tick = tick;
  }

  /**
   * Sets when a node has next something to do.
   *
   * @param time null for never
   */
  public void set(BareJid service, String node, @Nullable Instant time) {
    if (time == null && nodes.isEmpty()) {
      return;
    }
    Key key = new Key(service, node);
    if (!Objects.equals(time, nodes.get(key))) {
      nodes.set(key, time);
      wake();
    }
  }

  private void wake() {
    Instant first = nodes.first();
    if (first == null || (wakeAt != null && !first.isBefore(wakeAt))) {
      return;
    }
    cancel.run();
    Instant now = clock.instant();
    Duration wait = Duration.between(now, first);
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      wait = SHORTEST_WAIT;
    } else if (wait.compareTo(LONGEST_WAIT) > 0) {
      wait = LONGEST_WAIT;
    }
    wakeAt = now.plus(wait);
    cancel = alarm.after(wait, this::woken);
  }

  private void woken() {
    wakeAt = null;
    Instant now = clock.instant();
    for (Key key : nodes.due(now, PER_TURN)) {
      // Until the tick says better.
      nodes.set(key, now.plus(RETRY));
      tick.accept(key.service, key.node);
    }
    wake();
  }
}
