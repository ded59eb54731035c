package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.local.LocalChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.util.ReferenceCountUtil;
import io.pipit.broker.mqtt.codec.Framing;
import io.pipit.broker.mqtt.codec.NettyCodec;
import io.pipit.broker.mqtt.codec.PacketBytes;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A client of {@link OneThreadNode} that says anything, and looks at what it hears: packets that
 * Netty's codec reads, in an order that MQTT allows. Confined to its thread.
 */
final class OneThreadClient {

  /** A packet that came. */
  record Heard(PacketType type, byte[] bytes) {

    int first() {
      return bytes[0] & 0xFF;
    }
  }

  private static final NettyCodec OF_3_1_1 = new NettyCodec(4);
  private static final NettyCodec OF_5 = new NettyCodec(5);

  private final OneThreadNode node;
  private final LocalChannel channel = new LocalChannel();
  private final ByteBuf in = Unpooled.buffer();
  private final List<Heard> heard = new ArrayList<>();
  private NettyCodec codec = OF_3_1_1;

  /** 0 until CONNACK says it. */
  private int version;

  private final BitSet aliases = new BitSet();
  private boolean ended;
  private boolean hasLast;
  private boolean hasConnack;

  OneThreadClient(OneThreadNode node) {
    this.node = node;
    channel.pipeline().addLast(new Listener());
  }

  LocalChannel channel() {
    return channel;
  }

  /** Of which version packets to it have to be; else its CONNACK says it. */
  private void version(int spoken) {
    version = spoken;
    codec = spoken == 5 ? OF_5 : OF_3_1_1;
  }

  boolean hasEnded() {
    return ended;
  }

  /** What came, once. */
  List<Heard> take() {
    List<Heard> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  /** Sends, and has everything done that follows. */
  void send(byte[] bytes) {
    if (channel.isActive()) {
      var unused = channel.writeAndFlush(node.buffer(bytes));
    }
    node.settle();
  }

  /** Is gone without a word. */
  void hangUp() {
    var unused = channel.close();
    node.settle();
  }

  /** Answers everything that waits for an answer, as long as that brings more. */
  void answerAll() {
    for (int round = 0; round < 100; round++) {
      boolean any = false;
      for (Heard each : take()) {
        any |= answer(each);
      }
      if (!any) {
        return;
      }
    }
    throw new AssertionError("there is always something more to be answered");
  }

  private boolean answer(Heard packet) {
    switch (packet.type()) {
      case PUBLISH -> {
        int qos = packet.first() >> 1 & 3;
        if (qos == 0) {
          return false;
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(packet.bytes());
        int at = 1;
        while (bytes.getByte(at) < 0) {
          at++;
        }
        int length = bytes.getUnsignedShort(at + 1);
        int id = bytes.getUnsignedShort(at + 3 + length);
        send(PacketBytes.packet(qos == 1 ? 0x40 : 0x50, id >> 8, id & 0xFF));
      }
      case PUBREC ->
          send(PacketBytes.packet(0x62, packet.bytes()[2] & 0xFF, packet.bytes()[3] & 0xFF));
      case PUBREL ->
          send(PacketBytes.packet(0x70, packet.bytes()[2] & 0xFF, packet.bytes()[3] & 0xFF));
      default -> {
        return false;
      }
    }
    return true;
  }

  private final class Listener extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      in.writeBytes(bytes);
      bytes.release();
      for (int length = Framing.length(in, Integer.MAX_VALUE);
          length != Framing.MORE && length <= in.readableBytes();
          length = Framing.length(in, Integer.MAX_VALUE)) {
        require(length > 0, "a length that is none");
        byte[] packet = new byte[length];
        in.readBytes(packet);
        in.discardReadBytes();
        heard(packet);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      ended = true;
      require(!in.isReadable(), "half a packet before the end");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      node.failed(cause);
    }
  }

  private void heard(byte[] packet) {
    Optional<PacketType> type = PacketType.of(packet[0] & 0xFF);
    require(type.isPresent(), "packet type 0");
    require(!hasLast, "something behind the last packet");
    require((type.get() == PacketType.CONNACK) != hasConnack, "the place of CONNACK");
    if (type.get() == PacketType.CONNACK) {
      hasConnack = true;
      if (version == 0) {
        version(packet[1] == 2 ? 4 : 5); // it has no properties before MQTT 5
      }
      hasLast = packet[3] != 0;
    } else if (type.get() == PacketType.DISCONNECT) {
      hasLast = true;
      require(version == 5, "DISCONNECT before MQTT 5");
      require((packet[2] & 0xFF) != ReasonCode.UNSPECIFIED_ERROR, "a defect, says DISCONNECT");
    }
    MqttMessage decoded = codec.decode(Unpooled.wrappedBuffer(packet));
    if (decoded instanceof MqttPublishMessage publish) {
      requireTopic(publish.variableHeader());
    }
    ReferenceCountUtil.release(decoded);
    heard.add(new Heard(type.get(), packet));
  }

  /** [MQTT-3.1.2-26], [MQTT-3.3.2-7]. */
  private void requireTopic(MqttPublishVariableHeader header) {
    var property = header.properties().getProperty(0x23);
    int alias = property == null ? 0 : (Integer) property.value();
    require(alias <= ConnectionTarget.MOST_ALIASES, "an alias beyond what the client takes");
    require(!header.topicName().isEmpty() || aliases.get(alias), "an alias that is not known");
    if (alias > 0) {
      aliases.set(alias);
    }
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      node.failed(new AssertionError(what + ": " + ByteBufUtil.hexDump(in) + " " + heard));
    }
  }
}
