package io.pipit.broker.mqtt.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.Mutations;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Packets that were right once, with bytes changed: each comes out as a packet or as malformed,
 * nothing is thrown, and nothing behind the packet is looked at.
 */
class MutatorTest {

  @Test
  void mutatedPacketsForTenSeconds() {
    mutateFor(10_000_000_000L);
  }

  @Tag("soak")
  @Test
  void mutatedPacketsForAMinute() {
    mutateFor(Mutations.nanos(60));
  }

  private static void mutateFor(long nanos) {
    Mutations mutations = new Mutations();
    List<PacketBytes.Sample> samples = PacketBytes.samples();
    Map<PacketType, Integer> right = new EnumMap<>(PacketType.class);
    int wrong = 0;
    long end = System.nanoTime() + nanos;
    long round = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 1_000; i++, round++) {
        PacketBytes.Sample sample = samples.get(mutations.random().nextInt(samples.size()));
        byte[] mutated = mutated(sample.bytes(), mutations);
        Packet read = read(mutated, sample.version(), round);
        if (read instanceof Packet.Malformed) {
          wrong++;
        } else {
          right.merge(PacketType.of(mutated[0] & 0xFF).orElseThrow(), 1, Integer::sum);
        }
      }
    }
    System.out.printf("%d packets, %d of them malformed%n", round, wrong);
    // The mutations are neither too gentle nor too rough to get anywhere.
    assertTrue(wrong > 1_000, "malformed: " + wrong);
    assertTrue(right.size() >= 11, "kinds that were read: " + right);
  }

  private static Packet read(byte[] mutated, int version, long round) {
    try {
      return ReaderTarget.read(mutated, version);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("round " + round + ": " + Arrays.toString(mutated), e);
    }
  }

  /** Changes the body, and says its true length: other lengths are a matter of framing. */
  private static byte[] mutated(byte[] packet, Mutations mutations) {
    byte[] body = mutations.mutated(Arrays.copyOfRange(packet, 2, packet.length));
    int first =
        mutations.random().nextInt(10) == 0 ? mutations.random().nextInt(256) : packet[0] & 0xFF;
    return PacketBytes.packet(first, (Object) body);
  }
}
