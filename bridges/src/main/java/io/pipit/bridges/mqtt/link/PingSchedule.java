package io.pipit.bridges.mqtt.link;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When Paho looks whether the broker is still there. Its own sender looks once in each keepalive,
 * so that a dead link lasts two of them or more: here a ping is sent an eighth late at most, and
 * the broker has something over a third for its answer, which is within 1.5 together. Confined to
 * the threads of Paho.
 */
final class PingSchedule {

  private static final int LOOKS = 8;
  private static final double ANSWER = 0.36;

  private final ScheduledExecutorService threads;

  PingSchedule(ScheduledExecutorService threads) {
    this.threads = threads;
  }

  /**
   * Looks again.
   *
   * @param wished what Paho would wait: a whole keepalive when it has sent a ping
   */
  void next(Runnable look, long keepaliveMillis, long wished) {
    boolean pinged = wished >= keepaliveMillis;
    long delay =
        pinged
            ? (long) (keepaliveMillis * ANSWER)
            : Math.min(wished, Math.max(1, keepaliveMillis / LOOKS));
    try {
      Future<?> unused = threads.schedule(look, delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // The link has ended, and nobody is to be looked after.
    }
  }
}
