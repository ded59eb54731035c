package io.pipit.bridges.mqtt.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes fields of a message of Protocol Buffers. Confined to its caller. */
final class ProtoWriter {

  private static final String REBIRTH = "Node Control/Rebirth";
  private static final int BOOLEAN = 11;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The command of Sparkplug B that has an edge node send its births again (6.4.23). */
  static byte[] rebirth(long millis) {
    ProtoWriter metric =
        new ProtoWriter().text(1, REBIRTH).number(3, millis).number(4, BOOLEAN).number(14, 1);
    return new ProtoWriter().number(1, millis).bytes(2, metric.toByteArray()).toByteArray();
  }

  ProtoWriter number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  ProtoWriter bytes(int field, byte[] value) {
    varint((long) field << 3 | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
