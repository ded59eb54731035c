package io.pipit.pubsub;

import java.util.Optional;

/** What a subscription to a collection is about (XEP-0248 4.1). */
public enum SubscriptionType {
  ITEMS,
  NODES,
  ALL;

  private final String wire = Wire.of(this);

  public boolean hasItems() {
    return this != NODES;
  }

  public boolean hasNodes() {
    return this != ITEMS;
  }

  public String wire() {
    return wire;
  }

  public static Optional<SubscriptionType> ofWire(String word) {
    for (SubscriptionType type : values()) {
      if (type.wire.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
