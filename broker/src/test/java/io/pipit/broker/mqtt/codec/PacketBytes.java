package io.pipit.broker.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Packets written byte by byte, right or wrong. */
public final class PacketBytes {

  private PacketBytes() {}

  /**
   * A packet.
   *
   * @param first its first byte
   * @param parts of what follows the fixed header: a number is a byte, a text is a string with its
   *     length before it, an array is as it is
   */
  public static byte[] packet(int first, Object... parts) {
    byte[] body = bytes(parts);
    ByteBuf out = Unpooled.buffer();
    out.writeByte(first);
    VariableByteInteger.append(body.length, out);
    out.writeBytes(body);
    return ByteBufUtil.getBytes(out);
  }

  /** The parts of a packet behind each other. */
  public static byte[] bytes(Object... parts) {
    ByteBuf out = Unpooled.buffer();
    for (Object part : parts) {
      if (part instanceof Integer number) {
        out.writeByte(number);
      } else if (part instanceof byte[] raw) {
        out.writeBytes(raw);
      } else {
        byte[] text = part.toString().getBytes(UTF_8);
        out.writeShort(text.length);
        out.writeBytes(text);
      }
    }
    return ByteBufUtil.getBytes(out);
  }

  /** Properties with the length before them. */
  public static byte[] properties(Object... parts) {
    byte[] all = bytes(parts);
    ByteBuf out = Unpooled.buffer();
    VariableByteInteger.append(all.length, out);
    out.writeBytes(all);
    return ByteBufUtil.getBytes(out);
  }

  /** Reads a packet that has to be whole. */
  static Packet read(byte[] packet, int version) {
    ByteBuf in = Unpooled.wrappedBuffer(packet);
    int length = Framing.length(in, Integer.MAX_VALUE);
    if (length != packet.length) {
      throw new IllegalArgumentException("length " + length + " of " + packet.length);
    }
    return PacketReader.read(in, length, version);
  }

  /** One of each kind of packet, as full as it can be, for both versions. */
  public static List<Sample> samples() {
    Object[] will = {properties(0x18, bytes(0, 0, 0, 5), 1, 1), "will/topic", "gone"};
    return List.of(
        new Sample(
            "CONNECT",
            4,
            packet(
                0x10,
                "MQTT",
                4,
                0b1110_1110,
                0,
                60,
                "client",
                "will/topic",
                "gone",
                "user",
                "secret")),
        new Sample("CONNECT of 3.1", 4, packet(0x10, "MQIsdp", 3, 0b10, 0, 60, "client")),
        new Sample(
            "CONNECT",
            5,
            packet(
                0x10,
                "MQTT",
                5,
                0b1110_1110,
                0,
                60,
                properties(0x11, bytes(0, 0, 1, 0), 0x21, bytes(0, 9), 0x26, "name", "value"),
                "client",
                will[0],
                will[1],
                will[2],
                "user",
                "secret")),
        new Sample("PUBLISH", 4, packet(0x3B, "a/b", 0, 7, bytes(1, 2, 3))),
        new Sample(
            "PUBLISH",
            5,
            packet(
                0x34,
                "a/b",
                0,
                7,
                properties(
                    1,
                    1,
                    2,
                    bytes(0, 0, 0, 9),
                    3,
                    "text/plain",
                    8,
                    "answer",
                    9,
                    bytes(0, 2, 8, 9),
                    0x23,
                    bytes(0, 1),
                    0x26,
                    "name",
                    "Ünïcode \uD83D\uDC26"),
                bytes(1, 2, 3))),
        new Sample("PUBACK", 4, packet(0x40, 0, 7)),
        new Sample("PUBACK", 5, packet(0x40, 0, 7, 0x87, properties(0x1F, "no"))),
        new Sample("PUBREC", 5, packet(0x50, 0, 7, 0x97)),
        new Sample("PUBREL", 5, packet(0x62, 0, 7, 0x92, properties(0x26, "a", "b"))),
        new Sample("PUBCOMP", 5, packet(0x70, 0, 7, 0x92)),
        new Sample("SUBSCRIBE", 4, packet(0x82, 0, 7, "a/#", 1, "b", 2)),
        new Sample(
            "SUBSCRIBE",
            5,
            packet(0x82, 0, 7, properties(0x0B, bytes(0x80, 1), 0x26, "a", "b"), "a/#", 0x2E)),
        new Sample("UNSUBSCRIBE", 4, packet(0xA2, 0, 7, "a/#", "b")),
        new Sample("UNSUBSCRIBE", 5, packet(0xA2, 0, 7, properties(0x26, "a", "b"), "a/#", "b")),
        new Sample("PINGREQ", 4, packet(0xC0)),
        new Sample("DISCONNECT", 4, packet(0xE0)),
        new Sample(
            "DISCONNECT", 5, packet(0xE0, 4, properties(0x11, bytes(0, 0, 0, 0), 0x1F, "bye"))),
        new Sample("AUTH", 5, packet(0xF0, 0x18, properties(0x15, "SCRAM", 0x16, bytes(0, 1, 5)))));
  }

  /** A packet that is right. */
  public record Sample(String name, int version, byte[] bytes) {
    @Override
    public String toString() {
      return name + ", level " + version;
    }
  }
}
