package io.pipit.pubsub;

import java.util.Optional;

/** The long-lived relation of a bare JID to a node (XEP-0060 4.1). */
public enum Affiliation {
  OWNER,
  PUBLISHER,
  PUBLISH_ONLY,
  MEMBER,
  NONE,
  OUTCAST;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  /**
   * Whether an owner may make this affiliation another one: the chart of XEP-0060 4.1. The chart is
   * silent on publish-only, which moves like publisher. To stay what one is is always allowed.
   */
  public boolean canBecome(Affiliation other) {
    if (this == other) {
      return true;
    }
    return switch (this) {
      case OWNER -> other == NONE;
      case PUBLISHER, PUBLISH_ONLY -> other != MEMBER;
      case MEMBER, NONE, OUTCAST -> true;
    };
  }

  public static Optional<Affiliation> ofWire(String word) {
    for (Affiliation affiliation : values()) {
      if (affiliation.wire.equals(word)) {
        return Optional.of(affiliation);
      }
    }
    return Optional.empty();
  }
}
