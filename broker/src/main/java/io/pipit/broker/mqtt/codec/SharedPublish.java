package io.pipit.broker.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * A PUBLISH for all its receivers: topic, properties and payload are serialised once, and what
 * differs from one receiver to the next is written around them. Immutable; any thread.
 */
public final class SharedPublish {

  /** No subscription identifiers. */
  public static final int[] NO_IDENTIFIERS = {};

  /** An expiry that stays as the properties have it. */
  public static final int SAME_EXPIRY = -1;

  private static final int LONGEST_TOPIC = 65_535;
  private static final int EXPIRY_LENGTH = 5;
  private static final int ALIAS_LENGTH = 3;
  private static final int DUP = 8;

  private final byte[] topic;
  private final byte[] properties;
  private final boolean expires;
  private final byte[] payload;

  private SharedPublish(byte[] topic, byte[] properties, boolean expires, byte[] payload) {
    this.topic = topic;
    this.properties = properties;
    this.expires = expires;
    this.payload = payload;
  }

  /**
   * Serialises.
   *
   * @param properties for receivers of MQTT 5; neither topic alias nor subscription identifier,
   *     which are each receiver's own
   * @param payload not to be changed afterwards
   */
  public static SharedPublish of(String topic, Properties properties, byte[] payload) {
    byte[] name = topic.getBytes(UTF_8);
    if (name.length > LONGEST_TOPIC
        || properties.has(Property.TOPIC_ALIAS)
        || properties.has(Property.SUBSCRIPTION_IDENTIFIER)) {
      throw new IllegalArgumentException("no publish for everybody");
    }
    ByteBufAllocator heap = UnpooledByteBufAllocator.DEFAULT;
    ByteBuf each = heap.heapBuffer(properties.length());
    properties.appendEach(each); // in the order of the identifiers but one: the expiry is early
    byte[] serialised = expiryFirst(ByteBufUtil.getBytes(each), properties);
    each.release();
    return new SharedPublish(name, serialised, properties.has(Property.MESSAGE_EXPIRY), payload);
  }

  /** Properties have no order, so the one that is counted down gets a place that is known. */
  private static byte[] expiryFirst(byte[] serialised, Properties properties) {
    if (!properties.has(Property.MESSAGE_EXPIRY) || !properties.has(Property.PAYLOAD_FORMAT)) {
      return serialised;
    }
    byte[] moved = serialised.clone();
    System.arraycopy(serialised, 2, moved, 0, EXPIRY_LENGTH);
    System.arraycopy(serialised, 0, moved, EXPIRY_LENGTH, 2);
    return moved;
  }

  /** The bytes of the topic. */
  public int topicLength() {
    return topic.length;
  }

  /**
   * The bytes of the packet for one receiver.
   *
   * @param hasId whether it goes out with QoS 1 or 2
   * @param identifiers of the receiver's subscriptions; none before MQTT 5
   * @param alias as in {@link #appendTo}
   */
  public int length(int version, boolean hasId, int[] identifiers, int alias) {
    int remaining = remaining(version, hasId, identifiers, alias);
    return 1 + VariableByteInteger.length(remaining) + remaining;
  }

  /**
   * Appends the packet for one receiver.
   *
   * @param id 0 with QoS 0
   * @param identifiers of the receiver's subscriptions; ignored before MQTT 5
   * @param expirySeconds what is left of the item's expiry, if it has one; {@link #SAME_EXPIRY}
   * @param alias 0 for none, an alias to introduce, or the negative of one that the receiver knows,
   *     in place of the topic; ignored before MQTT 5
   */
  public void appendTo(
      ByteBuf out,
      int version,
      int qos,
      boolean dup,
      boolean retain,
      int id,
      int[] identifiers,
      int expirySeconds,
      int alias) {
    int remaining = remaining(version, qos > 0, identifiers, alias);
    out.ensureWritable(5 + remaining);
    out.writeByte(PacketType.PUBLISH.firstByte() | (dup ? DUP : 0) | qos << 1 | (retain ? 1 : 0));
    VariableByteInteger.append(remaining, out);
    if (version == Packet.V5 && alias < 0) {
      out.writeShort(0);
    } else {
      out.writeShort(topic.length);
      out.writeBytes(topic);
    }
    if (qos > 0) {
      out.writeShort(id);
    }
    if (version == Packet.V5) {
      appendProperties(out, identifiers, expirySeconds, alias);
    }
    out.writeBytes(payload);
  }

  private void appendProperties(ByteBuf out, int[] identifiers, int expirySeconds, int alias) {
    VariableByteInteger.append(propertiesLength(identifiers, alias), out);
    int start = out.writerIndex();
    out.writeBytes(properties);
    if (expires && expirySeconds >= 0) {
      out.setInt(start + 1, expirySeconds);
    }
    if (alias != 0) {
      out.writeByte(Property.TOPIC_ALIAS.identifier());
      out.writeShort(Math.abs(alias));
    }
    for (int identifier : identifiers) {
      out.writeByte(Property.SUBSCRIPTION_IDENTIFIER.identifier());
      VariableByteInteger.append(identifier, out);
    }
  }

  private int remaining(int version, boolean hasId, int[] identifiers, int alias) {
    int remaining = 2 + topic.length + (hasId ? 2 : 0) + payload.length;
    if (version == Packet.V5) {
      int length = propertiesLength(identifiers, alias);
      remaining += VariableByteInteger.length(length) + length - (alias < 0 ? topic.length : 0);
    }
    return remaining;
  }

  private int propertiesLength(int[] identifiers, int alias) {
    int length = properties.length + (alias == 0 ? 0 : ALIAS_LENGTH);
    for (int identifier : identifiers) {
      length += 1 + VariableByteInteger.length(identifier);
    }
    return length;
  }
}
