package io.pipit.broker.mqtt.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Packets that were right once, with bytes changed, put in, taken out and cut: each comes out as a
 * packet or as malformed, nothing is thrown, and nothing behind the packet is looked at.
 */
class MutatorTest {

  private static final long SEED = 20_261_122;

  /** Behind each packet, and never part of what is read. */
  private static final byte GUARD = 0x5A;

  @Test
  void mutatedPacketsForTenSeconds() {
    mutateFor(Duration.ofSeconds(10));
  }

  @Tag("soak")
  @Test
  void mutatedPacketsForAMinute() {
    mutateFor(Duration.ofSeconds(60));
  }

  private static void mutateFor(Duration time) {
    Random random = new Random(SEED);
    List<PacketBytes.Sample> samples = PacketBytes.samples();
    Map<PacketType, Integer> right = new EnumMap<>(PacketType.class);
    int wrong = 0;
    long end = System.nanoTime() + time.toNanos();
    long round = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 1_000; i++, round++) {
        PacketBytes.Sample sample = samples.get(random.nextInt(samples.size()));
        byte[] mutated = mutated(sample.bytes(), random);
        Packet read = read(mutated, sample.version(), round);
        if (read instanceof Packet.Malformed malformed) {
          assertTrue(ReasonCode.isError(malformed.reason()), malformed::what);
          wrong++;
        } else {
          right.merge(PacketType.of(mutated[0] & 0xFF).orElseThrow(), 1, Integer::sum);
        }
      }
    }
    // The mutations are neither too gentle nor too rough to get anywhere.
    assertTrue(wrong > 1_000, "malformed: " + wrong);
    assertTrue(right.size() >= 11, "kinds that were read: " + right);
  }

  private static Packet read(byte[] mutated, int version, long round) {
    byte[] guarded = Arrays.copyOf(mutated, mutated.length + 64);
    Arrays.fill(guarded, mutated.length, guarded.length, GUARD);
    ByteBuf in = Unpooled.wrappedBuffer(guarded);
    try {
      Packet read = PacketReader.read(in, mutated.length, version);
      assertEquals(0, in.readerIndex());
      // Other bytes behind it make no difference.
      Arrays.fill(guarded, mutated.length, guarded.length, (byte) 0);
      assertEquals(read.getClass(), PacketReader.read(in, mutated.length, version).getClass());
      return read;
    } catch (RuntimeException e) {
      throw new AssertionError("round " + round + ": " + Arrays.toString(mutated), e);
    }
  }

  /** Changes the body, and says its true length: other lengths are a matter of framing. */
  private static byte[] mutated(byte[] packet, Random random) {
    byte[] body = Arrays.copyOfRange(packet, 2, packet.length);
    for (int i = random.nextInt(4); i >= 0; i--) {
      body = mutatedOnce(body, random);
    }
    int first = random.nextInt(10) == 0 ? random.nextInt(256) : packet[0] & 0xFF;
    return PacketBytes.packet(first, (Object) body);
  }

  private static byte[] mutatedOnce(byte[] body, Random random) {
    if (body.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(body.length);
    byte[] changed = body.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> changed = Arrays.copyOf(body, at);
      case 3 -> { // a piece again
        changed = Arrays.copyOf(body, body.length + body.length - at);
        System.arraycopy(body, at, changed, body.length, body.length - at);
      }
      case 4 -> { // one byte less
        changed = Arrays.copyOf(body, body.length - 1);
        System.arraycopy(body, at + 1, changed, at, body.length - at - 1);
      }
      default -> changed[at] = random.nextBoolean() ? (byte) 0xFF : 0;
    }
    return changed;
  }
}
