package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.IncomingMessage;
import io.pipit.bridges.mqtt.link.MessageProperties;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What the bridge tells of others and of itself, it tells in the turn in which it hears of it: no
 * timer of its own is between. Everything here runs in the thread of the test, and nothing is
 * waited for.
 */
class SameTurnTest {

  private static final String STATUS = "bridges/turn/state";
  private static final BareJid OWNER = BareJid.of("bridge-turn@localhost");

  private static final BridgeLog LOG = new BridgeLog("turn", java.time.Clock.systemUTC());

  private static final Vertx VERTX = Vertx.vertx();
  private final InMemoryPort port = new InMemoryPort();
  private final BridgeEnvironment environment =
      new BridgeEnvironment(
          VERTX,
          VERTX.getOrCreateContext(),
          port.on(Runnable::run),
          Clock.systemUTC(),
          BridgeFixture.NODE,
          "localhost",
          new CountedMetrics());

  @AfterAll
  static void stop() {
    BridgeFixture.await(VERTX.close());
  }

  @Test
  void deviceIsUnavailableWithItsLastWill() {
    BridgeOptions options =
        BridgeFixture.options("turn", 1)
            .presence(
                List.of(
                    new PresenceMapping(
                        "dev/+/state", "{1}", List.of("ready"), List.of("lost"), List.of())))
            .build();
    BridgeInbound inbound =
        new BridgeInbound(
            environment,
            new InboundWork.Place("turn", OWNER, "bridge/turn"),
            new BridgeTally(LOG, environment.clock()),
            new BridgeMapping(options, BridgeFixture.NODE, environment.clock(), new Random(1)),
            answer -> {});
    inbound.up(new NoLink(), true, true);
    inbound.message(said("ready"));
    assertEquals(
        new InMemoryPort.Present("meter@localhost", PortPresence.AVAILABLE), port.presences.poll());
    inbound.message(said("lost"));
    assertEquals(
        new InMemoryPort.Present("meter@localhost", PortPresence.UNAVAILABLE),
        port.presences.poll());
  }

  private static IncomingMessage said(String word) {
    return new IncomingMessage(
        0, "dev/meter/state", word.getBytes(UTF_8), 0, false, false, MessageProperties.NONE);
  }

  private static void say(StatusNode node, BridgeState state) {
    node.say(state, Instant.EPOCH, null, null);
  }

  private void assertSaid(BridgeState state) {
    InMemoryPort.Published next = port.published.poll();
    assertNotNull(next);
    String text = InMemoryPort.text(next.item());
    assertTrue(text.startsWith("{\"state\":\"" + state.word() + "\""), text);
  }

  @Test
  void nodeSaysTheStateWithItsChange() {
    StatusNode node =
        new StatusNode(environment, LOG, STATUS, Jid.of("bridge-turn@localhost/turn"));
    for (BridgeState state : BridgeState.values()) {
      say(node, state);
      assertSaid(state);
    }
  }

  /** While the store is slow the newest state waits for the end of one publish, and for no more. */
  @Test
  void nodeSaysTheNewestStateWhenTheOneBeforeIsStored() {
    StatusNode node =
        new StatusNode(environment, LOG, STATUS, Jid.of("bridge-turn@localhost/turn"));
    port.hold();
    say(node, BridgeState.CONNECTING);
    say(node, BridgeState.UP);
    say(node, BridgeState.DOWN);
    assertSaid(BridgeState.CONNECTING);
    assertEquals(0, port.published.size());
    port.settle();
    assertSaid(BridgeState.DOWN);
    assertEquals(0, port.published.size());
  }
}
