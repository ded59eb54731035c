package io.pipit.broker.module;

import io.pipit.broker.stream.sasl.Network;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * How often an address may register (security: in-band registration). Any thread.
 *
 * <p>Counts per network in windows that begin with its first attempt. The number of networks is
 * bounded: when it is reached and none is past its window, unknown ones are refused.
 */
final class RegistrationThrottle {

  static final int NETWORKS = 10_000;
  private static final long WINDOW_MILLIS = Duration.ofHours(1).toMillis();

  private final int attempts;
  private final Predicate<InetAddress> exempt;
  private final Clock clock;
  private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

  RegistrationThrottle(int attempts, Predicate<InetAddress> exempt, Clock clock) {
    this.attempts = attempts;
    this.exempt = exempt;
    this.clock = clock;
  }

  /** Counts an attempt; whether it may be made. */
  boolean admits(InetAddress address) {
    if (exempt.test(address)) {
      return true;
    }
    long now = clock.millis();
    String network = Network.of(address);
    if (windows.size() >= NETWORKS && !windows.containsKey(network)) {
      windows.values().removeIf(window -> window.isOver(now));
      if (windows.size() >= NETWORKS) {
        return false;
      }
    }
    return windows.compute(
                network,
                (same, window) ->
                    window == null || window.isOver(now)
                        ? new Window(now, 1)
                        : new Window(window.since, Math.min(window.used, attempts) + 1))
            .used
        <= attempts;
  }

  private record Window(long since, int used) {
    boolean isOver(long now) {
      return now - since >= WINDOW_MILLIS;
    }
  }
}
