package io.pipit.bridges.mqtt.profile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Payloads of Sparkplug B as an edge node writes them. */
final class SparkplugBytes {

  static final long NOW = 1_772_366_400_000L;

  private SparkplugBytes() {}

  static byte[] payload(@Nullable Integer seq, byte[]... metrics) {
    ProtoWriter out = new ProtoWriter().number(1, NOW);
    for (byte[] metric : metrics) {
      out.bytes(2, metric);
    }
    return (seq == null ? out : out.number(3, seq)).toByteArray();
  }

  static byte[] metric(String name, int type, int field, long value) {
    return new ProtoWriter()
        .text(1, name)
        .number(3, NOW)
        .number(4, type)
        .number(field, value)
        .toByteArray();
  }

  static byte[] aliased(String name, long alias, int type, int field, long value) {
    return new ProtoWriter()
        .text(1, name)
        .number(2, alias)
        .number(4, type)
        .number(field, value)
        .toByteArray();
  }

  static byte[] byAlias(long alias, int field, long value) {
    return new ProtoWriter().number(2, alias).number(field, value).toByteArray();
  }

  static byte[] metric(String name, int type, int field, byte[] value) {
    return new ProtoWriter().text(1, name).number(4, type).bytes(field, value).toByteArray();
  }

  static byte[] bdSeq(long bdSeq) {
    return metric("bdSeq", 8, 11, bdSeq);
  }

  /** A metric whose value has 4 or 8 bytes. */
  static byte[] floating(String name, int type, double value) {
    boolean isFloat = type == 9;
    ByteBuffer fixed = ByteBuffer.allocate(isFloat ? 4 : 8).order(ByteOrder.LITTLE_ENDIAN);
    if (isFloat) {
      fixed.putFloat((float) value);
    } else {
      fixed.putDouble(value);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new ProtoWriter().text(1, name).number(4, type).toByteArray());
    out.write((isFloat ? 12 : 13) << 3 | (isFloat ? 5 : 1));
    out.writeBytes(fixed.array());
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
