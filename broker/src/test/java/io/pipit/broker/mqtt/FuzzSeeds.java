package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.mqtt.codec.ForbiddenPackets;
import io.pipit.broker.mqtt.codec.PacketBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Where fuzzing begins: what the other tests send, right and wrong, and whole conversations. */
final class FuzzSeeds {

  private static final byte[] NONE = {};

  private FuzzSeeds() {}

  /** For {@link io.pipit.broker.mqtt.codec.ReaderTarget}. */
  static List<byte[]> ofReader() {
    List<byte[]> seeds = new ArrayList<>();
    for (PacketBytes.Sample sample : PacketBytes.samples()) {
      seeds.add(bytes(sample.version() - 4, sample.bytes()));
    }
    forbidden().forEach(each -> seeds.add(bytes(version(each) - 4, sent(each))));
    return seeds;
  }

  /** For {@link ConnectionTarget}. */
  static List<byte[]> ofConnections() {
    List<byte[]> seeds = new ArrayList<>();
    for (PacketBytes.Sample sample : PacketBytes.samples()) {
      seeds.add(ConnectionTarget.input(sample.version() - 4 | 2, withoutLength(sample.bytes())));
    }
    forbidden()
        .forEach(
            each ->
                seeds.add(ConnectionTarget.input(version(each) - 4, withoutLength(sent(each)))));
    ForbiddenPackets.connects()
        .forEach(each -> seeds.add(ConnectionTarget.input(128, withoutLength(sent(each)))));
    for (int options = 0; options < 128; options++) {
      boolean v5 = (options & 1) != 0;
      int qos = 1 + Integer.bitCount(options) % 2;
      seeds.add(ConnectionTarget.input(options, conversation(v5, qos)));
    }
    return seeds;
  }

  /** Subscribes, gets messages, goes, comes back, publishes. */
  private static byte[][] conversation(boolean v5, int qos) {
    byte[] none = v5 ? properties() : NONE;
    byte[] again = v5 ? properties(0x23, 0, 1) : NONE;
    return new byte[][] {
      bytes(0x82, 0, 7, none, "topic/+", qos, "$share/g/topic/a", 1, "b/#", 2),
      bytes(5, "first".getBytes(UTF_8)),
      bytes(4),
      bytes(6, "second".getBytes(UTF_8)),
      bytes(2), // gone and back
      bytes(4),
      bytes(0x34, "b/c", 0, 9, none, "third".getBytes(UTF_8)),
      bytes(3), // taken over
      bytes(0x3D, "b/c", 0, 9, again, "third".getBytes(UTF_8)),
      bytes(0x62, 0, 9),
      bytes(4),
      bytes(7),
      bytes(0xA2, 0, 8, none, "topic/+", "$share/g/topic/a"),
      bytes(8),
      bytes(0xC0),
      bytes(0xE0)
    };
  }

  private static Stream<Arguments> forbidden() {
    return ForbiddenPackets.inSession();
  }

  private static int version(Arguments row) {
    return (Integer) row.get()[1];
  }

  private static byte[] sent(Arguments row) {
    return (byte[]) row.get()[2];
  }

  /** First byte and body: the length is put in again where that is run. */
  private static byte[] withoutLength(byte[] packet) {
    int body = 1;
    while (packet[body] < 0) {
      body++;
    }
    byte[] rest = new byte[packet.length - body];
    rest[0] = packet[0];
    System.arraycopy(packet, body + 1, rest, 1, rest.length - 1);
    return rest;
  }
}
