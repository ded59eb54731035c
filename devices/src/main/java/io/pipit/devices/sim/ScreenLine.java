package io.pipit.devices.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a screen: pieces of text with their looks, never wider than it was made for. Text of
 * others is cleaned: control characters, which could move the cursor or change the terminal, become
 * a dot.
 */
final class ScreenLine {

  /** How a piece of text looks, as an SGR sequence (ECMA-48 8.3.117). */
  enum Look {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    TITLE("1;7"),
    NODE("36"),
    VALUE("1"),
    SPARK("32"),
    RATE("33");

    private final String sgr;

    Look(String sgr) {
      this.sgr = sgr;
    }
  }

  private record Piece(String text, Look look) {}

  private final int width;
  private final List<Piece> pieces = new ArrayList<>();
  private int used;

  ScreenLine(int width) {
    this.width = width;
  }

  /** Adds text, cut at the end of the line. */
  ScreenLine add(String text, Look look) {
    return add(text, look, width - used);
  }

  /** Adds text in a column: cut or filled up with spaces to exactly that many columns. */
  ScreenLine column(String text, Look look, int columns) {
    int start = used;
    add(text, look, columns);
    return add(" ".repeat(Math.max(0, columns - (used - start))), look);
  }

  /** Moves to a column counted from the right end, for text of that width. */
  ScreenLine right(String text, Look look) {
    int gap = width - used - columns(text);
    return gap < 0 ? this : add(" ".repeat(gap), look).add(text, look);
  }

  private ScreenLine add(String text, Look look, int columns) {
    int room = Math.min(columns, width - used);
    StringBuilder cleaned = new StringBuilder();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = clean(text.codePointAt(i));
      if (columns(c) > room) {
        break;
      }
      cleaned.appendCodePoint(c);
      room -= columns(c);
      used += columns(c);
    }
    if (!cleaned.isEmpty()) {
      pieces.add(new Piece(cleaned.toString(), look));
    }
    return this;
  }

  private static int clean(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          c == '\t' || c == '\n' || c == '\r' ? ' ' : '.';
      default -> c;
    };
  }

  private static int columns(String text) {
    return text.codePoints().map(ScreenLine::columns).sum();
  }

  /** How many columns a terminal gives a character: 0 for marks, 2 for East Asian and emoji. */
  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** The line without looks and without spaces at its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString().stripTrailing();
  }

  /** The line for a terminal that knows colours. */
  String ansi() {
    StringBuilder ansi = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.look() == Look.PLAIN) {
        ansi.append(piece.text());
      } else {
        ansi.append("\u001b[").append(piece.look().sgr).append('m');
        ansi.append(piece.text()).append("\u001b[0m");
      }
    }
    return ansi.toString();
  }
}
