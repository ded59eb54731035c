package io.pipit.devices.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.Payload;
import io.pipit.devices.sim.SimulatedSensor.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueModelTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

  private static final Map<String, ValueModel> ROOM =
      Map.of(
          "c", ValueModel.Sine.daily(21, 3, 0.2),
          "level", new ValueModel.RandomWalk(50, 1, 0, 100),
          "motion", new ValueModel.OnOff(0.1, 0.3),
          "battery", new ValueModel.Battery(Duration.ofDays(30)));

  @Test
  void sameSeedGivesTheSameItems() {
    assertEquals(items(7), items(7));
  }

  @Test
  void otherSeedGivesOtherItems() {
    assertNotEquals(items(7), items(8));
  }

  @Test
  void itemsAreTheSameOnEveryJava() {
    Reading first =
        new Reading(
            "bb0f1798a3773418",
            Payload.json("{\"battery\":5.2,\"c\":18.3,\"level\":50.4,\"motion\":0}"));
    var sensor = new SimulatedSensor(ROOM, 7);
    assertEquals(first, sensor.read(MIDNIGHT));
    assertEquals(
        "{\"battery\":5.2,\"c\":18.1,\"level\":49.41,\"motion\":0}",
        sensor.read(MIDNIGHT.plusSeconds(1)).payload().toDisplay());
  }

  @Test
  void oneMoreFieldLeavesTheOthersAlone() {
    var alone = new SimulatedSensor(Map.of("c", ValueModel.Sine.daily(21, 3, 0.2)), 7);
    String c = alone.read(MIDNIGHT).payload().toDisplay();
    String all = items(7).get(0).payload().toDisplay();
    assertTrue(all.contains(c.substring(1, c.length() - 1)), all);
  }

  private static List<Reading> items(long seed) {
    var sensor = new SimulatedSensor(ROOM, seed);
    return IntStream.range(0, 200)
        .mapToObj(second -> sensor.read(MIDNIGHT.plusSeconds(second)))
        .toList();
  }

  @Test
  void constantStays() {
    assertEquals(4.5, new ValueModel.Constant(4.5).start(1).at(MIDNIGHT));
  }

  @Test
  void rampClimbsAndFallsBack() {
    var ramp = new ValueModel.Ramp(10, 20, Duration.ofSeconds(100)).start(1);
    Instant start = Instant.EPOCH;
    assertEquals(10, ramp.at(start));
    assertEquals(15, ramp.at(start.plusSeconds(50)));
    assertEquals(19.9, ramp.at(start.plusSeconds(99)), 1e-9);
    assertEquals(10, ramp.at(start.plusSeconds(100)));
  }

  @Test
  void dailyCycleIsLowestAtMidnightAndHighestAtNoon() {
    var sine = ValueModel.Sine.daily(20, 5, 0).start(1);
    assertEquals(15, sine.at(MIDNIGHT), 1e-9);
    assertEquals(20, sine.at(MIDNIGHT.plus(Duration.ofHours(6))), 1e-9);
    assertEquals(25, sine.at(MIDNIGHT.plus(Duration.ofHours(12))), 1e-9);
  }

  @Test
  void randomWalkKeepsItsStepAndBounds() {
    var walk = new ValueModel.RandomWalk(1, 0.5, 0, 2).start(3);
    double last = 1;
    for (int i = 0; i < 10_000; i++) {
      double next = walk.at(MIDNIGHT);
      assertTrue(next >= 0 && next <= 2 && Math.abs(next - last) <= 0.5);
      last = next;
    }
  }

  @Test
  void onOffHasTwoValuesAndUsesBoth() {
    var onOff = new ValueModel.OnOff(0.2, 0.2).start(3);
    assertEquals(
        Set.of(0.0, 1.0),
        IntStream.range(0, 1000).mapToObj(i -> onOff.at(MIDNIGHT)).collect(Collectors.toSet()));
  }

  @Test
  void onOffThatNeverTurnsOnStaysOff() {
    var off = new ValueModel.OnOff(0, 1).start(3);
    assertTrue(IntStream.range(0, 1000).allMatch(i -> off.at(MIDNIGHT) == 0));
  }

  @Test
  void batteryDrainsAndIsExchanged() {
    var battery = new ValueModel.Battery(Duration.ofHours(10)).start(3);
    int exchanged = 0;
    double last = battery.at(MIDNIGHT);
    for (int minute = 1; minute <= 600; minute++) {
      double next = battery.at(MIDNIGHT.plus(Duration.ofMinutes(minute)));
      assertTrue(next > 0 && next <= 100);
      exchanged += next > last ? 1 : 0;
      last = next;
    }
    assertEquals(1, exchanged);
  }

  @Test
  void impossibleModelsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ValueModel.Ramp(0, 1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new ValueModel.OnOff(1.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ValueModel.OnOff(0, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new ValueModel.RandomWalk(3, 1, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> new ValueModel.RandomWalk(1, -1, 0, 2));
    assertThrows(
        IllegalArgumentException.class, () -> new ValueModel.Sine(1, 1, Duration.ofSeconds(1), -1));
    assertThrows(IllegalArgumentException.class, () -> new ValueModel.Battery(Duration.ofNanos(1)));
  }
}
