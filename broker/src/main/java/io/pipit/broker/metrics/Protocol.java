package io.pipit.broker.metrics;

/** The door that a connection, a publish or a notification uses; label {@code protocol}. */
public enum Protocol {
  XMPP,
  MQTT,
  HTTP,
  BRIDGE
}
