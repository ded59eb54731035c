package io.pipit.pubsub.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link RecordWriter} wrote. Records are guarded by a checksum below this, so that one
 * which does not read is a defect: every method throws {@link IllegalArgumentException} for it.
 */
public final class RecordReader {

  private final byte[] bytes;
  private int at;

  public RecordReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int raw() {
    if (at == bytes.length) {
      throw new IllegalArgumentException("the record ends early");
    }
    return bytes[at++] & 0xFF;
  }

  public long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int octet = raw();
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has no end");
  }

  public int count() {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("not a count: " + value);
    }
    return (int) value;
  }

  public byte[] bytes() {
    int start = skip();
    return Arrays.copyOfRange(bytes, start, at);
  }

  public String text() {
    int start = skip();
    return new String(bytes, start, at - start, StandardCharsets.UTF_8);
  }

  private int skip() {
    int length = count();
    if (length > bytes.length - at) {
      throw new IllegalArgumentException("the record ends early");
    }
    int start = at;
    at += length;
    return start;
  }

  public boolean isAtEnd() {
    return at == bytes.length;
  }
}
