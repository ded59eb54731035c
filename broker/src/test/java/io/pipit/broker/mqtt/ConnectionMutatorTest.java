package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufUtil;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole conversations with bytes changed: whatever a client does, the node finds no fault with
 * itself, keeps nothing of it, and serves the next one.
 */
class ConnectionMutatorTest {

  @Test
  void seedsAreFine() {
    FuzzSeeds.ofConnections().forEach(ConnectionMutatorTest::run);
  }

  @Test
  void mutatedConversationsForTenSeconds() {
    mutateFor(10_000_000_000L);
  }

  @Tag("soak")
  @Test
  void mutatedConversationsForAMinute() {
    mutateFor(Mutations.nanos(60));
  }

  /** The test can fail: a node that keeps a session is found out. */
  @Test
  void sessionThatIsLeftIsFound() {
    OneThreadNode node = new OneThreadNode();
    OneThreadClient client = node.connect(1);
    client.send(RawMqttClient.connect(5, "a", OneThreadNode.NAME, OneThreadNode.PASSWORD));
    assertThrows(AssertionError.class, node::requireNothingLeft);
    client.hangUp();
    node.requireNothingLeft();
    node.close();
  }

  private static void mutateFor(long nanos) {
    Mutations mutations = new Mutations();
    List<byte[]> seeds = FuzzSeeds.ofConnections();
    int rounds = 0;
    for (long end = System.nanoTime() + nanos; System.nanoTime() < end; rounds++) {
      run(mutations.mutated(seeds.get(mutations.random().nextInt(seeds.size()))));
    }
    System.out.printf("%d conversations%n", rounds);
    assertTrue(rounds > 0);
  }

  private static void run(byte[] input) {
    try {
      ConnectionTarget.fuzzerTestOneInput(input);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(ByteBufUtil.hexDump(input), e);
    }
  }
}
