package io.pipit.broker.metrics;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whether the event loops still turn: each has a timer, and who is late is seen. Any thread.
 *
 * <p>One small verticle for each loop; Vert.x gives verticles to its loops in turn.
 */
public final class EventLoopWatch {

  private static final long BEAT_MILLIS = 250;

  private final List<Beat> beats;

  private EventLoopWatch(List<Beat> beats) {
    this.beats = beats;
  }

  /**
   * Starts a timer on each event loop.
   *
   * @param loops the size of the event loop pool
   */
  public static Future<EventLoopWatch> start(Vertx vertx, int loops, BrokerMetrics metrics) {
    List<Beat> beats = Stream.generate(() -> new Beat(metrics)).limit(loops).toList();
    var next = beats.iterator();
    return vertx
        .deployVerticle(next::next, new DeploymentOptions().setInstances(loops))
        .map(deployment -> new EventLoopWatch(beats));
  }

  /** Whether each loop has run its timer within that time, which is a second at the least. */
  public boolean turnsWithin(Duration silence) {
    long now = System.nanoTime();
    return beats.stream().allMatch(beat -> now - beat.lastNanos <= silence.toNanos());
  }

  /** The timer of one loop. Written by that loop, read by any thread. */
  private static final class Beat extends VerticleBase {

    private final BrokerMetrics metrics;
    private volatile long lastNanos = System.nanoTime();

    Beat(BrokerMetrics metrics) {
      this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
      lastNanos = System.nanoTime();
      vertx.setPeriodic(BEAT_MILLIS, timer -> beat());
      return Future.succeededFuture();
    }

    private void beat() {
      long now = System.nanoTime();
      long late = now - lastNanos - TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS);
      lastNanos = now;
      metrics.eventLoopLag(Math.max(0, late));
    }
  }
}
