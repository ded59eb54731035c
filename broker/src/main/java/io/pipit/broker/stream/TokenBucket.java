package io.pipit.broker.stream;

import java.util.concurrent.TimeUnit;

/**
 * How much a client may send: a burst, and then a rate. What was read already cannot be given back,
 * so that the level may go below zero, and nothing is read until it is above again. Confined to its
 * connection.
 */
public final class TokenBucket {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long rate;
  private long burst;
  private long level;
  private long filledAt;

  public TokenBucket(StreamLimits.Share share, long now) {
    filledAt = now;
    limits(share);
  }

  /** Other limits from now on, with a full bucket. */
  public void limits(StreamLimits.Share share) {
    rate = share.inboundBytesPerSecond();
    burst = share.inboundBurstBytes();
    level = burst;
  }

  /**
   * Takes what was read.
   *
   * @param now in nanoseconds, as {@link System#nanoTime}
   * @return nanoseconds to wait before reading on, 0 for none
   */
  public long take(int bytes, long now) {
    level -= bytes;
    if (level >= 0) {
      return 0; // the clock matters only when the burst is used up
    }
    // At most the time that fills it up, so that the product cannot overflow.
    long elapsed = Math.min(now - filledAt, (burst - level) * SECOND / rate + SECOND);
    level = Math.min(burst, level + elapsed * rate / SECOND);
    filledAt = now;
    return level >= 0 ? 0 : -level * SECOND / rate + 1;
  }
}
