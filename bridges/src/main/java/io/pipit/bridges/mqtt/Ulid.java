package io.pipit.bridges.mqtt;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Ids that are new and sort by time: 26 characters of Crockford's Base32 for 48 bits of
 * milliseconds and 80 random ones. Confined to its caller.
 */
final class Ulid {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int TIME_DIGITS = 10;
  private static final int RANDOM_DIGITS = 16;

  private final Clock clock;
  private final RandomGenerator random;

  Ulid(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  String next() {
    StringBuilder id = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
    long millis = clock.millis();
    for (int shift = 5 * (TIME_DIGITS - 1); shift >= 0; shift -= 5) {
      id.append(DIGITS.charAt((int) (millis >>> shift & 31)));
    }
    for (int i = 0; i < RANDOM_DIGITS; i++) {
      id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return id.toString();
  }
}
