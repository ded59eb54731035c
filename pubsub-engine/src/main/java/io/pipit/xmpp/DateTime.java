package io.pipit.xmpp;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The dateTime of XEP-0082: what we write is in UTC, as {@link Instant#toString} has it. Stateless;
 * any thread.
 */
public final class DateTime {

  private DateTime() {}

  /** Reads a time with an offset or Z, and with any fraction of a second or none. */
  public static Optional<Instant> parse(String text) {
    // A year of four digits and seconds, as XEP-0082 has it; java.time would take more and less.
    if (!text.matches("[0-9]{4}-[^T]*T[0-9]{2}:[0-9]{2}:[0-9]{2}.*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
