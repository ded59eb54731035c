package io.pipit.benchmarks;

import java.util.HashSet;
import java.util.Set;

/** What one receiver got of messages that are numbered from 0: what is missing, double or late. */
final class Sequence {

  private final Set<Long> missing = new HashSet<>();
  private long next;
  private long duplicates;
  private long outOfOrder;

  /**
   * @return whether it came for the first time
   */
  boolean arrived(long number) {
    if (number == next) {
      next++;
    } else if (number > next) {
      while (next < number) {
        missing.add(next++);
      }
      next++;
    } else if (missing.remove(number)) {
      outOfOrder++;
    } else {
      duplicates++;
      return false;
    }
    return true;
  }

  /**
   * @param sent how many there were
   */
  long lost(long sent) {
    return missing.size() + sent - next;
  }

  long duplicates() {
    return duplicates;
  }

  long outOfOrder() {
    return outOfOrder;
  }
}
