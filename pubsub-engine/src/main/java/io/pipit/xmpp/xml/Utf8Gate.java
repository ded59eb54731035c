package io.pipit.xmpp.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at bytes before the parser does: they must be UTF-8 (no overlong form, no surrogate,
 * nothing above U+10FFFF) and every character must be one of XML 1.0. Stateless; any thread.
 */
final class Utf8Gate {

  /** Why a check stopped before the end. */
  enum Verdict {
    /** The bytes end inside a character that is correct so far. */
    INCOMPLETE,
    /** The bytes are not UTF-8. */
    ILL_FORMED,
    /** The character is none of XML 1.0 2.2. */
    NO_XML_CHARACTER
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Utf8Gate() {}

  /** The index after the last whole, allowed character of {@code bytes[from, to)}. */
  static int check(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (to - at >= Long.BYTES) {
        long eight = (long) LONG.get(bytes, at);
        // A byte below 0x20 borrows into its high bit, one above 0x7F has it set already.
        if ((((eight - 0x2020202020202020L) | eight) & 0x8080808080808080L) == 0) {
          at += Long.BYTES;
          continue;
        }
      }
      int length = length(bytes, at, to);
      if (length <= 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** Why {@link #check} stopped at an index before {@code to}. */
  static Verdict verdict(byte[] bytes, int at, int to) {
    return switch (length(bytes, at, to)) {
      case 0 -> Verdict.INCOMPLETE;
      case -1 -> Verdict.ILL_FORMED;
      default -> Verdict.NO_XML_CHARACTER;
    };
  }

  /** The length of the character at an index; 0 incomplete, -1 ill-formed, -2 not for XML. */
  private static int length(byte[] bytes, int at, int to) {
    int first = bytes[at];
    if (first >= 0) {
      return first >= 0x20 || first == '\n' || first == '\r' || first == '\t' ? 1 : -2;
    }
    first &= 0xFF;
    // Unicode 15, table 3-7: the second byte is what rules out overlong forms and surrogates.
    int low = 0x80;
    int high = 0xBF;
    int length;
    if (first >= 0xC2 && first <= 0xDF) {
      length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
      length = 3;
      low = first == 0xE0 ? 0xA0 : 0x80;
      high = first == 0xED ? 0x9F : 0xBF;
    } else if (first >= 0xF0 && first <= 0xF4) {
      length = 4;
      low = first == 0xF0 ? 0x90 : 0x80;
      high = first == 0xF4 ? 0x8F : 0xBF;
    } else {
      return -1;
    }
    for (int i = 1; i < length; i++) {
      if (at + i == to) {
        return 0;
      }
      int next = bytes[at + i] & 0xFF;
      if (next < low || next > high) {
        return -1;
      }
      low = 0x80;
      high = 0xBF;
    }
    boolean noncharacter =
        first == 0xEF && (bytes[at + 1] & 0xFF) == 0xBF && (bytes[at + 2] & 0xFF) >= 0xBE;
    return noncharacter ? -2 : length;
  }
}
