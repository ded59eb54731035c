package io.pipit.broker.module;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.SplittableRandom;

/**
 * Makes ids of nodes and items: 48 bits of time and 80 random ones, as 26 letters and digits that
 * sort by time. Confined to its shard.
 */
final class Ids {

  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26;
  private static final int TIME_DIGITS = 10;

  private final Clock clock;
  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

  Ids(Clock clock) {
    this.clock = clock;
  }

  String next() {
    char[] id = new char[LENGTH];
    long time = clock.millis();
    for (int i = TIME_DIGITS - 1; i >= 0; i--) {
      id[i] = DIGITS[(int) (time & 31)];
      time >>>= 5;
    }
    long bits = random.nextLong();
    for (int i = TIME_DIGITS; i < LENGTH; i++) {
      if (i == TIME_DIGITS + 8) {
        bits = random.nextLong();
      }
      id[i] = DIGITS[(int) (bits & 31)];
      bits >>>= 5;
    }
    return new String(id);
  }
}
