package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurringTest {

  private final MovableClock clock = new MovableClock();
  private final List<String> told = new ArrayList<>();
  private final Recurring<String> recurring =
      new Recurring<>(
          clock,
          (kind, count, first, last) -> told.add(kind + " " + count + " " + first + " to " + last));

  private List<String> take() {
    List<String> taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  private void happened(String kind, String what) {
    recurring.happened(kind, 1, what, what);
  }

  @Test
  void firstIsToldAtOnceAndTheRestOnceAMinute() {
    happened("age", "a");
    assertEquals(List.of("age 1 a to a"), take());
    happened("age", "b");
    recurring.happened("age", 3, "c", "e");
    clock.move(Duration.ofSeconds(59));
    recurring.look();
    assertEquals(List.of(), take());
    clock.move(Duration.ofSeconds(1));
    happened("age", "f");
    assertEquals(List.of("age 5 b to f"), take());
  }

  @Test
  void restIsToldWhenItHasStopped() {
    happened("age", "a");
    happened("age", "b");
    happened("age", "c");
    clock.move(Recurring.PAUSE);
    recurring.look();
    assertEquals(List.of("age 1 a to a", "age 2 b to c"), take());
    clock.move(Recurring.PAUSE);
    recurring.look();
    assertEquals(List.of(), take(), "nothing came");
    happened("age", "d");
    assertEquals(List.of("age 1 d to d"), take(), "that is a new beginning");
  }

  @Test
  void kindsAreToldByThemselves() {
    happened("age", "a");
    clock.move(Duration.ofSeconds(30));
    happened("overflow", "b");
    happened("overflow", "c");
    happened("age", "d");
    clock.move(Duration.ofSeconds(30));
    recurring.look();
    assertEquals(List.of("age 1 a to a", "overflow 1 b to b", "age 1 d to d"), take());
    clock.move(Duration.ofSeconds(30));
    recurring.look();
    assertEquals(List.of("overflow 1 c to c"), take());
  }

  @Test
  void nothingIsLeftUntoldAtTheEnd() {
    happened("age", "a");
    happened("age", "b");
    happened("overflow", "c");
    recurring.end();
    assertEquals(List.of("age 1 a to a", "overflow 1 c to c", "age 1 b to b"), take());
    recurring.end();
    assertEquals(List.of(), take());
  }
}
