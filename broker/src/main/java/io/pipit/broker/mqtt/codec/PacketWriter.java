package io.pipit.broker.mqtt.codec;

import io.netty.buffer.ByteBuf;

/**
 * Appends the packets that the server sends, but for PUBLISH, which is {@link SharedPublish}.
 * Stateless; any thread that may write to the buffer.
 */
public final class PacketWriter {

  private PacketWriter() {}

  /**
   * The answer to a CONNECT (3.2).
   *
   * @param reason a code of MQTT 5; MQTT 3.1.1 gets what comes nearest
   * @param properties left out before MQTT 5
   */
  public static void connack(
      ByteBuf out, int version, boolean sessionPresent, int reason, Properties properties) {
    boolean modern = version == Packet.V5;
    out.writeByte(PacketType.CONNACK.firstByte());
    VariableByteInteger.append(modern ? 2 + withLength(properties) : 2, out);
    out.writeByte(sessionPresent && version > Packet.V3_1 ? 1 : 0); // reserved in MQTT 3.1
    out.writeByte(modern ? reason : ReasonCode.connectReturnCode(reason));
    if (modern) {
      properties.appendTo(out);
    }
  }

  /**
   * One of the four answers to a publish (3.4 to 3.7).
   *
   * @param reason left out before MQTT 5, which has none
   */
  public static void answer(ByteBuf out, PacketType type, int version, int id, int reason) {
    boolean plain = version < Packet.V5 || reason == ReasonCode.SUCCESS;
    out.writeByte(type.firstByte());
    out.writeByte(plain ? 2 : 3);
    out.writeShort(id);
    if (!plain) {
      out.writeByte(reason);
    }
  }

  /**
   * The answer to a SUBSCRIBE (3.9).
   *
   * @param reasons the QoS that was granted or an error, a filter each
   */
  public static void suback(ByteBuf out, int version, int id, int[] reasons) {
    boolean modern = version == Packet.V5;
    out.writeByte(PacketType.SUBACK.firstByte());
    VariableByteInteger.append((modern ? 3 : 2) + reasons.length, out);
    out.writeShort(id);
    if (modern) {
      out.writeByte(0); // no properties
    }
    for (int reason : reasons) {
      out.writeByte(modern || !ReasonCode.isError(reason) ? reason : ReasonCode.UNSPECIFIED_ERROR);
    }
  }

  /**
   * The answer to an UNSUBSCRIBE (3.11).
   *
   * @param reasons one for each filter; left out before MQTT 5, which has none
   */
  public static void unsuback(ByteBuf out, int version, int id, int[] reasons) {
    boolean modern = version == Packet.V5;
    out.writeByte(PacketType.UNSUBACK.firstByte());
    VariableByteInteger.append(modern ? 3 + reasons.length : 2, out);
    out.writeShort(id);
    if (modern) {
      out.writeByte(0); // no properties
      for (int reason : reasons) {
        out.writeByte(reason);
      }
    }
  }

  /** The answer to a PINGREQ (3.13). */
  public static void pingresp(ByteBuf out) {
    out.writeByte(PacketType.PINGRESP.firstByte());
    out.writeByte(0);
  }

  /** The end of a connection of MQTT 5 (3.14); before it a server has no such packet. */
  public static void disconnect(ByteBuf out, int reason, Properties properties) {
    out.writeByte(PacketType.DISCONNECT.firstByte());
    VariableByteInteger.append(1 + withLength(properties), out);
    out.writeByte(reason);
    properties.appendTo(out);
  }

  private static int withLength(Properties properties) {
    int length = properties.length();
    return VariableByteInteger.length(length) + length;
  }
}
