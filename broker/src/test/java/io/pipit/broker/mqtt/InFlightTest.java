package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.metrics.MqttMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private static final InFlight ALL = inFlight(1);

  private static InFlight inFlight(int window) {
    return new InFlight(new Window(window, MqttMetrics.NONE));
  }

  private static final int IDS = 65_535;

  @Test
  void identifiersGoRoundWithoutZero() {
    assertEquals(1, ALL.id(0));
    assertEquals(65_535, ALL.id(65_534));
    assertEquals(1, ALL.id(65_535));
    assertEquals(2, ALL.id(65_536L * 65_535 + 1));
  }

  @Test
  void messageOfQos1EndsWithPuback() {
    InFlight inFlight = inFlight(10);
    inFlight.add(7, 1);
    assertEquals(InFlight.NONE, inFlight.received(8));
    assertEquals(InFlight.NONE, inFlight.refused(8));
    assertEquals(InFlight.NONE, inFlight.completed(8));
    assertEquals(7, inFlight.acknowledged(8));
    assertEquals(InFlight.NONE, inFlight.acknowledged(8));
    assertEquals(0, inFlight.size());
  }

  @Test
  void messageOfQos2EndsWithPubcompAfterPubrec() {
    InFlight inFlight = inFlight(10);
    inFlight.add(0, 2);
    assertEquals(InFlight.NONE, inFlight.acknowledged(1));
    assertEquals(InFlight.NONE, inFlight.completed(1));
    assertEquals(0, inFlight.received(1));
    assertEquals(0, inFlight.received(1));
    assertEquals(InFlight.NONE, inFlight.refused(1));
    assertEquals(1, inFlight.size());
    assertEquals(0, inFlight.completed(1));
    assertEquals(InFlight.NONE, inFlight.completed(1));
    assertEquals(0, inFlight.size());
  }

  @Test
  void messageOfQos2EndsWithARefusal() {
    InFlight inFlight = inFlight(10);
    inFlight.add(0, 2);
    assertEquals(0, inFlight.refused(1));
    assertEquals(InFlight.NONE, inFlight.received(1));
    assertEquals(0, inFlight.size());
  }

  @Test
  void windowIsKept() {
    InFlight inFlight = inFlight(2);
    inFlight.add(0, 1);
    inFlight.add(1, 2);
    assertFalse(inFlight.takes(2));
    assertThrows(IllegalStateException.class, () -> inFlight.add(2, 1));
    inFlight.received(2);
    assertFalse(inFlight.takes(2)); // until PUBCOMP (MQTT 5, 4.9)
    inFlight.completed(2);
    assertTrue(inFlight.takes(2));
  }

  @Test
  void identifierIsNotUsedAgainWhileItsMessageIsOnItsWay() {
    InFlight inFlight = inFlight(10);
    inFlight.add(5, 1);
    inFlight.add(5 + IDS - 1, 1);
    assertFalse(inFlight.takes(5 + IDS));
    assertEquals(5, inFlight.acknowledged(ALL.id(5)));
    assertTrue(inFlight.takes(5 + IDS));
  }

  @Test
  void lateNumberIsFound() {
    InFlight inFlight = inFlight(10);
    for (long number : new long[] {10, 30, 20, 5}) {
      inFlight.add(number, 1);
    }
    assertFalse(inFlight.takes(5L + IDS));
    for (long number : new long[] {20, 5, 30, 10}) {
      assertEquals(number, inFlight.acknowledged(ALL.id(number)));
    }
  }

  /** Any order of sending, answering and answering wrongly, against a map. */
  @Property(tries = 300)
  void isAsAMapOfMessages(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int window) {
    Random random = new Random(seed);
    InFlight inFlight = inFlight(window);
    Map<Integer, Integer> model = new HashMap<>();
    List<Long> sent = new ArrayList<>();
    long next = random.nextInt(IDS);
    for (int step = 0; step < 2_000; step++) {
      boolean wide = random.nextInt(100) == 0;
      next += 1 + random.nextInt(wide ? 30_000 : 3);
      if (random.nextInt(3) > 0 && inFlight.takes(next)) {
        int qos = 1 + random.nextInt(2);
        inFlight.add(next, qos);
        sent.add(next);
        assertEquals(null, model.put(ALL.id(next), qos));
      }
      if (!sent.isEmpty() && random.nextBoolean()) {
        long number = sent.get(random.nextInt(sent.size()));
        answer(inFlight, model, sent, number, random.nextInt(4));
      }
      assertEquals(model.size(), inFlight.size());
    }
  }

  private static void answer(
      InFlight inFlight, Map<Integer, Integer> model, List<Long> sent, long number, int kind) {
    int id = ALL.id(number);
    int state = Objects.requireNonNull(model.get(id));
    long answered =
        switch (kind) {
          case 0 -> inFlight.acknowledged(id);
          case 1 -> inFlight.received(id);
          case 2 -> inFlight.refused(id);
          default -> inFlight.completed(id);
        };
    boolean ends =
        (kind == 0 && state == 1) || (kind == 2 && state == 2) || (kind == 3 && state == 3);
    boolean known = ends || (kind == 1 && state >= 2);
    assertEquals(known ? number : InFlight.NONE, answered);
    if (ends) {
      model.remove(id);
      sent.remove(number);
    } else if (known) {
      model.put(id, 3);
    }
  }
}
