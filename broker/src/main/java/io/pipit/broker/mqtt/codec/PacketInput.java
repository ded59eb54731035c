package io.pipit.broker.mqtt.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.pipit.broker.mqtt.codec.Packet.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * The data types of MQTT (MQTT 5, 1.5) from the bytes of one packet. The first thing that is wrong
 * is kept as its {@link #fault}; from then on every value is empty or 0, so that a reader of
 * packets looks once, at the end. Nothing is read past the end. Confined to its reader.
 */
final class PacketInput {

  private static final byte[] NO_BYTES = new byte[0];

  private final ByteBuf bytes;
  private int version;
  private int at;
  private int end;
  private @Nullable Malformed fault;

  /**
   * @param from the first byte behind the fixed header
   * @param end behind the last byte of the packet
   */
  PacketInput(ByteBuf bytes, int from, int end, int version) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.version = version;
  }

  int version() {
    return version;
  }

  /** A CONNECT has said its version. */
  void version(int ofPacket) {
    version = ofPacket;
  }

  @Nullable Malformed fault() {
    return fault;
  }

  boolean isSound() {
    return fault == null;
  }

  /** Keeps the first fault. */
  void fail(int reason, String what) {
    if (fault == null) {
      fault = new Malformed(reason, what, version);
    }
  }

  void malformed(String what) {
    fail(ReasonCode.MALFORMED_PACKET, what);
  }

  /** Keeps a fault unless a rule holds. */
  void require(boolean holds, int reason, String what) {
    if (!holds) {
      fail(reason, what);
    }
  }

  int left() {
    return end - at;
  }

  int unsignedByte() {
    return takes(1) ? bytes.getUnsignedByte(at - 1) : 0;
  }

  int twoBytes() {
    return takes(2) ? bytes.getUnsignedShort(at - 2) : 0;
  }

  long fourBytes() {
    return takes(4) ? bytes.getUnsignedInt(at - 4) : 0;
  }

  int variable() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = unsignedByte();
      value |= (digit & 0x7F) << (7 * i);
      if (digit < 0x80) {
        require(digit != 0 || i == 0, ReasonCode.MALFORMED_PACKET, "a number in too many bytes");
        return isSound() ? value : 0;
      }
    }
    malformed("a number in more than four bytes");
    return 0;
  }

  byte[] binary() {
    return bytes(twoBytes());
  }

  /** Everything up to the end. */
  byte[] rest() {
    return bytes(left());
  }

  private byte[] bytes(int length) {
    if (length == 0 || !takes(length)) {
      return NO_BYTES;
    }
    byte[] read = new byte[length];
    bytes.getBytes(at - length, read);
    return read;
  }

  /** UTF-8 without surrogates and overlong forms [MQTT-1.5.4-1] and U+0000 [MQTT-1.5.4-2]. */
  String text() {
    byte[] read = binary();
    boolean ascii = true;
    for (byte each : read) {
      if (each == 0) {
        malformed("U+0000 in a string");
        return "";
      }
      ascii &= each > 0;
    }
    if (ascii) {
      return new String(read, ISO_8859_1);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(read)).toString();
    } catch (CharacterCodingException e) {
      malformed("a string that is no UTF-8");
      return "";
    }
  }

  /** The properties of a packet or a will; none before MQTT 5. */
  Properties properties(Property.Place place) {
    if (version < Packet.V5) {
      return Properties.NONE;
    }
    int length = variable();
    if (length > left()) {
      malformed("properties that reach over the end of their packet");
      return Properties.NONE;
    }
    if (length == 0) {
      return Properties.NONE;
    }
    int endOfPacket = end;
    end = at + length; // no property may reach over it
    Properties.Builder all = Properties.builder();
    while (left() > 0 && isSound()) {
      property(place, all);
    }
    end = endOfPacket;
    return isSound() ? all.build() : Properties.NONE;
  }

  private void property(Property.Place place, Properties.Builder all) {
    int identifier = variable();
    Property property = Property.of(identifier, place).orElse(null);
    if (property == null) {
      malformed("property " + identifier + " in " + place);
      return;
    }
    if (all.has(property)) {
      fail(ReasonCode.PROTOCOL_ERROR, property + " twice");
    }
    switch (property.kind()) {
      case FLAG -> all.with(property, flag(property));
      case TWO_BYTES -> all.with(property, notNull(property, twoBytes()));
      case FOUR_BYTES -> all.with(property, notNull(property, fourBytes()));
      case VARIABLE -> all.with(property, notNull(property, variable()));
      case TEXT -> all.with(property, text());
      case BINARY -> all.with(property, binary());
      case PAIR -> all.with(new UserProperty(text(), text()));
    }
  }

  private int flag(Property property) {
    int value = unsignedByte();
    if (value > 1) {
      fail(ReasonCode.PROTOCOL_ERROR, property + " = " + value);
    }
    return value & 1;
  }

  /** Some numbers must not be 0, each with a reason of its own. */
  private long notNull(Property property, long value) {
    if (value == 0) {
      switch (property) {
        case RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE, SUBSCRIPTION_IDENTIFIER ->
            fail(ReasonCode.PROTOCOL_ERROR, property + " = 0");
        case TOPIC_ALIAS -> fail(ReasonCode.TOPIC_ALIAS_INVALID, property + " = 0");
        default -> {}
      }
    }
    return value;
  }

  /** Moves on by so many bytes, if they are there. */
  private boolean takes(int count) {
    if (fault != null) {
      return false;
    }
    if (count > left()) {
      malformed("the packet ends inside a field");
      return false;
    }
    at += count;
    return true;
  }
}
