package io.pipit.broker.stream;

import io.pipit.broker.stream.StreamMetrics.Refusal;
import io.pipit.broker.stream.sasl.Network;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there are from where, through all doors that share it. Any thread. Holds one
 * entry per connected address.
 */
public final class ConnectionCounts {

  private final StreamLimits.Connections limits;
  private final AtomicInteger unauthenticated = new AtomicInteger();
  private final Map<String, Integer> unauthenticatedFrom = new ConcurrentHashMap<>();
  private final Map<String, Integer> authenticatedFrom = new ConcurrentHashMap<>();

  public ConnectionCounts(StreamLimits.Connections limits) {
    this.limits = limits;
  }

  /** One more connection; when it is refused it is not counted. */
  public Optional<Refusal> accepted(InetAddress address) {
    if (unauthenticated.incrementAndGet() > limits.unauthenticated()) {
      unauthenticated.decrementAndGet();
      return Optional.of(Refusal.TOO_MANY);
    }
    int most = limitFor(address, limits.unauthenticatedPerAddress());
    if (!add(unauthenticatedFrom, address, most)) {
      unauthenticated.decrementAndGet();
      return Optional.of(Refusal.TOO_MANY_FROM_ADDRESS);
    }
    return Optional.empty();
  }

  /** A counted connection has authenticated; false when there are too many of those. */
  public boolean authenticated(InetAddress address) {
    if (!add(authenticatedFrom, address, limitFor(address, limits.authenticatedPerAddress()))) {
      return false;
    }
    unauthenticated.decrementAndGet();
    remove(unauthenticatedFrom, address);
    return true;
  }

  /** A counted connection is gone. */
  public void closed(InetAddress address, boolean wasAuthenticated) {
    if (wasAuthenticated) {
      remove(authenticatedFrom, address);
    } else {
      unauthenticated.decrementAndGet();
      remove(unauthenticatedFrom, address);
    }
  }

  /** Connections that are counted as not authenticated, in all. */
  public int unauthenticated() {
    return unauthenticated.get();
  }

  private int limitFor(InetAddress address, int perAddress) {
    return limits.exempt().test(address) ? Integer.MAX_VALUE : perAddress;
  }

  private static boolean add(Map<String, Integer> counts, InetAddress address, int most) {
    boolean[] added = {false};
    counts.compute(
        Network.of(address),
        (network, before) -> {
          int now = before == null ? 0 : before;
          added[0] = now < most;
          return added[0] ? Integer.valueOf(now + 1) : before;
        });
    return added[0];
  }

  private static void remove(Map<String, Integer> counts, InetAddress address) {
    counts.computeIfPresent(Network.of(address), (network, now) -> now == 1 ? null : now - 1);
  }
}
