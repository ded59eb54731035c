package io.pipit.broker.stream.sasl;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows guessing down. Any thread.
 *
 * <p>An account is made to wait only for the address that fails, so that nobody can lock somebody
 * else out; an address that fails with many accounts is refused as a whole. Both tables are
 * bounded: when full they forget whoever has not been seen for longest, which an attacker reaches
 * only from hundreds of addresses.
 */
final class FailureThrottle {

  private static final long WINDOW = TimeUnit.MINUTES.toNanos(10);
  private static final int FAILURES_OF_PAIR = 10;
  private static final long FIRST_DELAY = TimeUnit.SECONDS.toNanos(60);
  private static final long LONGEST_DELAY = TimeUnit.MINUTES.toNanos(15);
  private static final int FAILURES_OF_ADDRESS = 100;
  private static final long ADDRESS_DELAY = TimeUnit.MINUTES.toNanos(15);
  private static final int TABLE = 20_000;

  private record Pair(String account, String network) {}

  /** Failures of one key since the start of its window. Guarded by the throttle. */
  private static final class Failures {
    long windowStart;
    int count;
    long waitUntil;
    long lastDelay;

    Failures(long now) {
      windowStart = now;
      waitUntil = now;
    }
  }

  private final LongSupplier nanoClock;
  private final Map<Pair, Failures> pairs = bounded();
  private final Map<String, Failures> networks = bounded();

  FailureThrottle(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  synchronized boolean mustWait(String account, InetAddress address) {
    return waits(pairs.get(new Pair(account, Network.of(address)))) || refuses(address);
  }

  synchronized boolean refuses(InetAddress address) {
    return waits(networks.get(Network.of(address)));
  }

  /** Who has to wait for how long. */
  enum Waiting {
    ACCOUNT_FROM_ADDRESS,
    ADDRESS
  }

  /** Counts a failure, and says who has to wait from now on because of it. */
  synchronized Map<Waiting, Duration> failed(String account, InetAddress address) {
    Map<Waiting, Duration> waiting = new EnumMap<>(Waiting.class);
    long now = nanoClock.getAsLong();
    String network = Network.of(address);

    Failures pair = current(pairs, new Pair(account, network), now);
    pair.count++;
    if (pair.count >= FAILURES_OF_PAIR) {
      pair.lastDelay =
          pair.lastDelay == 0 ? FIRST_DELAY : Math.min(2 * pair.lastDelay, LONGEST_DELAY);
      pair.waitUntil = now + pair.lastDelay;
      waiting.put(Waiting.ACCOUNT_FROM_ADDRESS, Duration.ofNanos(pair.lastDelay));
    }

    Failures all = current(networks, network, now);
    all.count++;
    if (all.count >= FAILURES_OF_ADDRESS) {
      all.waitUntil = now + ADDRESS_DELAY;
      all.windowStart = all.waitUntil;
      all.count = 0;
      waiting.put(Waiting.ADDRESS, Duration.ofNanos(ADDRESS_DELAY));
    }
    return waiting;
  }

  synchronized void succeeded(String account, InetAddress address) {
    pairs.remove(new Pair(account, Network.of(address)));
  }

  private boolean waits(@Nullable Failures failures) {
    return failures != null && nanoClock.getAsLong() - failures.waitUntil < 0;
  }

  /** The failures in the window that is open; a new one ten minutes after it began or delayed. */
  private static <K> Failures current(Map<K, Failures> table, K key, long now) {
    Failures failures = table.computeIfAbsent(key, absent -> new Failures(now));
    boolean delayed = failures.waitUntil - failures.windowStart > 0;
    if (now - (delayed ? failures.waitUntil : failures.windowStart) > WINDOW) {
      failures = new Failures(now);
      table.put(key, failures);
    }
    return failures;
  }

  private static <K> Map<K, Failures> bounded() {
    return new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, Failures> eldest) {
        return size() > TABLE;
      }
    };
  }
}
