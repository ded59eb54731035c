package io.pipit.broker.stream.sasl;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 as RFC 6120 13.9.1 wants it read: the alphabet of RFC 4648 4, padded, no white space, and
 * no bits that decode to nothing. Any thread.
 */
public final class StrictBase64 {

  private StrictBase64() {}

  /** Empty when it is not the one right encoding of its data. */
  public static Optional<byte[]> decode(String text) {
    if (text.length() % 4 != 0) {
      return Optional.empty(); // Java's decoder would take it without padding
    }
    try {
      byte[] data = Base64.getDecoder().decode(text);
      // Java's decoder ignores stray bits before the padding.
      return Base64.getEncoder().encodeToString(data).equals(text)
          ? Optional.of(data)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
