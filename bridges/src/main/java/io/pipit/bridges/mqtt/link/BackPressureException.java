package io.pipit.bridges.mqtt.link;

/** No more messages can be on their way to the broker now; nothing was lost. */
public final class BackPressureException extends Exception {
  private static final long serialVersionUID = 1;

  BackPressureException() {
    super("too many messages are on their way to the broker", null, false, false);
  }
}
