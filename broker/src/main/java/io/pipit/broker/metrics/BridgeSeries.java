package io.pipit.broker.metrics;

import io.pipit.bridges.mqtt.BridgeMetrics;
import io.pipit.bridges.mqtt.BridgeState;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.SimpleCollector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What bridges report, by their names in the configuration: the label {@code bridge} takes no other
 * values. Any thread.
 */
public final class BridgeSeries {

  private final Gauge up;
  private final Gauge state;
  private final Counter connects;
  private final Counter messages;
  private final Counter bytes;
  private final Gauge bufferItems;
  private final Gauge bufferBytes;
  private final Gauge bufferOldest;
  private final Counter dropped;
  private final Counter duplicates;
  private final Counter loops;
  private final Gauge inflight;
  private final Histogram acknowledged;
  private final Counter mapErrors;

  private final Map<String, One> bridges = new ConcurrentHashMap<>();

  BridgeSeries(CollectorRegistry registry, double[] latencies) {
    up = gauge(registry, "up", "1 while the bridge is connected.");
    state = gauge(registry, "state", "1 for the state that the bridge is in.", "state");
    connects = counter(registry, "connects", "Connections that were tried.", "result");
    messages = counter(registry, "messages", "Messages dealt with.", "direction", "result");
    bytes = counter(registry, "bytes", "Bytes of their payloads.", "direction");
    bufferItems = gauge(registry, "buffer_items", "Messages that wait for the broker.");
    bufferBytes = gauge(registry, "buffer_bytes", "Bytes of those.");
    bufferOldest = gauge(registry, "buffer_oldest_seconds", "How long the oldest of them waits.");
    dropped = counter(registry, "dropped", "Messages that were lost.", "reason");
    duplicates = counter(registry, "duplicates", "Messages that came again.");
    loops = counter(registry, "loops", "Messages that came back to where they began.");
    inflight = gauge(registry, "inflight", "Messages without acknowledgement of the broker.");
    acknowledged =
        Histogram.build("pipit_bridge_ack_seconds", "From a message to its acknowledgement.")
            .labelNames("bridge")
            .buckets(latencies)
            .withoutExemplars()
            .register(registry);
    mapErrors = counter(registry, "map_errors", "Messages that could not be mapped.", "reason");
  }

  private static Gauge gauge(
      CollectorRegistry registry, String name, String help, String... labels) {
    return Gauge.build("pipit_bridge_" + name, help).labelNames(with(labels)).register(registry);
  }

  private static Counter counter(
      CollectorRegistry registry, String name, String help, String... labels) {
    return Counter.build("pipit_bridge_" + name, help)
        .labelNames(with(labels))
        .withoutExemplars()
        .register(registry);
  }

  private static String[] with(String... labels) {
    String[] all = new String[labels.length + 1];
    all[0] = "bridge";
    System.arraycopy(labels, 0, all, 1, labels.length);
    return all;
  }

  /** Where a bridge reports. The same again for the same name. */
  public BridgeMetrics of(String bridge) {
    return bridges.computeIfAbsent(bridge, One::new);
  }

  /** The state that a bridge has reported last. */
  public BridgeState state(String bridge) {
    One one = bridges.get(bridge);
    return one == null ? BridgeState.DOWN : one.last;
  }

  /** Nothing is told any more of a bridge that is gone. */
  public void remove(String bridge) {
    One gone = bridges.remove(bridge);
    if (gone != null) {
      gone.used.forEach(Series::remove);
    }
  }

  /** A child of a family. */
  private record Series(SimpleCollector<?> family, List<String> labels) {

    void remove() {
      family.remove(labels.toArray(String[]::new));
    }
  }

  private final class One implements BridgeMetrics {

    private final String bridge;
    private final Set<Series> used = ConcurrentHashMap.newKeySet();
    private volatile BridgeState last = BridgeState.DOWN;

    One(String bridge) {
      this.bridge = bridge;
      // So that all series of a bridge without labels of their own are there from the start.
      state(BridgeState.DOWN);
      buffer(0, 0, 0);
      inflight(0);
      of(duplicates).inc(0);
      of(loops).inc(0);
      of(acknowledged);
      for (Direction direction : Direction.values()) {
        of(bytes, direction.word()).inc(0);
      }
    }

    private <C> C of(SimpleCollector<C> family, String... labels) {
      String[] all = new String[labels.length + 1];
      all[0] = bridge;
      System.arraycopy(labels, 0, all, 1, labels.length);
      used.add(new Series(family, List.of(all)));
      return family.labels(all);
    }

    @Override
    public void state(BridgeState now) {
      last = now;
      of(up).set(now == BridgeState.UP ? 1 : 0);
      for (BridgeState each : BridgeState.values()) {
        of(state, each.word()).set(each == now ? 1 : 0);
      }
    }

    @Override
    public void connected(String result) {
      of(connects, result).inc();
    }

    @Override
    public void message(Direction direction, String result, long payload) {
      of(messages, direction.word(), result).inc();
      of(bytes, direction.word()).inc((double) payload);
    }

    @Override
    public void buffer(int items, long waiting, double oldestSeconds) {
      of(bufferItems).set(items);
      of(bufferBytes).set((double) waiting);
      of(bufferOldest).set(oldestSeconds);
    }

    @Override
    public void dropped(String reason, long count) {
      of(dropped, reason).inc((double) count);
    }

    @Override
    public void duplicate() {
      of(duplicates).inc();
    }

    @Override
    public void loop() {
      of(loops).inc();
    }

    @Override
    public void inflight(int waiting) {
      of(inflight).set(waiting);
    }

    @Override
    public void acknowledged(double seconds) {
      of(acknowledged).observe(seconds);
    }

    @Override
    public void mapError(String reason) {
      of(mapErrors, reason).inc();
    }
  }
}
