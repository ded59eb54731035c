package io.pipit.bridges.mqtt;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: decorrelated jitter, a time at random between the base
 * and three times the last wait, no longer than the cap. Many bridges that lost one broker so do
 * not come back together. Confined to the context of its bridge.
 */
final class Backoff {

  private static final int GROWTH = 3;

  private final BackoffOptions options;
  private final RandomGenerator random;
  private long lastMillis;

  Backoff(BackoffOptions options, RandomGenerator random) {
    this.options = options;
    this.random = random;
    reset();
  }

  Duration next() {
    long base = Math.max(1, options.base().toMillis());
    long cap = Math.max(base, options.cap().toMillis());
    long most = Math.min(cap, lastMillis * GROWTH);
    lastMillis = most <= base ? base : random.nextLong(base, most + 1);
    return Duration.ofMillis(lastMillis);
  }

  /** A connection was stable. */
  void reset() {
    lastMillis = Math.max(1, options.base().toMillis());
  }
}
