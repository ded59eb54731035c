package io.pipit.broker.durability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Counts what was acknowledged, and collects what should not have happened. Any thread. */
final class Tally {

  private final List<String> unexpected = new ArrayList<>();
  private long acknowledged;

  synchronized void acknowledged() {
    acknowledged++;
    notifyAll();
  }

  synchronized void unexpected(String what) {
    unexpected.add(what);
    notifyAll();
  }

  synchronized long count() {
    return acknowledged;
  }

  synchronized List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  /** Waits until so many were acknowledged, or something went wrong, or time is up. */
  synchronized void await(long count, long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (acknowledged < count && unexpected.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        unexpected.add("only " + acknowledged + " of " + count + " acknowledged in time");
        return;
      }
      wait(left);
    }
  }
}
