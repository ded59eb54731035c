package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing goes round, whatever is bridged to what. */
class BridgeLoopTest {

  private static final int COUNT = 50;
  private static final int OUTAGES = 10;

  private Vertx vertx;
  private MosquittoBroker broker;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    broker = new MosquittoBroker(folder, "allow_anonymous true");
  }

  @AfterEach
  void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  private BridgeOptions.Builder both(String name, String topics, String nodes) {
    return BridgeFixture.options(name, broker.port())
        .subscribe(List.of(BridgeFixture.from(topics + "/#", nodes + "/{*}").build()))
        .publish(List.of(BridgeFixture.to(nodes + "/#", topics + "/{*}").build()));
  }

  private BridgeFixture subscribed(BridgeFixture bridge, String client) throws Exception {
    int logged = broker.logSize();
    bridge.up();
    broker.awaitLog(logged, "Sending SUBACK to " + client);
    return bridge;
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void oneBridgeThatSubscribesWhatItPublishes(ProtocolVersion version) throws Exception {
    BridgeOptions options =
        both("same", "t", "n").version(version).loopGuard(LoopGuard.HASH).build();
    try (BridgeFixture bridge =
            subscribed(new BridgeFixture(vertx, new InMemoryPort(), options), "pipit-node-a-same");
        TestClient client = new TestClient(broker.port(), "other")) {
      client.subscribe("t/#", 1);
      for (int i = 0; i < COUNT; i++) {
        bridge.publish("n/a", "i" + i, "here" + i);
        client.publish("t/b", "there" + i, 1, false);
      }
      List<String> texts = client.texts(2 * COUNT);
      assertEquals(
          IntStream.range(0, COUNT).mapToObj(i -> "here" + i).toList(),
          texts.stream().filter(text -> text.startsWith("here")).toList());
      bridge.metrics.await("in ok", COUNT);
      bridge.metrics.await("out ok", COUNT);
      if (version == ProtocolVersion.V3_1_1) {
        // No Local is of MQTT 5: here each echo comes, and is known.
        bridge.metrics.await("loops", COUNT);
      }
      client.publish("t/b", "end", 1, false);
      List<String> published = new ArrayList<>();
      while (!published.contains("end")) {
        published.add(bridge.nextText());
      }
      assertEquals(2 * COUNT + 1, published.size());
      assertEquals(List.of("end"), client.texts(1));
      assertEquals(List.of(), client.rest());
    }
  }

  @Test
  void twoBridgesInARing() throws Exception {
    InMemoryPort portA = new InMemoryPort();
    InMemoryPort portB = new InMemoryPort();
    // A sends its nodes to B by one tree of topics, and B sends them back by another.
    BridgeOptions a =
        BridgeFixture.options("ring", broker.port())
            .subscribe(List.of(BridgeFixture.from("to-a/#", "n/{*}").build()))
            .publish(List.of(BridgeFixture.to("n/#", "to-b/{*}").build()))
            .build();
    BridgeOptions b =
        BridgeFixture.options("back", broker.port())
            .subscribe(List.of(BridgeFixture.from("to-b/#", "m/{*}").build()))
            .build();
    BridgeOptions c =
        BridgeFixture.options("forth", broker.port())
            .publish(List.of(BridgeFixture.to("m/#", "to-a/{*}").build()))
            .build();
    try (BridgeFixture first =
            subscribed(new BridgeFixture(vertx, portA, "node-a", a), "pipit-node-a-ring");
        BridgeFixture second =
            subscribed(new BridgeFixture(vertx, portB, "node-b", b), "pipit-node-b-back");
        BridgeFixture third = new BridgeFixture(vertx, portB, "node-b", c).up()) {
      for (int i = 0; i < COUNT; i++) {
        first.publish("n/x", "i" + i, "n" + i);
      }
      third.metrics.await("out ok", COUNT);
      first.metrics.await("loops", COUNT);
      assertEquals(COUNT, portA.texts("n/x").size());
      assertEquals(COUNT, portB.texts("m/x").size());
      assertTrue(second.metrics.count("loops") == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void outagesRepeatNothingThatIsRetained(ProtocolVersion version) throws Exception {
    InMemoryPort port = new InMemoryPort();
    BridgeOptions options =
        BridgeFixture.options("outage", broker.port())
            .version(version)
            .subscribe(List.of(BridgeFixture.from("r/+", "in/{1}").id("current").build()))
            .build();
    try (TestClient client = new TestClient(broker.port(), "sensor")) {
      for (int topic = 0; topic < 4; topic++) {
        client.publish("r/" + topic, "v0", 1, true);
      }
      try (BridgeFixture bridge =
          subscribed(new BridgeFixture(vertx, port, options), "pipit-node-a-outage")) {
        bridge.metrics.await("in ok", 4);
        for (int round = 1; round <= OUTAGES; round++) {
          BridgeFixture.await(bridge.bridge.pause());
          client.publish("r/" + round % 4, "v" + round, 0, true);
          BridgeFixture.await(bridge.bridge.resume());
          bridge.metrics.await("in ok", 4 + round);
          bridge.metrics.await("in unchanged", 3L * round);
          assertEquals("v" + round, port.standing("in/" + round % 4));
        }
        assertEquals(4 + OUTAGES, bridge.metrics.count("in ok"));
        assertEquals(3 * OUTAGES, bridge.metrics.count("in unchanged"));
      }
    }
  }
}
