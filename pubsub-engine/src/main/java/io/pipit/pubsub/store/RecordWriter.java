package io.pipit.pubsub.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the payload of a log record. Numbers that are never negative are short when small. */
public final class RecordWriter {

  private byte[] bytes = new byte[256];
  private int length;

  public RecordWriter raw(int octet) {
    room(1);
    bytes[length++] = (byte) octet;
    return this;
  }

  /** Seven bits at a time, the lowest first; the eighth says that more follow. */
  public RecordWriter number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      raw((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return raw((int) rest);
  }

  public RecordWriter bytes(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  public RecordWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
