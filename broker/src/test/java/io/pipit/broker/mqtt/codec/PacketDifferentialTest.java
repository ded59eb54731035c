package io.pipit.broker.mqtt.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Packet.Publish;
import io.pipit.broker.mqtt.codec.Packet.Will;
import io.pipit.broker.mqtt.codec.Property.Place;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import org.jspecify.annotations.Nullable;

/** Netty's codec and ours understand each other's packets as the same. */
class PacketDifferentialTest {

  @net.jqwik.api.Property(tries = 2_000)
  void whatNettyWritesIsRead(@ForAll long seed) {
    RandomPackets packets = new RandomPackets(seed);
    int version = packets.version();
    NettyCodec netty = new NettyCodec(version);
    for (int i = 0; i < 5; i++) {
      Packet packet = packets.next(version);
      byte[] bytes = netty.encode(packet);
      assertEquals(text(packet), text(PacketBytes.read(bytes, version)));
    }
  }

  @net.jqwik.api.Property(tries = 1_000)
  void publishIsReadByNetty(@ForAll long seed) {
    RandomPackets packets = new RandomPackets(seed);
    int version = packets.version();
    NettyCodec netty = new NettyCodec(version);
    Publish publish = packets.publish(version);
    Properties own = withoutAlias(publish.properties());
    SharedPublish shared = SharedPublish.of(publish.topic(), own, publish.payload());
    int[] identifiers =
        version == Packet.V5
            ? IntStream.range(0, packets.below(3)).map(i -> packets.id()).toArray()
            : SharedPublish.NO_IDENTIFIERS;
    int alias = version == Packet.V5 ? packets.below(3) - 1 : 0;
    int expiry =
        own.has(Property.MESSAGE_EXPIRY) && packets.below(2) == 0 ? 77 : SharedPublish.SAME_EXPIRY;
    ByteBuf out = Unpooled.buffer();
    shared.appendTo(
        out,
        version,
        publish.qos(),
        publish.dup(),
        publish.retain(),
        publish.id(),
        identifiers,
        expiry,
        alias);
    assertEquals(
        shared.length(version, publish.qos() > 0, identifiers, alias), out.readableBytes());

    MqttPublishMessage read = (MqttPublishMessage) netty.decode(out);
    assertEquals(publish.qos(), read.fixedHeader().qosLevel().value());
    assertEquals(publish.dup(), read.fixedHeader().isDup());
    assertEquals(publish.retain(), read.fixedHeader().isRetain());
    assertEquals(alias < 0 ? "" : publish.topic(), read.variableHeader().topicName());
    if (publish.qos() > 0) {
      assertEquals(publish.id(), read.variableHeader().packetId());
    }
    assertArrayEquals(publish.payload(), ByteBufUtil.getBytes(read.payload()));
    if (version == Packet.V5) {
      assertEquals(
          text(expected(own, expiry, alias))
              + Arrays.toString(Arrays.stream(identifiers).sorted().toArray()),
          NettyCodec.text(read.variableHeader().properties())
                  .replaceAll("SUBSCRIPTION_IDENTIFIER=[0-9]+ ", "")
              + read.variableHeader().properties().getProperties(0x0B).stream()
                  .map(each -> (Integer) each.value())
                  .sorted()
                  .toList());
    }
    read.release();
  }

  private static Properties withoutAlias(Properties properties) {
    return changed(properties, -1, 0);
  }

  private static Properties expected(Properties properties, int expiry, int alias) {
    return changed(properties, expiry, Math.abs(alias));
  }

  private static Properties changed(
      Properties properties, int expiry, int alias, UserProperty... more) {
    Properties.Builder all = Properties.builder();
    for (Property property : Property.values()) {
      properties.text(property).ifPresent(text -> all.with(property, text));
      properties.bytes(property).ifPresent(bytes -> all.with(property, bytes));
      long number = properties.number(property, -1);
      if (number >= 0 && property != Property.TOPIC_ALIAS) {
        all.with(property, property == Property.MESSAGE_EXPIRY && expiry >= 0 ? expiry : number);
      }
    }
    if (alias > 0) {
      all.with(Property.TOPIC_ALIAS, alias);
    }
    properties.user().forEach(all::with);
    Arrays.stream(more).forEach(all::with);
    return all.build();
  }

  @net.jqwik.api.Property(tries = 500)
  void answersAreReadByNetty(@ForAll long seed) {
    RandomPackets packets = new RandomPackets(seed);
    int version = packets.version();
    boolean modern = version == Packet.V5;
    NettyCodec netty = new NettyCodec(version);

    Properties properties = endingLong(packets.properties(version, Place.CONNACK));
    ByteBuf out = Unpooled.buffer();
    PacketWriter.connack(out, version, true, modern ? 0x87 : 0, properties);
    MqttConnAckVariableHeader connack =
        (MqttConnAckVariableHeader) netty.decode(out).variableHeader();
    assertEquals(modern ? (byte) 0x87 : 0, connack.connectReturnCode().byteValue());
    assertEquals(true, connack.isSessionPresent());
    assertEquals(text(properties), NettyCodec.text(connack.properties()));

    for (PacketType type :
        List.of(PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP)) {
      int id = packets.id();
      out = Unpooled.buffer();
      PacketWriter.answer(out, type, version, id, 0x92);
      MqttMessage answer = netty.decode(out);
      assertEquals(MqttMessageType.valueOf(type.name()), answer.fixedHeader().messageType());
      assertEquals(id, ((MqttMessageIdVariableHeader) answer.variableHeader()).messageId());
      if (modern) {
        assertEquals(
            (byte) 0x92,
            ((MqttPubReplyMessageVariableHeader) answer.variableHeader()).reasonCode());
      }
    }

    int id = packets.id();
    out = Unpooled.buffer();
    PacketWriter.suback(out, version, id, new int[] {0, 1, 2, 0x87});
    MqttSubAckMessage suback = (MqttSubAckMessage) netty.decode(out);
    assertEquals(id, suback.variableHeader().messageId());
    assertEquals(List.of(0, 1, 2, modern ? 0x87 : 0x80), suback.payload().reasonCodes());

    out = Unpooled.buffer();
    PacketWriter.unsuback(out, version, id, new int[] {0, 0x11});
    MqttUnsubAckMessage unsuback = (MqttUnsubAckMessage) netty.decode(out);
    assertEquals(id, unsuback.variableHeader().messageId());
    assertEquals(
        modern ? List.of((short) 0, (short) 0x11) : List.of(),
        unsuback.payload().unsubscribeReasonCodes());

    out = Unpooled.buffer();
    PacketWriter.pingresp(out);
    assertEquals(MqttMessageType.PINGRESP, netty.decode(out).fixedHeader().messageType());

    if (modern) {
      Properties last = packets.properties(version, Place.DISCONNECT);
      out = Unpooled.buffer();
      PacketWriter.disconnect(out, 0x8E, last);
      var disconnect =
          (MqttReasonCodeAndPropertiesVariableHeader) netty.decode(out).variableHeader();
      assertEquals((byte) 0x8E, disconnect.reasonCode());
      assertEquals(text(last), NettyCodec.text(disconnect.properties()));
    }
  }

  /**
   * With a user property at the end: Netty counts the length of the properties among them, so that
   * it overlooks a last one of two bytes when that length takes two itself.
   */
  private static Properties endingLong(Properties properties) {
    return properties.isEmpty()
        ? properties
        : changed(properties, SharedPublish.SAME_EXPIRY, 0, new UserProperty("last", "one"));
  }

  private static String text(Packet packet) {
    if (packet instanceof Connect connect) {
      return connect
          + " "
          + connect.cleanStart()
          + connect.keepAliveSeconds()
          + text(connect.will())
          + connect.userName()
          + hex(connect.password())
          + text(connect.properties());
    } else if (packet instanceof Publish publish) {
      return publish.topic()
          + publish.qos()
          + publish.dup()
          + publish.retain()
          + publish.id()
          + text(publish.properties())
          + hex(publish.payload());
    } else if (packet instanceof Packet.Subscribe subscribe) {
      return "SUBSCRIBE" + subscribe.id() + subscribe.filters() + text(subscribe.properties());
    } else if (packet instanceof Packet.Unsubscribe unsubscribe) {
      return "UNSUBSCRIBE"
          + unsubscribe.id()
          + unsubscribe.filters()
          + text(unsubscribe.properties());
    } else if (packet instanceof Packet.Puback answer) {
      return "PUBACK" + answer.id() + answer.reason() + text(answer.properties());
    } else if (packet instanceof Packet.Pubrec answer) {
      return "PUBREC" + answer.id() + answer.reason() + text(answer.properties());
    } else if (packet instanceof Packet.Pubrel answer) {
      return "PUBREL" + answer.id() + answer.reason() + text(answer.properties());
    } else if (packet instanceof Packet.Pubcomp answer) {
      return "PUBCOMP" + answer.id() + answer.reason() + text(answer.properties());
    } else if (packet instanceof Packet.Disconnect disconnect) {
      return "DISCONNECT" + disconnect.reason() + text(disconnect.properties());
    }
    return packet.toString();
  }

  private static String text(@Nullable Will will) {
    return will == null
        ? "no will"
        : will.topic() + hex(will.payload()) + will.qos() + will.retain() + text(will.properties());
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "none" : ByteBufUtil.hexDump(bytes);
  }

  private static String text(Properties properties) {
    return NettyCodec.text(NettyCodec.properties(properties));
  }
}
