package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.pubsub.port.PortResult;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of a Mosquitto become items. */
class BridgeInboundTest {

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    broker = new MosquittoBroker(folder, "allow_anonymous true", "max_queued_messages 100000");
  }

  @AfterAll
  static void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  private static BridgeFixture bridge(String name, SubscribeMapping... mappings) {
    return bridge(name, ProtocolVersion.V5, mappings);
  }

  private static BridgeFixture bridge(
      String name, ProtocolVersion version, SubscribeMapping... mappings) {
    return new BridgeFixture(
        vertx,
        new InMemoryPort(),
        BridgeFixture.options(name, broker.port())
            .version(version)
            .subscribe(List.of(mappings))
            .build());
  }

  /** Waits until the filters of a bridge are answered: what is sent then comes. */
  private static BridgeFixture up(BridgeFixture bridge, String client) throws Exception {
    int logged = broker.logSize();
    bridge.start();
    broker.awaitLog(logged, "Sending SUBACK to " + client);
    return bridge;
  }

  private static BridgeFixture up(BridgeFixture bridge) throws Exception {
    return up(bridge, "pipit-" + BridgeFixture.NODE + "-" + bridge.status().name());
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void eachMessageIsOneItemInTheOrderOfItsTopic(ProtocolVersion version) throws Exception {
    String name = version == ProtocolVersion.V5 ? "each-5" : "each-3";
    int count = 300;
    try (BridgeFixture bridge =
            up(
                bridge(
                    name,
                    version,
                    BridgeFixture.from(name + "/+/#", "in/{1}/{*}").qos(2).build()));
        TestClient client = new TestClient(broker.port(), "from-" + name)) {
      for (int i = 0; i < count; i++) {
        client.publish(name + "/q" + i % 3 + "/t" + i % 2, "n" + i, i % 3, false);
      }
      Map<String, List<Integer>> came = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        InMemoryPort.Published one = bridge.next();
        came.computeIfAbsent(one.item().node(), none -> new ArrayList<>())
            .add(Integer.parseInt(InMemoryPort.text(one.item()).substring(1)));
        assertEquals(
            "bridge-" + name + "@localhost",
            Objects.requireNonNull(one.item().publisher()).toString());
      }
      assertEquals(6, came.size());
      for (Map.Entry<String, List<Integer>> node : came.entrySet()) {
        int qos = node.getKey().charAt(4) - '0';
        int topic = node.getKey().charAt(7) - '0';
        assertEquals(
            IntStream.range(0, count).filter(n -> n % 3 == qos && n % 2 == topic).boxed().toList(),
            node.getValue());
      }
    }
  }

  @Test
  void aFullIntakeThatBlocksDropsNothing() throws Exception {
    int many = BridgeConnection.INTAKE + 50;
    InMemoryPort port = new InMemoryPort();
    BufferOptions buffer = BridgeDefaults.BUFFER;
    BridgeOptions options =
        BridgeFixture.options("full", broker.port())
            .subscribe(List.of(BridgeFixture.from("full/#", "in/{*}").build()))
            .buffer(
                new BufferOptions(
                    buffer.maxItems(),
                    buffer.maxBytes(),
                    buffer.maxAge(),
                    BufferOptions.Overflow.BLOCK,
                    buffer.sync(),
                    buffer.drainRate()))
            .build();
    try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options));
        TestClient sender = new TestClient(broker.port(), "from-full")) {
      port.hold();
      for (int i = 0; i < many; i++) {
        sender.send("full/" + i % 100, "n" + i, 0);
      }
      for (int i = 0; i < BridgeConnection.INTAKE; i++) {
        assertEquals("n" + i, bridge.nextText());
      }
      assertEquals(BridgeConnection.INTAKE, bridge.status().unacknowledged());
      port.settle();
      for (int i = BridgeConnection.INTAKE; i < many; i++) {
        assertEquals("n" + i, bridge.nextText());
      }
      assertEquals(0, bridge.metrics.count("dropped intake"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void nothingIsAcknowledgedBeforeItIsDurable(ProtocolVersion version) throws Exception {
    String name = version == ProtocolVersion.V5 ? "ack-5" : "ack-3";
    String client = "pipit-" + BridgeFixture.NODE + "-" + name;
    InMemoryPort port = new InMemoryPort();
    BridgeOptions options =
        BridgeFixture.options(name, broker.port())
            .version(version)
            .subscribe(List.of(BridgeFixture.from(name + "/#", "in/{*}").qos(2).build()))
            .build();
    try (TestClient sender = new TestClient(broker.port(), "from-" + name)) {
      try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options))) {
        port.hold();
        sender.publish(name + "/one", "1", 1, false);
        sender.publish(name + "/two", "2", 2, false);
        bridge.next();
        bridge.next();
        assertEquals(2, bridge.status().unacknowledged());
        assertEquals(0, broker.logged("Received PUBACK from " + client));
        assertEquals(0, broker.logged("Received PUBREC from " + client));
        int logged = broker.logSize();
        port.settle();
        broker.awaitLog(logged, "Received PUBACK from " + client);
        broker.awaitLog(logged, "Received PUBCOMP from " + client);
        port.hold();
        sender.publish(name + "/one", "3", 1, false);
        sender.publish(name + "/two", "4", 2, false);
        bridge.next();
        bridge.next();
        // The connection ends with both stored and none acknowledged.
      }
      port.settle();
      try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options))) {
        int logged = broker.logSize();
        sender.publish(name + "/three", "5", 2, false);
        broker.awaitLog(logged, "Received PUBCOMP from " + client);
        // That of QoS 1 comes again, that of QoS 2 does not.
        List<String> texts = new ArrayList<>();
        while (!texts.contains("5")) {
          texts.add(bridge.nextText());
        }
        assertTrue(!texts.contains("4"), texts.toString());
        assertEquals(List.of("4"), port.texts("in/two").subList(1, 2));
        assertEquals(2, port.texts("in/two").size());
      }
    }
  }

  @Test
  void whatTheStoreCannotTakeNowIsKeptAndWhatItRefusesIsCounted() throws Exception {
    try (BridgeFixture bridge = up(bridge("busy", BridgeFixture.from("busy/#", "in/{*}").build()));
        TestClient client = new TestClient(broker.port(), "from-busy")) {
      AtomicInteger tries = new AtomicInteger();
      bridge.port.refuse(
          PortResult.Reason.BUSY,
          publish -> publish.node().equals("in/a") && tries.getAndIncrement() < 2);
      bridge.port.hold();
      client.publish("busy/a", "kept", 1, false);
      client.publish("busy/a", "next", 1, false);
      client.publish("busy/b", "behind both", 1, false);
      // Those of another topic do not wait, those of the same do, though the store would take them.
      assertEquals("behind both", bridge.nextText());
      assertEquals(1, tries.get());
      bridge.port.settle();
      bridge.metrics.await("in ok", 3);
      assertEquals(4, tries.get());
      bridge.port.refuse(
          PortResult.Reason.NOT_AUTHORISED, publish -> publish.node().equals("in/no"));
      client.publish("busy/no", "refused", 1, false);
      bridge.metrics.await("errors not_authorised", 1);
      assertEquals(List.of("kept", "next"), bridge.port.texts("in/a"));
      bridge.metrics.await("in refused", 1);
      assertEquals(0, bridge.status().unacknowledged());
    }
  }

  @Test
  void retainedMessagesArePublishedOnlyWhenTheyDiffer() throws Exception {
    InMemoryPort port = new InMemoryPort();
    BridgeOptions options =
        BridgeFixture.options("state", broker.port())
            .subscribe(List.of(BridgeFixture.from("state/#", "in/{*}").id("current").build()))
            .build();
    try (TestClient client = new TestClient(broker.port(), "from-state")) {
      client.publish("state/a", "1", 1, true);
      client.publish("state/b", "1", 1, true);
      try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options))) {
        bridge.metrics.await("in ok", 2);
        assertEquals("1", port.standing("in/a"));
      }
      client.publish("state/b", "2", 0, true);
      try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options))) {
        bridge.metrics.await("in unchanged", 1);
        bridge.metrics.await("in ok", 1);
        assertEquals("2", port.standing("in/b"));
        client.publish("state/a", "", 1, true);
        bridge.metrics.await("in ok", 2);
        assertNull(port.standing("in/a"));
      }
    } finally {
      try (TestClient client = new TestClient(broker.port(), "clear-state")) {
        client.publish("state/b", "", 1, true);
      }
    }
  }

  /** With QoS 1: of QoS 0 a broker keeps nothing for who is away. */
  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void whatIsClearedThereWhileTheyAreApartIsRetractedAfterwards(ProtocolVersion version)
      throws Exception {
    String name = version == ProtocolVersion.V5 ? "cleared-5" : "cleared-3";
    InMemoryPort port = new InMemoryPort();
    BridgeOptions options =
        BridgeFixture.options(name, broker.port())
            .version(version)
            .subscribe(List.of(BridgeFixture.from(name + "/#", "in/{*}").id("current").build()))
            .build();
    try (TestClient client = new TestClient(broker.port(), "from-" + name)) {
      client.publish(name + "/kept", "1", 1, true);
      client.publish(name + "/gone", "2", 1, true);
      try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options))) {
        bridge.metrics.await("in ok", 2);
      }
      client.publish(name + "/gone", "", 1, true);
      assertEquals("2", port.standing("in/gone"));
      try (BridgeFixture bridge = up(new BridgeFixture(vertx, port, options))) {
        assertEquals("in/gone", port.ended.poll(60, TimeUnit.SECONDS));
        bridge.metrics.await("in unchanged", 1);
        assertNull(port.standing("in/gone"));
        assertEquals("1", port.standing("in/kept"));
      }
      client.publish(name + "/kept", "", 1, true);
    }
  }

  @Test
  void headersGoAlongAndTheSenderGivesTheId() throws Exception {
    try (BridgeFixture bridge =
            up(bridge("heads", BridgeFixture.from("heads/#", "in/{*}").build()));
        TestClient client = new TestClient(broker.port(), "from-heads")) {
      client.publish(
          "heads/a",
          "x",
          1,
          false,
          new UserProperty("pipit-id", "item-7"),
          new UserProperty("unit", "C"),
          new UserProperty("pipit-origin", "node-z"),
          new UserProperty("pipit-hops", "2"),
          new UserProperty("pipit-publisher", "somebody@else"));
      InMemoryPort.Published one = bridge.next();
      assertEquals("item-7", one.item().id());
      assertEquals(
          new HashSet<>(
              List.of(
                  new PortHeader("unit", "C"),
                  new PortHeader("Origin", "node-z"),
                  new PortHeader("Hops", "2"),
                  new PortHeader("Source-Topic", "heads/a"),
                  new PortHeader("Via", "heads"))),
          new HashSet<>(one.item().headers()));
    }
  }

  @Test
  void badTopicsAndForeignRoundsAreCountedAndAcknowledged() throws Exception {
    try (BridgeFixture bridge = up(bridge("bad", BridgeFixture.from("bad/#", "in/{*}").build()));
        TestClient client = new TestClient(broker.port(), "from-bad")) {
      client.publish("bad/" + "x/".repeat(20), "deep", 1, false);
      client.publish("bad/own", "x", 1, false, new UserProperty("pipit-origin", "node-a"));
      client.publish("bad/far", "x", 1, false, new UserProperty("pipit-hops", "5"));
      client.publish("bad/far", "x", 1, false, new UserProperty("pipit-hops", "-1"));
      client.publish("bad/good", "x", 1, false, new UserProperty("pipit-hops", "4"));
      assertEquals("in/good", bridge.next().item().node());
      bridge.metrics.await("in ok", 1);
      assertEquals(1, bridge.metrics.count("errors bad_topic"));
      assertEquals(3, bridge.metrics.count("loops"));
      assertEquals(0, bridge.status().unacknowledged());
    }
  }

  @Test
  void aDeviceIsPresentAsItsStateSays() throws Exception {
    BridgeOptions options =
        BridgeFixture.options("devices", broker.port())
            .presence(List.of(PresenceMapping.of("dev/+/$state", "{1}")))
            .build();
    try (BridgeFixture bridge = up(new BridgeFixture(vertx, new InMemoryPort(), options));
        TestClient client = new TestClient(broker.port(), "from-devices")) {
      for (String state : List.of("init", "nonsense", "sleeping", "lost")) {
        client.publish("dev/pump-1/$state", state, 1, false);
      }
      bridge.metrics.await("in ok", 3);
      assertEquals(1, bridge.metrics.count("errors unmatched"));
      List<InMemoryPort.Present> said = new ArrayList<>();
      bridge.port.presences.drainTo(said);
      assertEquals(
          List.of(
              new InMemoryPort.Present("pump-1@localhost", PortPresence.AVAILABLE),
              new InMemoryPort.Present("pump-1@localhost", PortPresence.AWAY),
              new InMemoryPort.Present("pump-1@localhost", PortPresence.UNAVAILABLE)),
          said);
    }
  }

  @Test
  void aBacklogOfThousandsComesAtOnceAfterAConnection() throws Exception {
    InMemoryPort port = new InMemoryPort();
    BridgeOptions options =
        BridgeFixture.options("backlog", broker.port())
            .subscribe(List.of(BridgeFixture.from("backlog/#", "in/{*}").build()))
            .build();
    up(new BridgeFixture(vertx, port, options)).close();
    int count = 5_000;
    try (TestClient client = new TestClient(broker.port(), "from-backlog")) {
      for (int i = 0; i < count; i++) {
        client.send("backlog/a", "n" + i, 1);
      }
      client.awaitSent();
    }
    try (BridgeFixture bridge = new BridgeFixture(vertx, port, options)) {
      bridge.up();
      List<String> texts = new ArrayList<>();
      while (texts.size() < count) {
        texts.add(bridge.nextText());
      }
      assertEquals(IntStream.range(0, count).mapToObj(i -> "n" + i).toList(), texts);
      bridge.metrics.await("in ok", count);
      assertTrue(bridge.status().sessionPresent());
    }
  }
}
