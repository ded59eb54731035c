package io.pipit.broker.queue;

/** Whose queue it is, as its name says. */
public enum QueueKind {
  /** The session of a client of MQTT. */
  MQTT("mqtt/"),
  /** Of which several clients have the items in turn. */
  SHARED("share/"),
  /** What a bridge has to send. */
  BRIDGE("bridge/"),
  /** Any other. */
  OTHER("");

  private final String beginning;

  QueueKind(String beginning) {
    this.beginning = beginning;
  }

  /** The kind of a queue of that name. */
  public static QueueKind of(String name) {
    for (QueueKind kind : values()) {
      if (name.startsWith(kind.beginning)) {
        return kind;
      }
    }
    throw new AssertionError(name);
  }
}
