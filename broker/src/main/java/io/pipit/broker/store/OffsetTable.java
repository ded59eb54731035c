package io.pipit.broker.store;

import java.util.Arrays;

/**
 * Where the records of one segment stand: the offset of about every {@value #STEP}th, so that a
 * record is found by reading a few others. One thread adds, any thread looks up.
 */
final class OffsetTable {

  /** Positions from one entry to the next, unless a repair gave up many at once. */
  static final int STEP = 16;

  private final long first;

  /** Pairs of position, counted from {@link #first}, and offset, both growing. */
  private volatile int[] entries;

  /** Numbers in {@link #entries} that are valid; written after them. */
  private volatile int used;

  /**
   * An empty table.
   *
   * @param first position of the segment's first record
   */
  OffsetTable(long first) {
    this(first, new int[64], 0);
  }

  private OffsetTable(long first, int[] entries, int used) {
    this.first = first;
    this.entries = entries;
    this.used = used;
  }

  /** The next record of the segment. */
  void add(long position, long offset) {
    long distance = position - first;
    int count = used;
    int[] current = entries;
    if (distance > Integer.MAX_VALUE || (count > 0 && distance - current[count - 2] < STEP)) {
      return;
    }
    if (count == current.length) {
      current = Arrays.copyOf(current, 2 * count);
      entries = current;
    }
    current[count] = (int) distance;
    current[count + 1] = (int) offset;
    used = count + 2;
  }

  /** Forgets this position and those behind it, which were cut off. For who adds. */
  void cut(long position) {
    int count = used;
    while (count > 0 && first + entries[count - 2] >= position) {
      count -= 2;
    }
    used = count;
  }

  /** The offset of a record at or before this position, from which it is found by going on. */
  long floor(long position) {
    int low = 0;
    int high = used / 2 - 1;
    int[] current = entries;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (first + current[2 * middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? LogFormat.SEGMENT_HEADER_BYTES : current[2 * low + 1];
  }
}
