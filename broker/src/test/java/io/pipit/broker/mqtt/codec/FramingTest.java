package io.pipit.broker.mqtt.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pipit.broker.mqtt.codec.Packet.Malformed;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a packet ends, and that nothing beyond it is looked at. */
class FramingTest {

  @ParameterizedTest(name = "2.1.4 {0} is {1}")
  @CsvSource({
    "'', -1",
    "30, -1",
    "3080, -1",
    "308080, -1",
    "30808080, -1",
    "3000, 2",
    "307F, 129",
    "308001, 131",
    "30FF7F, 16386",
    "30808001, 16388",
    "30FFFF7F, 2097155",
    "3080808001, 2097157",
    "30FFFFFF7F, 268435460",
    "30FFFFFFFF, -2",
    "30FFFFFFFF01, -2",
    "308000, -2",
    "3080808000, -2",
  })
  void lengthOfAPacket(String hex, int length) {
    ByteBuf in = Unpooled.wrappedBuffer(java.util.HexFormat.of().parseHex(hex));
    assertEquals(length, Framing.length(in, Integer.MAX_VALUE));
    assertEquals(0, in.readerIndex());
  }

  @Test
  void longPacketIsRefusedByItsLengthAlone() {
    ByteBuf in = Unpooled.wrappedBuffer(new byte[] {0x30, (byte) 0x80, 0x01});
    assertEquals(131, Framing.length(in, 131));
    assertEquals(Framing.TOO_LARGE, Framing.length(in, 130));
  }

  static Stream<PacketBytes.Sample> samples() {
    return PacketBytes.samples().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void packetThatIsNotWholeWaits(PacketBytes.Sample sample) {
    for (int cut = 0; cut < sample.bytes().length; cut++) {
      ByteBuf in = Unpooled.wrappedBuffer(sample.bytes(), 0, cut);
      int length = Framing.length(in, Integer.MAX_VALUE);
      assertEquals(cut < 2 ? Framing.MORE : sample.bytes().length, length);
    }
  }

  /**
   * A packet with a body cut short, whose length says so: it is malformed or, where the last field
   * may be absent, another packet. The bytes behind it are not taken for its own.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void shortenedPacketTakesNothingFromTheNext(PacketBytes.Sample sample) {
    byte[] whole = sample.bytes();
    for (int length = 2; length < whole.length; length++) {
      byte[] shortened = Arrays.copyOf(whole, length);
      shortened[1] = (byte) (length - 2);
      Packet alone = PacketReader.read(Unpooled.wrappedBuffer(shortened), length, sample.version());
      byte[] followed = whole.clone();
      followed[1] = shortened[1];
      Packet before = PacketReader.read(Unpooled.wrappedBuffer(followed), length, sample.version());
      assertEquals(alone.getClass(), before.getClass());
      if (alone instanceof Malformed malformed) {
        assertEquals(malformed, assertInstanceOf(Malformed.class, before));
      }
    }
  }
}
