package io.pipit.pubsub;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a period is of which a node publishes what the numbers in its items came to. Periods
 * begin at whole minutes, hours and days of UTC.
 *
 * <p>Each period has a node of its own, which belongs to its source: {@code SOURCE/rollup/1m}.
 * Nobody else may create a node of such a name.
 */
public enum RollUpPeriod {
  MINUTE("1m", Duration.ofMinutes(1)),
  HOUR("1h", Duration.ofHours(1)),
  DAY("1d", Duration.ofDays(1));

  private static final String BETWEEN = "/rollup/";
  private static final int SUFFIX_LENGTH = BETWEEN.length() + 2;

  private final String wire;
  private final Duration length;

  RollUpPeriod(String wire, Duration length) {
    this.wire = wire;
    this.length = length;
  }

  public String wire() {
    return wire;
  }

  public static Optional<RollUpPeriod> ofWire(String word) {
    for (RollUpPeriod period : values()) {
      if (period.wire.equals(word)) {
        return Optional.of(period);
      }
    }
    return Optional.empty();
  }

  /** When the period began that a moment is in. */
  public Instant begin(Instant moment) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  /** The moment behind a period that began then. */
  public Instant end(Instant begin) {
    return begin.plus(length);
  }

  /** The node of the roll-ups of a source. */
  public String nodeOf(String source) {
    return source + BETWEEN + wire;
  }

  /** Whether a node is one of roll-ups. Asked for every request: cheap. */
  public static boolean isNode(String name) {
    int from = name.length() - SUFFIX_LENGTH;
    return from > 0
        && name.startsWith(BETWEEN, from)
        && ofWire(name.substring(from + BETWEEN.length())).isPresent();
  }

  /** The node that a node belongs to: the source of one of roll-ups, and itself for any other. */
  public static String ownerOf(String name) {
    return isNode(name) ? name.substring(0, name.length() - SUFFIX_LENGTH) : name;
  }
}
