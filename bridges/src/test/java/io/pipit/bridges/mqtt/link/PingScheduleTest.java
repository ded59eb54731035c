package io.pipit.bridges.mqtt.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a link looks whether its broker is there. */
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
}
