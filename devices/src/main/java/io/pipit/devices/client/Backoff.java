package io.pipit.devices.client;

import java.time.Duration;
import java.util.Random;

/**
 * How long to wait before the next try: between the base and three times the last wait, at most the
 * cap ("decorrelated jitter"), so that a fleet does not come back in one moment. Confined to its
 * caller.
 */
final class Backoff {

  private final long baseMillis;
  private final long capMillis;
  private final Random random;
  private long lastMillis;

  Backoff(Duration base, Duration cap, Random random) {
    this.baseMillis = base.toMillis();
    this.capMillis = cap.toMillis();
    this.random = random;
    this.lastMillis = baseMillis;
  }

  long nextMillis() {
    double span = 3.0 * lastMillis - baseMillis;
    lastMillis = Math.min(capMillis, baseMillis + (long) (random.nextDouble() * span));
    return lastMillis;
  }

  /** A connection has worked: the next wait is short again. */
  void reset() {
    lastMillis = baseMillis;
  }
}
