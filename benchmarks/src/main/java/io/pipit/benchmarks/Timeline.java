package io.pipit.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiPredicate;

/**
 * The longest of some durations in each tenth of a second, so that it can be told afterwards what
 * else went on then. One thread notes, any thread reads.
 */
final class Timeline {

  private static final int SLOT_MILLIS = 100;

  private final long firstMillis = System.currentTimeMillis();
  private final AtomicLongArray longest;

  /**
   * @param seconds that are kept, from now; what ends later is left out
   */
  Timeline(int seconds) {
    longest = new AtomicLongArray(seconds * (1_000 / SLOT_MILLIS));
  }

  /** Something ends now that took so long. */
  void ended(long nanos) {
    int slot = slot(System.currentTimeMillis());
    if (slot < longest.length() && longest.get(slot) < nanos) {
      longest.set(slot, nanos);
    }
  }

  private int slot(long millis) {
    return (int) Math.max(0, (millis - firstMillis) / SLOT_MILLIS);
  }

  /**
   * The longest that ended between two times.
   *
   * @param counts whether a duration counts, by the milliseconds of its begin and its end
   */
  long longest(long fromMillis, long toMillis, BiPredicate<Long, Long> counts) {
    long found = 0;
    int last = Math.min(slot(toMillis), longest.length() - 1);
    for (int slot = slot(fromMillis); slot <= last; slot++) {
      long nanos = longest.get(slot);
      long end = firstMillis + (long) (slot + 1) * SLOT_MILLIS;
      if (nanos > found && counts.test(end - SLOT_MILLIS - nanos / 1_000_000, end)) {
        found = nanos;
      }
    }
    return found;
  }
}
