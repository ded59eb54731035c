package io.pipit.devices.sim;

import java.time.Instant;

/** Events each second over the last ten full seconds. Confined to its caller. */
final class RateWindow {

  private static final int SECONDS = 10;

  /** One slot for each second of the window and one for the second that runs. */
  private final long[] counts = new long[SECONDS + 1];

  private long newest = Long.MIN_VALUE;
  private long first;

  void count(Instant time) {
    long second = time.getEpochSecond();
    if (newest == Long.MIN_VALUE) {
      first = second;
      newest = second;
    }
    forget(second);
    // A clock that was set back counts into the newest second.
    counts[slot(newest)]++;
  }

  /** In the first second, what was counted so far. */
  double perSecond(Instant now) {
    if (newest == Long.MIN_VALUE) {
      return 0;
    }
    forget(now.getEpochSecond());
    long full = Math.min(SECONDS, newest - first);
    if (full == 0) {
      return counts[slot(newest)];
    }
    long sum = 0;
    for (long second = newest - full; second < newest; second++) {
      sum += counts[slot(second)];
    }
    return (double) sum / full;
  }

  private void forget(long second) {
    for (long empty = Math.max(newest + 1, second - SECONDS); empty <= second; empty++) {
      counts[slot(empty)] = 0;
    }
    newest = Math.max(newest, second);
  }

  private int slot(long second) {
    return Math.floorMod(second, counts.length);
  }
}
