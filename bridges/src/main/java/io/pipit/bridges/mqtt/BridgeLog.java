package io.pipit.bridges.mqtt;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What one bridge says in the log: each line has the members {@code event}, whose names are stable,
 * and {@code bridge}. Confined to the context of the bridge.
 */
final class BridgeLog {

  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /**
   * A warning.
   *
   * @param members names and values in turn
   */
  private record Warning(String event, String text, List<String> members) {}

  private final String bridge;
  private final Recurring<Warning> warnings;

  BridgeLog(String bridge, Clock clock) {
    this.bridge = bridge;
    warnings = new Recurring<>(clock, this::tell);
  }

  /** Something that belongs to the life of a bridge. */
  LoggingEventBuilder info(String event) {
    return of(LOG.atInfo(), event);
  }

  /** Something that an operator has to know, and that does not come again and again. */
  LoggingEventBuilder warn(String event) {
    return of(LOG.atWarn(), event);
  }

  /**
   * The same for what may: the same warning is told once a minute, with its count.
   *
   * @param members names and values in turn
   */
  void warnOften(String event, String text, String... members) {
    Warning warning = new Warning(event, text, List.of(members));
    warnings.happened(event + " " + String.join(" ", members), 1, warning, warning);
  }

  private void tell(String kind, long count, Warning first, Warning last) {
    LoggingEventBuilder line = warn(last.event());
    for (int i = 0; i + 1 < last.members().size(); i += 2) {
      line = line.addKeyValue(last.members().get(i), last.members().get(i + 1));
    }
    line.addKeyValue("count", count).log(last.text());
  }

  /** Called every second or so. */
  void look() {
    warnings.look();
  }

  /** The bridge ends. */
  void end() {
    warnings.end();
  }

  /** Something of the end of a connection, which tells itself. */
  void debug(String what, Throwable why) {
    of(LOG.atDebug(), "bridge.lost").addKeyValue("err", why.toString()).log(what);
  }

  private LoggingEventBuilder of(LoggingEventBuilder line, String event) {
    return line.addKeyValue("event", event).addKeyValue("bridge", bridge);
  }
}
