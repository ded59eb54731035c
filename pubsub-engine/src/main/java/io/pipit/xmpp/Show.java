package io.pipit.xmpp;

import java.util.Locale;
import java.util.Optional;

/** How available a resource says it is (RFC 6121 4.7.2.1). */
public enum Show {
  AWAY,
  CHAT,
  DND,
  /** Available without a word on it: no {@code <show/>} in the presence. */
  ONLINE,
  XA;

  private final String wire = name().toLowerCase(Locale.ROOT);

  public String wire() {
    return wire;
  }

  public static Optional<Show> ofWire(String word) {
    for (Show show : values()) {
      if (show.wire.equals(word)) {
        return Optional.of(show);
      }
    }
    return Optional.empty();
  }
}
