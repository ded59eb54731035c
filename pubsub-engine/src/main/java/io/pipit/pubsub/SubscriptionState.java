package io.pipit.pubsub;

import java.util.Optional;

/** How far a subscription has come (XEP-0060 4.2). */
public enum SubscriptionState {
  NONE,
  PENDING,
  UNCONFIGURED,
  SUBSCRIBED;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  public static Optional<SubscriptionState> ofWire(String word) {
    for (SubscriptionState state : values()) {
      if (state.wire.equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
