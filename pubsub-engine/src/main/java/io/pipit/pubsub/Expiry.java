package io.pipit.pubsub;

import io.pipit.xmpp.DateTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a subscription ends by itself (XEP-0060 12.5, 12.19).
 *
 * @param at the end of the lease in whole milliseconds, null for none
 * @param withPresence whether it ends when the subscriber goes offline
 */
public record Expiry(@Nullable Instant at, boolean withPresence) {

  public static final Expiry NEVER = new Expiry(null, false);
  public static final Expiry WITH_PRESENCE = new Expiry(null, true);

  private static final String PRESENCE = "presence";

  public static Expiry at(Instant end) {
    return new Expiry(end.truncatedTo(ChronoUnit.MILLIS), false);
  }

  public boolean isNever() {
    return equals(NEVER);
  }

  /** Whether a lease has run out. */
  public boolean isPast(Instant now) {
    return at != null && !at.isAfter(now);
  }

  /** As in a form: nothing, {@code presence}, or a dateTime of XEP-0082. */
  public String wire() {
    return at != null ? at.toString() : withPresence ? PRESENCE : "";
  }

  static Optional<Expiry> ofWire(String text) {
    if (text.isEmpty()) {
      return Optional.of(NEVER);
    }
    if (text.equals(PRESENCE)) {
      return Optional.of(WITH_PRESENCE);
    }
    return DateTime.parse(text).map(Expiry::at);
  }
}
