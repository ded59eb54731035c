package io.pipit.pubsub;

import java.util.Optional;

/** What a node holds (XEP-0248 3). */
public enum NodeType {
  /** Items. */
  LEAF,
  /** Other nodes. */
  COLLECTION;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  public static Optional<NodeType> ofWire(String word) {
    for (NodeType type : values()) {
      if (type.wire.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
