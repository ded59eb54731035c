package io.pipit.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the driver that only sleeps, a millisecond at a time: what it oversleeps is what the
 * machine, or the driver's own JVM, does to everybody.
 */
final class StandStill implements AutoCloseable {

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Timeline timeline;
  private final Thread thread = new Thread(this::run, "stand-still");
  private volatile boolean ended;

  /**
   * @param timeline is told by how much each sleep was too long
   */
  StandStill(Timeline timeline) {
    this.timeline = timeline;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!ended) {
      long since = System.nanoTime();
      LockSupport.parkNanos(STEP_NANOS);
      timeline.ended(System.nanoTime() - since - STEP_NANOS);
    }
  }

  @Override
  public void close() {
    ended = true;
  }
}
