package io.pipit.bridges.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what was dropped: the first one of a kind at once, then once a minute how many,
 * with the first and the last. Confined to the context of its bridge.
 */
final class DropReport {

  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(DropReport.class);

  private static final class Kind {
    private Instant told = Instant.MIN;
    private long count;
    private String first = "";
  }

  private final String bridge;
  private final Clock clock;
  private final Map<String, Kind> kinds = new HashMap<>();

  DropReport(String bridge, Clock clock) {
    this.bridge = bridge;
    this.clock = clock;
  }

  void dropped(String reason, String what) {
    Kind kind = kinds.computeIfAbsent(reason, none -> new Kind());
    kind.count++;
    if (kind.count == 1) {
      kind.first = what;
    }
    Instant now = clock.instant();
    if (kind.told.equals(Instant.MIN) || !now.isBefore(kind.told.plus(PAUSE))) {
      LOG.warn(
          "event=bridge.dropped bridge={} reason={} count={} first={} last={}",
          bridge,
          reason,
          kind.count,
          kind.first,
          what);
      kind.told = now;
      kind.count = 0;
    }
  }
}
