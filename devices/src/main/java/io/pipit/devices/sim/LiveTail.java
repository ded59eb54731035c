package io.pipit.devices.sim;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a live view of received items remembers: the newest items, and for each node its latest
 * value, last numbers and rate. Confined to its caller.
 *
 * <p>Bounded: {@value #MAX_LOG} items, {@value #MAX_NODES} nodes (items of further nodes are
 * counted and logged, without a line of their own), {@value #MAX_HISTORY} numbers for each node.
 */
final class LiveTail {

  static final int MAX_LOG = 200;
  static final int MAX_NODES = 200;
  static final int MAX_HISTORY = 120;

  private final Instant started;
  private final Map<String, NodeTail> nodes = new TreeMap<>();
  private final Deque<ReceivedItem> log = new ArrayDeque<>();
  private final RateWindow rate = new RateWindow();
  private long total;

  LiveTail(Instant started) {
    this.started = started;
  }

  /** One node of the view. */
  static final class NodeTail {
    private final String node;
    private final Deque<Double> history = new ArrayDeque<>();
    private final RateWindow rate = new RateWindow();
    private String latest = "";

    private NodeTail(String node) {
      this.node = node;
    }

    private void add(ReceivedItem item) {
      Optional<JsonObject> json = object(item.value());
      latest = json.map(LiveTail::describe).orElse(item.value());
      json.map(LiveTail::firstNumber)
          .orElseGet(() -> number(item.value()))
          .ifPresent(
              value -> {
                if (history.size() == MAX_HISTORY) {
                  history.removeFirst();
                }
                history.addLast(value);
              });
      rate.count(item.time());
    }

    String node() {
      return node;
    }

    /** The latest value, members of a JSON object as {@code name value}. */
    String latest() {
      return latest;
    }

    /** The last numbers, oldest first: of a JSON object the first numeric member. */
    Collection<Double> history() {
      return Collections.unmodifiableCollection(history);
    }

    double perSecond(Instant now) {
      return rate.perSecond(now);
    }
  }

  void add(ReceivedItem item) {
    total++;
    rate.count(item.time());
    if (log.size() == MAX_LOG) {
      log.removeLast();
    }
    log.addFirst(item);
    NodeTail known = nodes.get(item.node());
    if (known == null && nodes.size() < MAX_NODES) {
      known = new NodeTail(item.node());
      nodes.put(item.node(), known);
    }
    if (known != null) {
      known.add(item);
    }
  }

  Instant started() {
    return started;
  }

  long total() {
    return total;
  }

  double perSecond(Instant now) {
    return rate.perSecond(now);
  }

  /** In order of name, so that lines keep their places. */
  Collection<NodeTail> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /** Newest first. */
  Collection<ReceivedItem> log() {
    return Collections.unmodifiableCollection(log);
  }

  private static Optional<JsonObject> object(String value) {
    if (!value.startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonObject object = new JsonObject(value);
      // Telemetry has its values one level down, beside their time.
      return Optional.of(object.getValue("values") instanceof JsonObject values ? values : object);
    } catch (DecodeException notJson) {
      return Optional.empty();
    }
  }

  private static String describe(JsonObject object) {
    return object.stream()
        .map(member -> member.getKey() + " " + member.getValue())
        .collect(Collectors.joining("  "));
  }

  private static OptionalDouble firstNumber(JsonObject object) {
    return object.stream()
        .map(Map.Entry::getValue)
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .findFirst();
  }

  private static OptionalDouble number(String value) {
    return value.matches("[-+]?[0-9]{1,15}(\\.[0-9]{1,15})?")
        ? OptionalDouble.of(Double.parseDouble(value))
        : OptionalDouble.empty();
  }
}
