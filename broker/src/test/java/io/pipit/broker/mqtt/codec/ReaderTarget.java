package io.pipit.broker.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Reads any bytes as packets that follow each other. Fails when anything is thrown, when what
 * stands behind a packet matters, or when a message says something else once it is written again.
 *
 * <p><b>Input.</b> The first byte chooses the version, the others are the packets.
 */
public final class ReaderTarget {

  /** Behind each packet, and never part of what is read. */
  private static final byte GUARD = 0x5A;

  private static final int MOST = 1 << 16;

  private ReaderTarget() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int version = input[0] % 2 == 0 ? Packet.V3_1_1 : Packet.V5;
    ByteBuf in = Unpooled.wrappedBuffer(input, 1, input.length - 1);
    while (in.isReadable()) {
      int length = Framing.length(in, MOST);
      if (length < 0 || length > in.readableBytes()) {
        return;
      }
      byte[] packet = new byte[length];
      in.readBytes(packet);
      read(packet, version);
    }
  }

  /** Reads one packet whose length is right. */
  static Packet read(byte[] packet, int version) {
    byte[] guarded = Arrays.copyOf(packet, packet.length + 64);
    Arrays.fill(guarded, packet.length, guarded.length, GUARD);
    ByteBuf in = Unpooled.wrappedBuffer(guarded);
    Packet read = PacketReader.read(in, packet.length, version);
    require(in.readerIndex() == 0, "an index was moved");
    Arrays.fill(guarded, packet.length, guarded.length, (byte) 0);
    Packet again = PacketReader.read(in, packet.length, version);
    require(read.getClass() == again.getClass(), "what stands behind a packet matters");
    if (read instanceof Packet.Malformed malformed) {
      require(ReasonCode.isError(malformed.reason()), malformed.what());
    } else if (read instanceof Packet.Publish publish
        && !publish.properties().has(Property.TOPIC_ALIAS)) {
      requireSameAgain(publish, version);
    }
    return read;
  }

  private static void requireSameAgain(Packet.Publish publish, int version) {
    ByteBuf out = Unpooled.buffer();
    SharedPublish.of(publish.topic(), publish.properties(), publish.payload())
        .appendTo(
            out,
            version,
            publish.qos(),
            publish.dup(),
            publish.retain(),
            publish.id(),
            SharedPublish.NO_IDENTIFIERS,
            SharedPublish.SAME_EXPIRY,
            0);
    int length = Framing.length(out, Integer.MAX_VALUE);
    require(length == out.readableBytes(), "a length that is none");
    Packet again = PacketReader.read(out, length, version);
    require(
        again instanceof Packet.Publish same
            && same.topic().equals(publish.topic())
            && same.qos() == publish.qos()
            && same.dup() == publish.dup()
            && same.retain() == publish.retain()
            && same.id() == publish.id()
            && Arrays.equals(same.payload(), publish.payload())
            && same.properties().length() == publish.properties().length(),
        "another message once it is written: " + again);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
