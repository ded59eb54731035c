package io.pipit.broker.mqtt.codec;

import io.netty.buffer.ByteBuf;

/** Numbers in one to four bytes of seven bits, the lowest first (MQTT 5, 1.5.5). */
final class VariableByteInteger {

  /** The largest value. */
  static final int MOST = 268_435_455;

  private VariableByteInteger() {}

  /** The bytes that a value takes. */
  static int length(int value) {
    return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
  }

  static void append(int value, ByteBuf out) {
    int rest = value;
    while (rest > 0x7F) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
