package io.pipit.broker.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapPressureTest {

  private final AtomicInteger used = new AtomicInteger();
  private final AtomicInteger collections = new AtomicInteger();
  private final HeapPressure heap = new HeapPressure(85, used::get, collections::incrementAndGet);

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "85, ''",
    "86, new connections",
    "90, new connections",
    "91, new connections and new streams",
    "95, new connections and new streams",
    "96, 'new connections, new streams and publishes'",
    "100, 'new connections, new streams and publishes'"
  })
  void refusesInOrder(int percent, String refused) {
    used.set(percent);
    heap.measure(0);
    assertEquals(refused, heap.refused());
    used.set(10);
    heap.measure(1);
    assertEquals("", heap.refused());
  }

  @Test
  void refusesNothingThatACollectionMakesRoomFor() {
    HeapPressure full = new HeapPressure(85, used::get, () -> used.set(40));
    used.set(99);
    full.measure(0);
    assertFalse(full.refusesConnections());
  }

  @Test
  void asksForACollectionTwiceAMinuteWhileItRefuses() {
    used.set(50);
    heap.measure(0);
    assertEquals(0, collections.get());
    used.set(99);
    heap.measure(1);
    assertEquals(1, collections.get());
    heap.measure(TimeUnit.SECONDS.toNanos(29));
    assertEquals(1, collections.get());
    heap.measure(TimeUnit.SECONDS.toNanos(31));
    assertEquals(2, collections.get());
  }

  @Test
  void readsTheHeapOfThisProcess() {
    HeapPressure real = HeapPressure.ofProcess(50);
    real.measure(0);
    assertFalse(real.refusesPublishes());
    assertTrue(real.refused().isEmpty());
  }

  @Test
  void noneRefusesNothing() {
    HeapPressure.NONE.measure(0);
    assertEquals("", HeapPressure.NONE.refused());
  }
}
