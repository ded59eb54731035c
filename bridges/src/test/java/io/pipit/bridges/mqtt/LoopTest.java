package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a ring of bridges. */
class LoopTest {

  private static final byte[] X = "x".getBytes(UTF_8);
  private static final byte[] Y = "y".getBytes(UTF_8);

  @Test
  void oneEchoOfEachMessageIsKnown() {
    LoopWindow window = new LoopWindow(new MovableClock());
    window.published("a", X);
    window.published("a", X);
    assertFalse(window.isEcho("a", Y));
    assertFalse(window.isEcho("b", X));
    assertTrue(window.isEcho("a", X));
    assertTrue(window.isEcho("a", X));
    assertFalse(window.isEcho("a", X));
  }

  @Test
  void topicAndPayloadAreToldApart() {
    LoopWindow window = new LoopWindow(new MovableClock());
    window.published("ab", X);
    assertFalse(window.isEcho("a", "bx".getBytes(UTF_8)));
  }

  @Test
  void afterTenSecondsItIsAMessage() {
    MovableClock clock = new MovableClock();
    LoopWindow window = new LoopWindow(clock);
    window.published("a", X);
    clock.move(LoopWindow.AGE);
    assertTrue(window.isEcho("a", X));
    window.published("a", X);
    clock.move(LoopWindow.AGE.plus(Duration.ofMillis(1)));
    assertFalse(window.isEcho("a", X));
  }

  @Test
  void ofTooManyTheOldestIsForgotten() {
    LoopWindow window = new LoopWindow(new MovableClock());
    window.published("first", X);
    for (int i = 0; i < LoopWindow.MOST; i++) {
      window.published("a" + i, X);
    }
    assertFalse(window.isEcho("first", X));
    assertTrue(window.isEcho("a0", X));
  }

  private record Sent(int topic, long at) {}

  /** Against a list of what was sent, whatever comes in whatever order. */
  @Property(tries = 200)
  void itIsTheSameAsAList(
      @ForAll @Size(max = 60) List<@IntRange(min = -4, max = 20) Integer> steps) {
    MovableClock clock = new MovableClock();
    LoopWindow window = new LoopWindow(clock);
    Deque<Sent> list = new ArrayDeque<>();
    for (int step : steps) {
      if (step < 0) {
        clock.move(Duration.ofSeconds(-step));
      } else if (step < 10) {
        window.published("t" + step % 3, X);
        list.addLast(new Sent(step % 3, clock.millis()));
      } else {
        long oldest = clock.millis() - LoopWindow.AGE.toMillis();
        list.removeIf(sent -> sent.at() < oldest);
        Optional<Sent> first = list.stream().filter(sent -> sent.topic() == step % 3).findFirst();
        assertEquals(first.isPresent(), window.isEcho("t" + step % 3, X));
        first.ifPresent(list::removeFirstOccurrence);
      }
    }
  }

  @ParameterizedTest(name = "origin {0}, hops {1}: {2}")
  @CsvSource({
    ", , false",
    "me, , true",
    "me, 0, true",
    "other, 4, false",
    "other, ' 4 ', false",
    "other, 5, true",
    ", 5, true",
    "other, -1, true",
    "other, many, true",
    "other, 99999999999, true"
  })
  void itEndsHere(String origin, String hops, boolean isLoop) {
    Travel travel = Travel.of(Optional.ofNullable(origin), Optional.ofNullable(hops));
    assertEquals(isLoop, travel.isLoop("me"));
  }

  @Test
  void eachBridgeIsOneHopAndTheOriginStays() {
    Travel sent = new Travel(null, 0).next("me");
    assertEquals(new Travel("me", 1), sent);
    assertEquals(new Travel("me", 2), sent.next("other"));
    assertTrue(new Travel("a", Integer.MAX_VALUE).next("b").isLoop("c"));
  }
}
