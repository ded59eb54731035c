package io.pipit.xmpp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The part of an A-label behind {@code xn--} (RFC 3492 6.2, 6.3). */
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int FIRST_NON_ASCII = 0x80;

  private Punycode() {}

  /** The characters that lower-case ASCII stands for, null when it stands for none. */
  static @Nullable String decode(String encoded) {
    int delimiter = encoded.lastIndexOf('-');
    StringBuilder decoded = new StringBuilder(encoded.substring(0, Math.max(delimiter, 0)));
    int length = decoded.length();
    int at = delimiter < 0 ? 0 : delimiter + 1;
    long codePoint = FIRST_NON_ASCII;
    long index = 0;
    int bias = INITIAL_BIAS;
    while (at < encoded.length()) {
      long before = index;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < encoded.length() ? digit(encoded.charAt(at++)) : -1;
        index += digit * weight;
        if (digit < 0 || index > Integer.MAX_VALUE) {
          return null;
        }
        int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
      }
      length++;
      bias = adapt(index - before, length, before == 0);
      codePoint += index / length;
      index %= length;
      if (codePoint > Character.MAX_CODE_POINT
          || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
        return null;
      }
      decoded.insert(
          decoded.offsetByCodePoints(0, (int) index), Character.toChars((int) codePoint));
      index++;
    }
    return decoded.toString();
  }

  /**
   * The lower-case ASCII that stands for a label.
   *
   * @param label with at least one character that is not ASCII
   */
  static String encode(String label) {
    int[] codePoints = label.codePoints().toArray();
    StringBuilder encoded = new StringBuilder(label.length() + 8);
    for (int c : codePoints) {
      if (c < FIRST_NON_ASCII) {
        encoded.append((char) c);
      }
    }
    int plain = encoded.length();
    if (plain > 0) {
      encoded.append('-');
    }
    int done = plain;
    int codePoint = FIRST_NON_ASCII;
    long delta = 0;
    int bias = INITIAL_BIAS;
    while (done < codePoints.length) {
      int next = smallestFrom(codePoint, codePoints);
      delta += (next - codePoint) * (done + 1L);
      codePoint = next;
      for (int c : codePoints) {
        if (c < codePoint) {
          delta++;
        } else if (c == codePoint) {
          appendInteger(delta, bias, encoded);
          bias = adapt(delta, done + 1, done == plain);
          delta = 0;
          done++;
        }
      }
      delta++;
      codePoint++;
    }
    return encoded.toString();
  }

  private static int smallestFrom(int least, int[] codePoints) {
    return Arrays.stream(codePoints).filter(c -> c >= least).min().orElseThrow();
  }

  /** RFC 3492 3.3: a number of variable length, the digit of least weight first. */
  private static void appendInteger(long number, int bias, StringBuilder encoded) {
    long rest = number;
    for (int k = BASE; ; k += BASE) {
      int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (rest < threshold) {
        encoded.append(letterOrDigit((int) rest));
        return;
      }
      encoded.append(letterOrDigit((int) (threshold + (rest - threshold) % (BASE - threshold))));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static char letterOrDigit(int digit) {
    return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }

  /** RFC 3492 6.1. */
  private static int adapt(long delta, int length, boolean first) {
    long rest = first ? delta / DAMP : delta / 2;
    rest += rest / length;
    int k = 0;
    while (rest > (BASE - T_MIN) * T_MAX / 2) {
      rest /= BASE - T_MIN;
      k += BASE;
    }
    return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
  }
}
