package io.pipit.pubsub;

import java.util.Optional;

/** When a subscriber is sent the newest item unasked (XEP-0060 6.1.7). */
public enum SendLastPublishedItem {
  NEVER,
  /** Once, when it subscribes. */
  ON_SUB,
  /** Also whenever one of its resources becomes available. */
  ON_SUB_AND_PRESENCE;

  private final String wire = name().toLowerCase(java.util.Locale.ROOT);

  public String wire() {
    return wire;
  }

  public static Optional<SendLastPublishedItem> ofWire(String word) {
    for (SendLastPublishedItem when : values()) {
      if (when.wire.equals(word)) {
        return Optional.of(when);
      }
    }
    return Optional.empty();
  }
}
