package io.pipit.broker.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.xmpp.BareJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DueNodesTest {

  private static final BareJid SERVICE = BareJid.of("pubsub.pipit.test");

  /** Time that passes when the test says so, and the timers that ring in it. */
  private static final class Time extends Clock {

    private final NavigableMap<Instant, List<Runnable>> timers = new TreeMap<>();
    private Instant now = Instant.parse("2026-06-30T12:00:00Z");

    Runnable after(Duration delay, Runnable task) {
      List<Runnable> ringing = timers.computeIfAbsent(now.plus(delay), first -> new ArrayList<>());
      ringing.add(task);
      return () -> ringing.remove(task);
    }

    void pass(Duration time) {
      Instant end = now.plus(time);
      while (!timers.isEmpty() && !timers.firstKey().isAfter(end)) {
        now = timers.firstKey();
        List.copyOf(timers.pollFirstEntry().getValue()).forEach(Runnable::run);
      }
      now = end;
    }

    long pending() {
      return timers.values().stream().mapToLong(List::size).sum();
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Time time = new Time();
  private final List<String> ticked = new ArrayList<>();
  private boolean busy;
  private final DueNodes nodes = new DueNodes(time, time::after, (service, node) -> tick(node));

  private void tick(String node) {
    ticked.add(node);
    if (!busy) {
      nodes.set(SERVICE, node, null);
    }
  }

  private Instant in(Duration delay) {
    return time.instant().plus(delay);
  }

  @Test
  void nodeTicksWhenItsTimeHasCome() {
    nodes.set(SERVICE, "later", in(Duration.ofHours(3)));
    nodes.set(SERVICE, "soon", in(Duration.ofSeconds(5)));
    time.pass(Duration.ofMillis(4_999));
    assertEquals(List.of(), ticked);
    time.pass(Duration.ofMillis(1));
    assertEquals(List.of("soon"), ticked);
    time.pass(Duration.ofHours(3));
    assertEquals(List.of("soon", "later"), ticked);
    assertEquals(0, time.pending());
  }

  @Test
  void nodesOfSeveralServicesAreApart() {
    List<String> told = new ArrayList<>();
    DueNodes two =
        new DueNodes(time, time::after, (service, node) -> told.add(service + " " + node));
    two.set(SERVICE, "a", in(Duration.ofSeconds(1)));
    two.set(BareJid.of("alice@pipit.test"), "a", in(Duration.ofSeconds(2)));
    two.set(SERVICE, "a", null);
    time.pass(Duration.ofSeconds(2));
    assertEquals(List.of("alice@pipit.test a"), told);
  }

  @Test
  void thereIsOneTimerHoweverOftenTimesMove() {
    for (int i = 100; i > 0; i--) {
      nodes.set(SERVICE, "a", in(Duration.ofSeconds(i)));
      assertEquals(1, time.pending());
    }
    time.pass(Duration.ofSeconds(1));
    assertEquals(List.of("a"), ticked);
  }

  @Test
  void timeTakenBackDoesNotTick() {
    nodes.set(SERVICE, "a", in(Duration.ofSeconds(1)));
    nodes.set(SERVICE, "a", in(Duration.ofSeconds(30)));
    nodes.set(SERVICE, "b", in(Duration.ofSeconds(2)));
    nodes.set(SERVICE, "b", null);
    time.pass(Duration.ofSeconds(29));
    assertEquals(List.of(), ticked);
    time.pass(Duration.ofSeconds(1));
    assertEquals(List.of("a"), ticked);
  }

  @Test
  void overdueNodeTicksAtOnceInATurnOfItsOwn() {
    nodes.set(SERVICE, "a", in(Duration.ofDays(-1)));
    assertEquals(List.of(), ticked);
    time.pass(Duration.ofMillis(1));
    assertEquals(List.of("a"), ticked);
  }

  @Test
  void nodeThatCouldNotIsAskedAgainLater() {
    busy = true;
    nodes.set(SERVICE, "a", in(Duration.ofSeconds(1)));
    time.pass(Duration.ofSeconds(1));
    time.pass(DueNodes.RETRY);
    busy = false;
    time.pass(DueNodes.RETRY);
    time.pass(Duration.ofMinutes(5));
    assertEquals(List.of("a", "a", "a"), ticked);
  }

  @Test
  void manyDueAtOnceTakeSeveralTurns() {
    for (int i = 0; i < 1_000; i++) {
      nodes.set(SERVICE, "n" + i, in(Duration.ofSeconds(1)));
    }
    time.pass(Duration.ofSeconds(1));
    assertEquals(256, ticked.size());
    time.pass(Duration.ofMillis(3));
    assertEquals(1_000, ticked.size());
  }

  /** So that a clock which is set forward is noticed. */
  @Test
  void clockIsLookedAtNowAndThen() {
    nodes.set(SERVICE, "a", in(Duration.ofDays(30)));
    time.now = in(Duration.ofDays(30));
    time.pass(DueNodes.LONGEST_WAIT);
    assertEquals(List.of("a"), ticked);
  }
}
