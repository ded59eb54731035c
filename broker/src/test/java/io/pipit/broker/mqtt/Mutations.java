package io.pipit.broker.mqtt;

import java.util.Arrays;
import java.util.Random;

/** Bytes that were right once, with some changed, put in, taken out and cut. Confined to a test. */
public final class Mutations {

  private static final long SEED = 20_261_122;

  private final Random random = new Random(SEED);

  /** How long a fuzzing test runs; {@code -Dpipit.test.fuzz} says it in seconds for all of them. */
  public static long nanos(int seconds) {
    return Integer.getInteger("pipit.test.fuzz", seconds) * 1_000_000_000L;
  }

  public Random random() {
    return random;
  }

  /** One to four changes. */
  public byte[] mutated(byte[] body) {
    byte[] changed = body;
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed = once(changed);
    }
    return changed;
  }

  private byte[] once(byte[] body) {
    if (body.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(body.length);
    byte[] changed = body.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> changed = Arrays.copyOf(body, at);
      case 3 -> { // a piece again
        changed = Arrays.copyOf(body, body.length + body.length - at);
        System.arraycopy(body, at, changed, body.length, body.length - at);
      }
      case 4 -> { // one byte less
        changed = Arrays.copyOf(body, body.length - 1);
        System.arraycopy(body, at + 1, changed, at, body.length - at - 1);
      }
      default -> changed[at] = random.nextBoolean() ? (byte) 0xFF : 0;
    }
    return changed;
  }
}
