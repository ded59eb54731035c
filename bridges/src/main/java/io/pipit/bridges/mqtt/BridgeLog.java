package io.pipit.bridges.mqtt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What one bridge says in the log: each line has the members {@code event}, whose names are stable,
 * and {@code bridge}. Any thread.
 */
record BridgeLog(String bridge) {

  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** Something that belongs to the life of a bridge. */
  LoggingEventBuilder info(String event) {
    return of(LOG.atInfo(), event);
  }

  /** Something that an operator has to know. */
  LoggingEventBuilder warn(String event) {
    return of(LOG.atWarn(), event);
  }

  /** Something of the end of a connection, which tells itself. */
  void debug(String what, Throwable why) {
    of(LOG.atDebug(), "bridge.lost").addKeyValue("err", why.toString()).log(what);
  }

  private LoggingEventBuilder of(LoggingEventBuilder line, String event) {
    return line.addKeyValue("event", event).addKeyValue("bridge", bridge);
  }
}
