package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DueTimesTest {

  private final DueTimes<String> times = new DueTimes<>();

  /** What a key is due at from now on, -1 for never. */
  record Step(int key, int millis) {}

  @Test
  void nothingIsDueAtFirst() {
    assertTrue(times.isEmpty());
    assertNull(times.first());
    assertNull(times.get("a"));
    assertEquals(List.of(), times.due(Instant.MAX.minusSeconds(1L << 40), 10));
    times.set("a", null);
    assertTrue(times.isEmpty());
  }

  @Test
  void nothingIsDueBeforeItsTime() {
    times.set("a", Instant.ofEpochSecond(5, 1));
    assertEquals(Instant.ofEpochMilli(5_001), times.get("a"));
    assertEquals(List.of(), times.due(Instant.ofEpochMilli(5_000), 10));
    assertEquals(List.of("a"), times.due(Instant.ofEpochMilli(5_001), 10));
  }

  @Test
  void timesBefore1970AreDue() {
    times.set("a", Instant.EPOCH.minusNanos(1));
    times.set("b", Instant.EPOCH.minusMillis(1));
    assertEquals(List.of("b", "a"), times.due(Instant.EPOCH, 10));
  }

  @Property(tries = 500)
  void theyAreInTheOrderOfTheirTimesAndThenOfTheirSetting(@ForAll("steps") List<Step> steps) {
    DueTimes<Integer> actual = new DueTimes<>();
    Map<Integer, Integer> expected = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.millis() < 0) {
        expected.remove(step.key());
        actual.set(step.key(), null);
      } else {
        if (!Integer.valueOf(step.millis()).equals(expected.get(step.key()))) {
          expected.remove(step.key());
          expected.put(step.key(), step.millis());
        }
        actual.set(step.key(), Instant.ofEpochMilli(step.millis()));
      }
      List<Integer> order = new ArrayList<>(expected.keySet());
      order.sort(Comparator.comparing(expected::get));
      assertEquals(order, actual.due(Instant.ofEpochMilli(100), 1_000));
      assertEquals(
          order.isEmpty()
              ? null
              : Instant.ofEpochMilli(Objects.requireNonNull(expected.get(order.get(0)))),
          actual.first());
      assertEquals(order.stream().limit(3).toList(), actual.due(Instant.ofEpochMilli(100), 3));
      assertEquals(
          order.stream().filter(key -> Objects.requireNonNull(expected.get(key)) <= 20).toList(),
          actual.due(Instant.ofEpochMilli(20), 1_000));
      assertEquals(expected.isEmpty(), actual.isEmpty());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 40), Arbitraries.integers().between(-20, 50))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }
}
