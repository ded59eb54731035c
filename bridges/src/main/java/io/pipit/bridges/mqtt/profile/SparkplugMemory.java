package io.pipit.bridges.mqtt.profile;

import io.pipit.bridges.mqtt.profile.SparkplugPayload.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What births of Sparkplug B have said. It weighs what it holds, about in bytes; when that is too
 * much, the edge nodes that were silent for longest are forgotten. Confined to its profile.
 */
final class SparkplugMemory {

  /** So much is remembered for one bridge. */
  static final long MOST_WEIGHT = 64L * 1024 * 1024;

  /** An edge node is asked for a rebirth no sooner than this after the last time. */
  static final Duration ASK_PACE = Duration.ofMinutes(1);

  private static final long EDGE_WEIGHT = 512;
  private static final long METRIC_WEIGHT = 256;
  private static final int SEQUENCES = 256;

  private final long mostWeight;
  private long weight;

  /** By group and name, the one that was silent for longest first. */
  private final Map<String, EdgeNode> edges = new LinkedHashMap<>(16, 0.75f, true);

  SparkplugMemory(long mostWeight) {
    this.mostWeight = mostWeight;
  }

  /** The names and types of the metrics of a birth. Immutable. */
  static final class Names {

    static final Names NONE = new Names(List.of());

    private final Map<String, SparkplugType> types = new LinkedHashMap<>();
    private final Map<Long, String> aliases = new HashMap<>();

    Names(List<Metric> birth) {
      for (Metric metric : birth) {
        if (metric.name() != null) {
          types.put(metric.name(), metric.type() == null ? SparkplugType.UNKNOWN : metric.type());
          if (metric.alias() != null) {
            aliases.put(metric.alias(), metric.name());
          }
        }
      }
    }

    /** In the order of the birth. */
    Map<String, SparkplugType> types() {
      return types;
    }

    /** Its own name, or the one that its alias stands for. */
    @Nullable String name(Metric metric) {
      return metric.name() != null || metric.alias() == null
          ? metric.name()
          : aliases.get(metric.alias());
    }

    /** Its own type, or that of its birth. */
    SparkplugType type(Metric metric) {
      if (metric.type() != null) {
        return metric.type();
      }
      String name = name(metric);
      return name == null ? SparkplugType.UNKNOWN : types.getOrDefault(name, SparkplugType.UNKNOWN);
    }

    /** Whether the birth had that metric. */
    boolean has(Metric metric) {
      String name = name(metric);
      return name != null && types.containsKey(name);
    }

    long weight() {
      long sum = 0;
      for (String name : types.keySet()) {
        sum += METRIC_WEIGHT + 2L * name.length();
      }
      return sum;
    }
  }

  /** One edge node. */
  static final class EdgeNode {
    private long weight = EDGE_WEIGHT;
    private boolean isBorn;
    private @Nullable Long bdSeq;
    private @Nullable Integer last;
    private @Nullable Instant asked;

    /** Of its devices by name, its own by the empty one. */
    private final Map<String, Names> names = new HashMap<>();

    void born(@Nullable Long bdSeq, @Nullable Long seq) {
      isBorn = true;
      this.bdSeq = bdSeq;
      last = seq == null ? null : (int) Math.floorMod(seq, (long) SEQUENCES);
    }

    /** Its births count no more; what they named is still known, for deaths that come again. */
    void died() {
      isBorn = false;
      last = null;
    }

    boolean isBorn() {
      return isBorn;
    }

    @Nullable Long bdSeq() {
      return bdSeq;
    }

    Optional<Names> names(String device) {
      return Optional.ofNullable(names.get(device));
    }

    Set<String> devices() {
      Set<String> devices = new TreeSet<>(names.keySet());
      devices.remove("");
      return devices;
    }

    /** Whether a message is the next one, or the last one again. */
    boolean follow(@Nullable Long seq, boolean duplicate) {
      if (seq == null || last == null) {
        return true;
      }
      int now = (int) Math.floorMod(seq, (long) SEQUENCES);
      boolean isNext = now == (last + 1) % SEQUENCES || (duplicate && now == last);
      last = now;
      return isNext;
    }

    /** Whether it may be asked for a rebirth, which it then is. */
    boolean mayAsk(Instant now) {
      if (asked != null && now.isBefore(asked.plus(ASK_PACE))) {
        return false;
      }
      asked = now;
      return true;
    }
  }

  /** The edge node of that name, which is the last one to be forgotten. */
  EdgeNode edge(String key) {
    EdgeNode known = edges.get(key);
    if (known != null) {
      return known;
    }
    EdgeNode edge = new EdgeNode();
    edge.weight += 2L * key.length();
    edges.put(key, edge);
    weigh(edge.weight);
    return edge;
  }

  /** A birth of an edge node, or of the device of it that is named, has these metrics. */
  void names(EdgeNode edge, String device, List<Metric> birth) {
    if (device.isEmpty()) {
      edge.devices().forEach(born -> forget(edge, born));
    }
    forget(edge, device);
    Names names = new Names(birth);
    edge.names.put(device, names);
    grow(edge, weight(device, names));
  }

  /** A device is gone. */
  void forget(EdgeNode edge, String device) {
    Names names = edge.names.remove(device);
    if (names != null) {
      grow(edge, -weight(device, names));
    }
  }

  private static long weight(String device, Names names) {
    return METRIC_WEIGHT + 2L * device.length() + names.weight();
  }

  private void grow(EdgeNode edge, long more) {
    edge.weight += more;
    weigh(more);
  }

  /** The one that is weighed is the last to go: it may be too much alone. */
  private void weigh(long more) {
    weight += more;
    Iterator<EdgeNode> eldest = edges.values().iterator();
    while (weight > mostWeight && eldest.hasNext()) {
      weight -= eldest.next().weight;
      eldest.remove();
    }
  }

  /** What is remembered weighs so much. */
  long weight() {
    return weight;
  }
}
