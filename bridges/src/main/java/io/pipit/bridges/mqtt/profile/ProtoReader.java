package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads the fields of a message of Protocol Buffers, one after the other. It copies nothing but
 * what it is asked for. Confined to its caller.
 */
final class ProtoReader {

  /** Bytes that are no such message. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Without a stack: anybody can cause as many as they like. */
    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int MOST_SHIFT = 63;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private int wire;
  private long number;
  private int from;

  ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtoReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Goes to the next field; false when there is none. */
  boolean next() throws MalformedException {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    if (field == 0 || tag >>> 32 != 0) {
      throw new MalformedException("a field without a number");
    }
    switch (wire) {
      case VARINT -> number = varint();
      case FIXED_64 -> number = fixed(Long.BYTES);
      case FIXED_32 -> number = fixed(Integer.BYTES);
      case DELIMITED -> {
        long length = varint();
        if (length < 0 || length > end - at) {
          throw new MalformedException("a field that is longer than its message");
        }
        from = at;
        at += (int) length;
      }
      default -> throw new MalformedException("a field of wire type " + wire);
    }
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  /** Its value as an integer. */
  long number() throws MalformedException {
    return as(VARINT, number);
  }

  boolean bool() throws MalformedException {
    return number() != 0;
  }

  float float32() throws MalformedException {
    return Float.intBitsToFloat((int) as(FIXED_32, number));
  }

  double float64() throws MalformedException {
    return Double.longBitsToDouble(as(FIXED_64, number));
  }

  /** Its value as text, which is UTF-8. */
  String text() throws MalformedException {
    as(DELIMITED, 0);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, at - from)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedException("a text that is not UTF-8");
    }
  }

  byte[] bytes() throws MalformedException {
    as(DELIMITED, 0);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Its value as a message. */
  ProtoReader message() throws MalformedException {
    as(DELIMITED, 0);
    return new ProtoReader(bytes, from, at);
  }

  private long as(int wanted, long value) throws MalformedException {
    if (wire != wanted) {
      throw new MalformedException("field " + field + " is of wire type " + wire);
    }
    return value;
  }

  private long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      if (at == end) {
        throw new MalformedException("it ends in a number");
      }
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number of more than 64 bits");
  }

  private long fixed(int length) throws MalformedException {
    if (end - at < length) {
      throw new MalformedException("it ends in a number");
    }
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xFF);
    }
    at += length;
    return value;
  }
}
