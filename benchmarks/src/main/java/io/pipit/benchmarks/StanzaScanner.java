package io.pipit.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts the bytes that a node sends into stanzas, as cheaply as can be: it counts tags and trusts
 * the node to send well-formed XML. One for each connection; not safe for use by several threads.
 */
final class StanzaScanner {

  /** Receives a whole child of the stream. The array is only lent for the call. */
  @FunctionalInterface
  interface Sink {
    void stanza(byte[] bytes, int from, int to);
  }

  private byte[] bytes = new byte[1_024];
  private int length;

  /** Where looking goes on: in front of a tag that is not complete, or in text. */
  private int at;

  private int stanzaStart;
  private int depth;

  /** The next bytes begin a new stream. */
  void restart() {
    depth = 0;
    length = 0;
    at = 0;
  }

  void feed(ByteBuffer in, Sink sink) {
    int added = in.remaining();
    if (length + added > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + added));
    }
    in.get(bytes, length, added);
    length += added;
    scan(sink);
    int keep = depth > 1 ? stanzaStart : at;
    System.arraycopy(bytes, keep, bytes, 0, length - keep);
    length -= keep;
    at -= keep;
    stanzaStart -= keep;
  }

  private void scan(Sink sink) {
    while (true) {
      int open = at;
      while (open < length && bytes[open] != '<') {
        open++;
      }
      at = open;
      int close = endOfTag(open);
      if (close < 0) {
        return;
      }
      at = close + 1;
      tag(open, close, sink);
    }
  }

  private int endOfTag(int open) {
    byte quote = 0;
    for (int i = open + 1; i < length; i++) {
      byte b = bytes[i];
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '>') {
        return i;
      } else if (b == '\'' || b == '"') {
        quote = b;
      }
    }
    return -1;
  }

  private void tag(int open, int close, Sink sink) {
    byte first = bytes[open + 1];
    if (first == '?') {
      return;
    }
    boolean ends = first == '/';
    boolean begins = !ends;
    if (begins) {
      if (depth == 1) {
        stanzaStart = open;
      }
      depth++;
      ends = bytes[close - 1] == '/';
    }
    if (ends) {
      depth--;
      if (depth == 1) {
        sink.stanza(bytes, stanzaStart, close + 1);
      }
    }
  }
}
