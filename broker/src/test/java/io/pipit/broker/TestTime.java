package io.pipit.broker;

import io.pipit.broker.module.StylesheetWorker;
import io.pipit.broker.shard.DueNodes;
import io.pipit.broker.stream.LoopInbox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A time that passes when a test says so: the clock jumps, and what was due by then begins at once,
 * before anything that the test sends afterwards. Any thread.
 */
public final class TestTime {

  /** What is due so soon is due now: it would otherwise wait for the next jump. */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A busy machine takes longer for a body than a node would wait. */
  private static final StylesheetWorker.Times UNHURRIED =
      new StylesheetWorker.Times(MINUTE, MINUTE, MINUTE, MINUTE);

  private record Ring(Instant at, LoopInbox loop, Runnable task) {}

  private final MovableClock clock =
      new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final List<Ring> rings = new ArrayList<>();

  public Instant now() {
    return clock.instant();
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    List<Ring> due;
    synchronized (rings) {
      clock.advance(time);
      Instant now = now();
      due = rings.stream().filter(ring -> !ring.at.isAfter(now)).toList();
      rings.removeAll(due);
    }
    due.forEach(ring -> ring.loop.execute(ring.task));
  }

  /** Lets time pass while the timers are late: what is due does not begin before more passes. */
  public void passUnnoticed(Duration time) {
    clock.advance(time);
  }

  BrokerTime ofBroker() {
    return new BrokerTime(clock, this::alarm, UNHURRIED);
  }

  private DueNodes.Alarm alarm(LoopInbox loop) {
    return (delay, task) -> after(delay, loop, task);
  }

  private Runnable after(Duration delay, LoopInbox loop, Runnable task) {
    if (delay.compareTo(AT_ONCE) <= 0) {
      loop.execute(task);
      return () -> {};
    }
    synchronized (rings) {
      Ring ring = new Ring(now().plus(delay), loop, task);
      rings.add(ring);
      return () -> cancel(ring);
    }
  }

  private void cancel(Ring ring) {
    synchronized (rings) {
      rings.remove(ring);
    }
  }
}
