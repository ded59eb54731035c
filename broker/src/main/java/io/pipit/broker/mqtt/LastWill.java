package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Packet.Will;
import io.pipit.broker.mqtt.codec.PacketReader;
import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.SharedPublish;
import java.util.Optional;

/**
 * What is published for a client that was lost, and how long after (3.1.2.5, 3.1.3.2). Immutable;
 * any thread.
 *
 * <p>Kept with a session it is a version, the delay in four bytes, and the PUBLISH of MQTT 5 that
 * it would be.
 *
 * @param delaySeconds after the connection has ended; the end of the session is its end too
 */
record LastWill(Will message, long delaySeconds) {

  /** What is kept with a session that has none. */
  static final byte[] NONE = {};

  private static final int VERSION = 1;
  private static final int HEAD = 5;

  static Optional<LastWill> of(Connect connect) {
    return Optional.ofNullable(connect.will())
        .map(will -> new LastWill(will, will.properties().number(Property.WILL_DELAY, 0)));
  }

  byte[] encode() {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(VERSION).writeInt((int) delaySeconds);
    SharedPublish.of(message.topic(), publishable(), message.payload())
        .appendTo(
            out,
            Packet.V5,
            message.qos(),
            false,
            message.retain(),
            1,
            SharedPublish.NO_IDENTIFIERS,
            SharedPublish.SAME_EXPIRY,
            0);
    return ByteBufUtil.getBytes(out);
  }

  /** The properties of the message, without those of the will. */
  private Properties publishable() {
    Properties all = message.properties();
    Properties.Builder properties = Properties.builder();
    for (Property each : new Property[] {Property.PAYLOAD_FORMAT, Property.MESSAGE_EXPIRY}) {
      if (all.has(each)) {
        properties.with(each, all.number(each, 0));
      }
    }
    for (Property each : new Property[] {Property.CONTENT_TYPE, Property.RESPONSE_TOPIC}) {
      all.text(each).ifPresent(text -> properties.with(each, text));
    }
    all.bytes(Property.CORRELATION_DATA)
        .ifPresent(data -> properties.with(Property.CORRELATION_DATA, data));
    all.user().forEach(properties::with);
    return properties.build();
  }

  /** The one that is kept with a session, if any. */
  static Optional<LastWill> decode(byte[] kept) {
    if (kept.length <= HEAD || kept[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuf in = Unpooled.wrappedBuffer(kept);
    long delay = in.skipBytes(1).readUnsignedInt();
    return PacketReader.read(in, in.readableBytes(), Packet.V5) instanceof Packet.Publish publish
        ? Optional.of(
            new LastWill(
                new Will(
                    publish.topic(),
                    publish.payload(),
                    publish.qos(),
                    publish.retain(),
                    publish.properties()),
                delay))
        : Optional.empty();
  }
}
