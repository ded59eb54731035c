package io.pipit.pubsub;

import java.util.Optional;

/** What a publish does at a node that has {@code max_items} items already (XEP-0060 7.1.2.5). */
public enum PublishNodeFull {
  /** The oldest items go, and subscribers are told when retractions are told at all. */
  RETRACT_OLDEST,
  /** The oldest items go silently. */
  DISCARD_OLDEST,
  /** The publish is refused. */
  REJECT;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  public static Optional<PublishNodeFull> ofWire(String word) {
    for (PublishNodeFull behaviour : values()) {
      if (behaviour.wire.equals(word)) {
        return Optional.of(behaviour);
      }
    }
    return Optional.empty();
  }
}
