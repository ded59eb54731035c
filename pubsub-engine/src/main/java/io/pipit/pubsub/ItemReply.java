package io.pipit.pubsub;

import java.util.Optional;

/** Whose address the {@code publisher} attribute of an item carries (XEP-0060 12.17). */
public enum ItemReply {
  NONE,
  PUBLISHER,
  OWNER;

  private final String wire = Wire.of(this);

  public String wire() {
    return wire;
  }

  public static Optional<ItemReply> ofWire(String word) {
    for (ItemReply reply : values()) {
      if (reply.wire.equals(word)) {
        return Optional.of(reply);
      }
    }
    return Optional.empty();
  }
}
