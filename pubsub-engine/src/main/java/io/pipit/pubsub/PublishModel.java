package io.pipit.pubsub;

import java.util.Optional;

/** Who may publish to a node, beside its owners and publishers (XEP-0060 16.4.4). */
public enum PublishModel {
  /** Nobody else. */
  PUBLISHERS,
  /** Its subscribers. */
  SUBSCRIBERS,
  /** Anyone. */
  OPEN;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  public static Optional<PublishModel> ofWire(String word) {
    for (PublishModel model : values()) {
      if (model.wire.equals(word)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }
}
