package io.pipit.broker.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of the log is cleaned at a time. */
class CleanerTest {

  private static final long SEGMENT = 64;

  @Test
  void aLogOfWhichHalfIsOfUseIsLeftAlone() {
    assertEquals(0, Cleaner.segments(20, 2_000, 1_000, 5_000));
    assertEquals(0, Cleaner.segments(4, 2_000, 10, 5_000));
  }

  @Test
  void noMoreIsCleanedThanTwiceWhatWasAppended() {
    assertEquals(3, Cleaner.segments(99, 100 * SEGMENT, 0, SEGMENT));
    assertEquals(99, Cleaner.segments(99, 100 * SEGMENT, 0, 1_000 * SEGMENT));
  }

  /** Each checkpoint that comes late, since it is large, makes the log grow by more segments. */
  @ParameterizedTest(name = "{0} segments appended between checkpoints, {1} % of the live is quiet")
  @CsvSource({"1, 0", "1, 80", "4, 50", "16, 0", "16, 50", "16, 80", "40, 90"})
  void theLogDoesNotOutgrowTheCleaning(int appended, int quiet) {
    int live = 100;
    Deque<Double> log = new ArrayDeque<>(); // of each segment, how much of it is quiet
    for (int i = 0; i < live; i++) {
      log.add(quiet / 100.0);
    }
    double copied = 0;
    for (int checkpoint = 0; checkpoint < 500; checkpoint++) {
      for (int i = 0; i < appended; i++) {
        log.add(0.0);
      }
      int segments =
          Cleaner.segments(
              log.size() - 1,
              log.size() * SEGMENT,
              live * SEGMENT,
              (long) ((appended + copied) * SEGMENT));
      if (segments > 0) {
        copied = 0;
      }
      for (int i = 0; i < segments; i++) {
        copied += log.remove();
      }
      for (double left = copied; left > 0; left--) {
        log.add(Math.min(1, left));
      }
      int bound = 2 * live + 12 * appended + 10;
      assertTrue(log.size() <= bound, log.size() + " segments, " + checkpoint);
    }
  }
}
