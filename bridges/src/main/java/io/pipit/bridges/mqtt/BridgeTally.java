package io.pipit.bridges.mqtt;

import io.pipit.bridges.mqtt.BridgeMetrics.Direction;
import io.pipit.bridges.mqtt.BridgeTraffic.LastDrop;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What has become of the messages of a bridge since it was made, and what the log is told of those
 * that are lost ({@code bridge.drop}). Confined to the context of its bridge.
 */
final class BridgeTally {

  /** What the broker will not take; not among what was dropped here. */
  static final String REFUSED = "refused";

  /** One kind of drop. */
  private record Kind(Direction direction, String reason) {}

  private final Clock clock;
  private final BridgeLog log;
  private final Instant since;
  private final Map<Direction, Map<String, Long>> dropped = new EnumMap<>(Direction.class);
  private final Map<String, Kind> kinds = new TreeMap<>();
  private final Recurring<String> told;
  private long published;
  private long delivered;
  private @Nullable LastDrop lastDrop;

  BridgeTally(BridgeLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
    since = clock.instant();
    told = new Recurring<>(clock, this::tell);
    for (Direction each : Direction.values()) {
      dropped.put(each, new TreeMap<>());
    }
  }

  /** A message of the broker was stored, or was here already. */
  void published() {
    published++;
  }

  /** The broker has a message, and took it. */
  void delivered() {
    delivered++;
  }

  /**
   * One message is lost.
   *
   * @param what of it the log tells: node and id of an item, the topic of a message; empty when not
   *     known
   */
  void dropped(Direction direction, String reason, String what) {
    dropped(direction, reason, 1, what, what);
  }

  /** So many are lost, from the first to the last. */
  void dropped(Direction direction, String reason, long count, String first, String last) {
    of(direction).merge(reason, count, Long::sum);
    lastDrop = new LastDrop(clock.instant(), direction, reason, last);
    String key = direction.word() + " " + reason;
    kinds.putIfAbsent(key, new Kind(direction, reason));
    told.happened(key, count, first, last);
  }

  private void tell(String key, long count, String first, String last) {
    Kind kind = kinds.get(key);
    if (kind == null) {
      return;
    }
    LoggingEventBuilder line =
        log.warn("bridge.drop")
            .addKeyValue("direction", kind.direction().word())
            .addKeyValue("reason", kind.reason())
            .addKeyValue("count", count);
    if (!first.isEmpty()) {
      line = line.addKeyValue("first", first).addKeyValue("last", last);
    }
    line.log("messages were lost; the same is told once a minute");
  }

  /** Called every second or so. */
  void look() {
    told.look();
  }

  /** The bridge ends. */
  void end() {
    told.end();
  }

  private Map<String, Long> of(Direction direction) {
    return Objects.requireNonNull(dropped.get(direction));
  }

  BridgeTraffic traffic() {
    Map<String, Long> out = new TreeMap<>(of(Direction.OUT));
    Long refused = out.remove(REFUSED);
    return new BridgeTraffic(
        since,
        published,
        of(Direction.IN),
        delivered,
        refused == null ? 0 : refused,
        out,
        lastDrop);
  }
}
