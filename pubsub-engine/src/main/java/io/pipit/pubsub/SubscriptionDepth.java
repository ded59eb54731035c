package io.pipit.pubsub;

import java.util.Optional;

/** How far below a collection a subscription reaches (XEP-0248 4.1). */
public enum SubscriptionDepth {
  DIRECT("1"),
  ALL("all");

  private final String wire;

  SubscriptionDepth(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static Optional<SubscriptionDepth> ofWire(String word) {
    for (SubscriptionDepth depth : values()) {
      if (depth.wire.equals(word)) {
        return Optional.of(depth);
      }
    }
    return Optional.empty();
  }
}
