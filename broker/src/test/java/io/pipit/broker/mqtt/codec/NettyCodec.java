package io.pipit.broker.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Objects;

/** The same packets written and read by Netty's codec, for one connection of a version. */
public final class NettyCodec {

  private final EmbeddedChannel channel =
      new EmbeddedChannel(MqttEncoder.INSTANCE, new MqttDecoder(1 << 20, 1 << 16));

  /** For packets of a version. */
  public NettyCodec(int version) {
    // Both its halves learn the version of a connection from the CONNECT that passes.
    encode(new Packet.Connect(version, "a", true, 0, null, null, null, Properties.NONE));
  }

  byte[] encode(Packet packet) {
    channel.writeOutbound(message(packet));
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  /** Reads a packet, which has to be whole and right. */
  public MqttMessage decode(ByteBuf packet) {
    channel.writeInbound(packet);
    MqttMessage message = Objects.requireNonNull(channel.readInbound(), "not a whole packet");
    if (message.decoderResult().isFailure()) {
      throw new AssertionError(message.decoderResult().cause());
    }
    return message;
  }

  private static MqttMessage message(Packet packet) {
    if (packet instanceof Packet.Connect connect) {
      return connect(connect);
    } else if (packet instanceof Packet.Publish publish) {
      return publish(publish);
    } else if (packet instanceof Packet.Subscribe subscribe) {
      return subscribe(subscribe);
    } else if (packet instanceof Packet.Unsubscribe unsubscribe) {
      return new MqttUnsubscribeMessage(
          header(MqttMessageType.UNSUBSCRIBE, MqttQoS.AT_LEAST_ONCE),
          new MqttMessageIdAndPropertiesVariableHeader(
              unsubscribe.id(), properties(unsubscribe.properties())),
          new MqttUnsubscribePayload(unsubscribe.filters()));
    } else if (packet instanceof Packet.Puback puback) {
      return answer(MqttMessageType.PUBACK, puback.id(), puback.reason(), puback.properties());
    } else if (packet instanceof Packet.Pubrec pubrec) {
      return answer(MqttMessageType.PUBREC, pubrec.id(), pubrec.reason(), pubrec.properties());
    } else if (packet instanceof Packet.Pubrel pubrel) {
      return answer(MqttMessageType.PUBREL, pubrel.id(), pubrel.reason(), pubrel.properties());
    } else if (packet instanceof Packet.Pubcomp pubcomp) {
      return answer(MqttMessageType.PUBCOMP, pubcomp.id(), pubcomp.reason(), pubcomp.properties());
    } else if (packet instanceof Packet.Disconnect disconnect) {
      return new MqttMessage(
          header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
          new MqttReasonCodeAndPropertiesVariableHeader(
              (byte) disconnect.reason(), properties(disconnect.properties())));
    }
    throw new AssertionError(packet);
  }

  private static MqttMessage connect(Packet.Connect connect) {
    MqttMessageBuilders.ConnectBuilder builder =
        MqttMessageBuilders.connect()
            .protocolVersion(
                connect.version() == Packet.V5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
            .clientId(connect.clientId())
            .cleanSession(connect.cleanStart())
            .keepAlive(connect.keepAliveSeconds())
            .properties(properties(connect.properties()));
    Packet.Will will = connect.will();
    if (will != null) {
      builder
          .willFlag(true)
          .willTopic(will.topic())
          .willMessage(will.payload())
          .willQoS(MqttQoS.valueOf(will.qos()))
          .willRetain(will.retain())
          .willProperties(properties(will.properties()));
    }
    if (connect.userName() != null) {
      builder.hasUser(true).username(connect.userName());
    }
    if (connect.password() != null) {
      builder.hasPassword(true).password(connect.password());
    }
    return builder.build();
  }

  private static MqttMessage publish(Packet.Publish publish) {
    return new MqttPublishMessage(
        new MqttFixedHeader(
            MqttMessageType.PUBLISH,
            publish.dup(),
            MqttQoS.valueOf(publish.qos()),
            publish.retain(),
            0),
        new MqttPublishVariableHeader(
            publish.topic(),
            publish.qos() == 0 ? -1 : publish.id(),
            properties(publish.properties())),
        Unpooled.wrappedBuffer(publish.payload()));
  }

  private static MqttMessage subscribe(Packet.Subscribe subscribe) {
    MqttMessageBuilders.SubscribeBuilder builder =
        MqttMessageBuilders.subscribe()
            .messageId(subscribe.id())
            .properties(properties(subscribe.properties()));
    for (Packet.Filter filter : subscribe.filters()) {
      builder.addSubscription(
          filter.filter(),
          new MqttSubscriptionOption(
              MqttQoS.valueOf(filter.qos()),
              filter.noLocal(),
              filter.retainAsPublished(),
              RetainedHandlingPolicy.valueOf(filter.retainHandling())));
    }
    return builder.build();
  }

  private static MqttMessage answer(
      MqttMessageType type, int id, int reason, Properties properties) {
    return new MqttMessage(
        header(type, type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE),
        new MqttPubReplyMessageVariableHeader(id, (byte) reason, properties(properties)));
  }

  private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
    return new MqttFixedHeader(type, false, qos, false, 0);
  }

  static MqttProperties properties(Properties properties) {
    MqttProperties all = new MqttProperties();
    for (Property property : Property.values()) {
      int identifier = property.identifier();
      if (!properties.has(property)) {
        continue;
      }
      switch (property.kind()) {
        case FLAG, TWO_BYTES, FOUR_BYTES, VARIABLE ->
            all.add(
                new MqttProperties.IntegerProperty(
                    identifier, (int) properties.number(property, 0)));
        case TEXT ->
            all.add(
                new MqttProperties.StringProperty(
                    identifier, properties.text(property).orElseThrow()));
        case BINARY ->
            all.add(
                new MqttProperties.BinaryProperty(
                    identifier, properties.bytes(property).orElseThrow()));
        case PAIR ->
            properties
                .user()
                .forEach(
                    each -> all.add(new MqttProperties.UserProperty(each.name(), each.value())));
      }
    }
    return all;
  }

  /** What both of them say of properties, written so that it can be compared. */
  static String text(MqttProperties properties) {
    StringBuilder text = new StringBuilder();
    for (Property property : Property.values()) {
      if (property == Property.USER_PROPERTY) {
        properties
            .getProperties(property.identifier())
            .forEach(
                each -> {
                  MqttProperties.StringPair pair = (MqttProperties.StringPair) each.value();
                  text.append(pair.key).append('=').append(pair.value).append(' ');
                });
        continue;
      }
      for (MqttProperties.MqttProperty<?> each : properties.getProperties(property.identifier())) {
        Object value = each.value();
        text.append(property)
            .append('=')
            .append(value instanceof byte[] bytes ? ByteBufUtil.hexDump(bytes) : value)
            .append(' ');
      }
    }
    return text.toString();
  }
}
