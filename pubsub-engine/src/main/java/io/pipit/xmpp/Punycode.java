package io.pipit.xmpp;

import org.jspecify.annotations.Nullable;

/** Decodes the part of an A-label behind {@code xn--} (RFC 3492 6.2). */
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
