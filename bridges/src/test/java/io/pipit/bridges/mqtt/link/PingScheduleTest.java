package io.pipit.bridges.mqtt.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a link looks whether its broker is there; by a clock of the test. */
class PingScheduleTest {

  private static final long KEEPALIVE = 2_000;

  @Test
  void aDeadLinkLastsNoMoreThanOneAndAHalfKeepalives() {
    List<Long> waits = new ArrayList<>();
    ScheduledThreadPoolExecutor noting =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
            waits.add(unit.toMillis(delay));
            return super.schedule(() -> {}, 0, unit);
          }
        };
    PingSchedule schedule = new PingSchedule(noting);
    schedule.next(() -> {}, KEEPALIVE, 0);
    schedule.next(() -> {}, KEEPALIVE, 1_900);
    schedule.next(() -> {}, KEEPALIVE, KEEPALIVE);
    noting.shutdownNow();
    assertEquals(List.of(0L, 250L, 720L), waits);
    // It was quiet for a keepalive, seen one look later; then the ping was not answered.
    assertTrue(KEEPALIVE + waits.get(1) + waits.get(2) <= KEEPALIVE * 3 / 2);
  }

  /**
   * What Paho does at a look, by the clock: it asks when the link was quiet for a keepalive, and
   * gives up when it was for a keepalive and the ping that was sent is not answered.
   */
  private static final class Link {
    private static final long TOLERANCE = 100;
    private final long keepalive;
    private final long lastHeard;
    private boolean isAsked;
    private boolean isGivenUp;

    Link(long keepalive, long lastHeard) {
      this.keepalive = keepalive;
      this.lastHeard = lastHeard;
    }

    /** How long it would wait until the next look. */
    long look(long now) {
      if (isAsked) {
        isGivenUp = now - lastHeard >= keepalive + TOLERANCE;
        return keepalive;
      }
      isAsked = now - lastHeard >= keepalive - TOLERANCE;
      return isAsked ? keepalive : Math.max(1, keepalive - (now - lastHeard));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 5_000, 30_000, 60_000, 65_535_000})
  void aLinkThatIsDeadSinceAnyMomentIsGivenUpInTime(long keepalive) {
    for (int phase = 0; phase < 16; phase++) {
      long[] waited = new long[1];
      ScheduledThreadPoolExecutor noting =
          new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
              waited[0] = unit.toMillis(delay);
              return super.schedule(() -> {}, 0, unit);
            }
          };
      PingSchedule schedule = new PingSchedule(noting);
      Link link = new Link(keepalive, 0);
      // The last that was heard came somewhere between two looks.
      long now = keepalive / 8 * phase / 16;
      while (!link.isGivenUp && now <= keepalive * 2) {
        schedule.next(() -> {}, keepalive, link.look(now));
        if (!link.isGivenUp) {
          now += waited[0];
        }
      }
      noting.shutdownNow();
      assertTrue(now <= keepalive * 3 / 2, "after " + now + " of " + keepalive);
    }
  }
}
