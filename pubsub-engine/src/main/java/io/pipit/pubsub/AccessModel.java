package io.pipit.pubsub;

import java.util.Optional;

/** Who may subscribe to a node and retrieve its items (XEP-0060 4.5). */
public enum AccessModel {
  /** Anyone. */
  OPEN,
  /** Whoever has a subscription to the presence of an owner. */
  PRESENCE,
  /** The same, in one of the allowed groups of that owner's roster. */
  ROSTER,
  /** Whoever an owner approves; only subscribers retrieve. */
  AUTHORIZE,
  /** Only entities with a suitable affiliation. */
  WHITELIST;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  /** Whether its decisions look at a roster, and so can change without a change of the node. */
  public boolean asksRoster() {
    return this == PRESENCE || this == ROSTER;
  }

  public static Optional<AccessModel> ofWire(String word) {
    for (AccessModel model : values()) {
      if (model.wire.equals(word)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }
}
