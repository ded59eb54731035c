package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortResult;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Items become messages at a Mosquitto. Whoever looks on subscribes with QoS 1: to a subscriber
 * with QoS 2 Mosquitto 2.0.11 sometimes stops in the middle of what it has for it.
 */
class BridgeOutboundTest {

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    broker = new MosquittoBroker(folder, "allow_anonymous true", "max_packet_size 2000");
  }

  @AfterAll
  static void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  private static BridgeOptions.Builder options(String name) {
    return BridgeFixture.options(name, broker.port());
  }

  private static BridgeFixture bridge(String name, PublishMapping... mappings) {
    return new BridgeFixture(
        vertx, new InMemoryPort(), options(name).publish(List.of(mappings)).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void eachItemIsOneMessageInItsOrder(int qos) throws Exception {
    int count = 300;
    for (ProtocolVersion version : List.of(ProtocolVersion.V5, ProtocolVersion.V3_1_1)) {
      String name = "out-" + qos + (version == ProtocolVersion.V5 ? "-5" : "-3");
      BridgeOptions options =
          options(name)
              .version(version)
              .publish(List.of(BridgeFixture.to("cmd/#", name + "/{*}").qos(qos).build()))
              .build();
      try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options).up();
          TestClient client = new TestClient(broker.port(), "to-" + name)) {
        client.subscribe(name + "/#", 1);
        for (int i = 0; i < count; i++) {
          bridge.publish("cmd/a", "i" + i, "n" + i);
        }
        List<String> expected = IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
        assertEquals(expected, client.texts(count));
        bridge.metrics.await("out ok", count);
        assertEquals(0, Objects.requireNonNull(bridge.status().buffer()).items());
      }
    }
  }

  @Test
  void aMessageSaysWhereItsItemIsFrom() throws Exception {
    try (BridgeFixture bridge = bridge("says", BridgeFixture.to("cmd/#", "says/{*}").build()).up();
        TestClient client = new TestClient(broker.port(), "to-says")) {
      client.subscribe("says/#", 1);
      bridge.publish("cmd/a", "i1", "x", new PortHeader("unit", "C"));
      TestClient.Message first = client.next();
      assertEquals("i1", first.user("pipit-id"));
      assertEquals("juliet@localhost", first.user("pipit-publisher"));
      assertEquals(BridgeFixture.NODE, first.user("pipit-origin"));
      assertEquals("1", first.user("pipit-hops"));
      assertEquals("C", first.user("unit"));
      assertEquals("text/plain", first.message().getProperties().getContentType());
      bridge.publish(
          "cmd/a",
          "i2",
          "y",
          new PortHeader("Origin", "node-z"),
          new PortHeader("Hops", "3"),
          new PortHeader("Expires", Instant.now().plusSeconds(100).toString()));
      TestClient.Message second = client.next();
      assertEquals("node-z", second.user("pipit-origin"));
      assertEquals("4", second.user("pipit-hops"));
      long expiry = second.message().getProperties().getMessageExpiryInterval();
      assertTrue(expiry > 0 && expiry <= 100, "expiry " + expiry);
    }
  }

  @Test
  void stateIsRetainedAndItsEndIsAnEmptyMessage() throws Exception {
    try (BridgeFixture bridge = bridge("ret", BridgeFixture.to("cmd/#", "ret/{*}").build()).up();
        TestClient client = new TestClient(broker.port(), "to-ret")) {
      client.subscribe("ret/#", 1);
      bridge.publish("cmd/state", "current", "1");
      bridge.publish("cmd/event", "i1", "2");
      assertTrue(client.next().message().isRetained());
      assertFalse(client.next().message().isRetained());
      bridge.retract("cmd/state");
      TestClient.Message end = client.next();
      assertEquals("ret/state", end.topic());
      assertEquals("", end.text());
      bridge.metrics.await("out ok", 3);
    }
  }

  @Test
  void whatIsTooLargeExpiredOrRoundIsDroppedAndCounted() throws Exception {
    try (BridgeFixture bridge = bridge("drop", BridgeFixture.to("cmd/#", "drop/{*}").build()).up();
        TestClient client = new TestClient(broker.port(), "to-drop")) {
      client.subscribe("drop/#", 1);
      bridge.publish("cmd/a", "i1", "x".repeat(3_000));
      bridge.publish(
          "cmd/a",
          "i2",
          "old",
          new PortHeader("Expires", Instant.now().minusSeconds(1).toString()));
      bridge.publish("cmd/a", "i3", "back", new PortHeader("Via", "drop"));
      bridge.publish("cmd/a", "i4", "far", new PortHeader("Hops", "5"));
      bridge.publish("cmd/a", "i5", "good");
      assertEquals("good", client.next().text());
      bridge.metrics.await("out ok", 1);
      assertEquals(1, bridge.metrics.count("dropped oversize"));
      assertEquals(1, bridge.metrics.count("dropped expired"));
      assertEquals(1, bridge.metrics.count("loops"));
      assertEquals(0, Objects.requireNonNull(bridge.status().buffer()).items());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void whatWaitsGoesOutInOrderAfterAnOutageAndARestart(
      ProtocolVersion version, @TempDir Path folder) throws Exception {
    try (MosquittoBroker own =
        new MosquittoBroker(
            folder,
            "allow_anonymous true",
            "persistence true",
            "persistence_location " + folder + "/",
            "autosave_interval 1",
            "autosave_on_changes true")) {
      InMemoryPort port = new InMemoryPort();
      BridgeOptions options =
          BridgeFixture.options("wait", own.port())
              .version(version)
              .publish(
                  List.of(
                      BridgeFixture.to("one/#", "one/{*}").qos(1).build(),
                      BridgeFixture.to("two/#", "two/{*}").qos(2).build()))
              .build();
      try (BridgeFixture bridge = new BridgeFixture(vertx, port, options).up()) {
        bridge.publish("one/a", "i", "before");
        bridge.metrics.await("out ok", 1);
        own.stop();
        bridge.metrics.awaitState(BridgeState.DOWN, 1);
        for (int i = 0; i < 200; i++) {
          bridge.publish("one/a", "i" + i, "n" + i);
          bridge.publish("two/a", "i" + i, "n" + i);
        }
      }
      own.start();
      try (TestClient client = new TestClient(own.port(), "to-wait")) {
        client.subscribe("one/#", 1).subscribe("two/#", 1);
        try (BridgeFixture bridge = new BridgeFixture(vertx, port, options).up()) {
          List<String> one = new ArrayList<>();
          List<String> two = new ArrayList<>();
          for (int i = 0; i < 400; i++) {
            TestClient.Message message = client.next();
            (message.topic().equals("one/a") ? one : two).add(message.text());
          }
          List<String> expected = IntStream.range(0, 200).mapToObj(i -> "n" + i).toList();
          assertEquals(expected, one);
          assertEquals(expected, two);
          bridge.metrics.await("out ok", 400);
        }
        assertEquals(List.of(), client.rest().stream().map(TestClient.Message::text).toList());
      }
    }
  }

  /** Nobody who publishes here is stopped, and what waits stays. */
  @Test
  void aBufferThatBlocksTakesNoMore() throws Exception {
    BridgeOptions options =
        BridgeFixture.options("blocks", broker.port())
            .subscribe(List.of(BridgeFixture.from("none", "none").build()))
            .publish(List.of(BridgeFixture.to("cmd/#", "blocks/{*}").build()))
            .buffer(
                new BufferOptions(
                    3,
                    1_000_000,
                    Duration.ofDays(1),
                    BufferOptions.Overflow.BLOCK,
                    Duration.ZERO,
                    0))
            .build();
    try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options).up();
        TestClient client = new TestClient(broker.port(), "to-blocks")) {
      client.subscribe("blocks/#", 1);
      BridgeFixture.await(bridge.bridge.pause());
      for (int i = 0; i < 5; i++) {
        assertInstanceOf(PortResult.Done.class, bridge.publish("cmd/a", "i" + i, "n" + i));
      }
      BridgeFixture.await(bridge.bridge.resume());
      assertEquals(List.of("n0", "n1", "n2"), client.texts(3));
      bridge.metrics.await("dropped overflow", 2);
      bridge.metrics.await("out ok", 3);
      bridge.publish("cmd/a", "i5", "n5");
      assertEquals("n5", client.next().text());
    }
  }

  @Test
  void theBufferIsBoundedAndWhatItDropsIsCounted() throws Exception {
    BridgeOptions options =
        BridgeFixture.options("bound", 1)
            .addresses(List.of("mqtt://127.0.0.1:" + broker.port()))
            .publish(List.of(BridgeFixture.to("cmd/#", "bound/{*}").build()))
            .buffer(
                new BufferOptions(
                    10,
                    1_000_000,
                    Duration.ofDays(1),
                    BufferOptions.Overflow.DROP_OLDEST,
                    Duration.ZERO,
                    0))
            .build();
    try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options).up();
        TestClient client = new TestClient(broker.port(), "to-bound")) {
      client.subscribe("bound/#", 1);
      BridgeFixture.await(bridge.bridge.pause());
      for (int i = 0; i < 25; i++) {
        bridge.publish("cmd/a", "i" + i, "n" + i);
      }
      BridgeFixture.await(bridge.bridge.resume());
      assertEquals(IntStream.range(15, 25).mapToObj(i -> "n" + i).toList(), client.texts(10));
      bridge.metrics.await("dropped overflow", 15);
      BridgeTraffic traffic = bridge.status().traffic();
      assertEquals(Map.of("overflow", 15L), traffic.droppedOut());
      assertEquals("cmd/a i14", Objects.requireNonNull(traffic.lastDrop()).what());
      bridge.metrics.await("out ok", 10); // or some of them would wait to be sent again
      BridgeFixture.await(bridge.bridge.pause());
      bridge.publish("cmd/a", "i", "dropped");
      assertEquals(1, BridgeFixture.await(bridge.bridge.dropBuffer()));
      BridgeFixture.await(bridge.bridge.resume());
      bridge.metrics.awaitState(BridgeState.UP, 3);
      bridge.publish("cmd/a", "i", "last");
      assertEquals("last", client.next().text());
    }
  }

  @Test
  void whatWaitsAndWhatIsLostIsSeenWhileThereIsNoConnection() throws Exception {
    try (BridgeFixture bridge = bridge("seen", BridgeFixture.to("cmd/#", "seen/{*}").build()).up();
        TestClient client = new TestClient(broker.port(), "to-seen")) {
      client.subscribe("seen/#", 1);
      BridgeFixture.await(bridge.bridge.pause());
      for (int i = 0; i < 3; i++) {
        bridge.publish("cmd/a", "i" + i, "n" + i);
      }
      bridge.publish("cmd/b", "lost", "lost", 0);
      assertEquals(3, Objects.requireNonNull(bridge.status().buffer()).items());
      bridge.metrics.await("dropped passing", 1);
      BridgeFixture.await(bridge.bridge.resume());
      assertEquals(List.of("n0", "n1", "n2"), client.texts(3));
    }
  }

  @Test
  void aBacklogIsSentNoFasterThanItsRate() {
    List<Integer> asked = new ArrayList<>();
    DrainRate rate = new DrainRate(vertx, 2_000, asked::add);
    rate.begin(150);
    rate.want(500);
    // A twentieth of a second's messages; the others wait for the next turns.
    assertEquals(List.of(100), asked);
    rate.end();
    DrainRate free = new DrainRate(vertx, 0, asked::add);
    free.begin(150);
    free.want(500);
    assertEquals(List.of(100, 500), asked);
    free.end();
  }

  @ParameterizedTest(name = "Receive Maximum {0}")
  @ValueSource(ints = {1, 2, 20})
  void aNarrowBrokerIsNeverOverrun(int most, @TempDir Path folder) throws Exception {
    int count = 500;
    try (MosquittoBroker narrow =
        new MosquittoBroker(folder, "allow_anonymous true", "max_inflight_messages " + most)) {
      BridgeOptions options =
          BridgeFixture.options("narrow", narrow.port())
              .publish(List.of(BridgeFixture.to("cmd/#", "narrow/{*}").qos(2).build()))
              .build();
      try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options).up();
          TestClient client = new TestClient(narrow.port(), "to-narrow")) {
        client.subscribe("narrow/#", 1);
        BridgeFixture.await(bridge.bridge.pause());
        for (int i = 0; i < count; i++) {
          bridge.publish("cmd/a", "i" + i, "n" + i);
        }
        BridgeFixture.await(bridge.bridge.resume());
        assertEquals(
            IntStream.range(0, count).mapToObj(i -> "n" + i).toList(), client.texts(count));
        bridge.metrics.await("out ok", count);
        assertEquals(most, bridge.metrics.mostInflight());
        assertEquals(2, bridge.metrics.count("state UP"));
      }
    }
  }

  /** What stands no more when the bridge comes back is cleared there, and nothing else. */
  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void whatIsClearedWhileTheyAreApartIsClearedAfterwards(ProtocolVersion version) throws Exception {
    String name = version == ProtocolVersion.V5 ? "apart-5" : "apart-3";
    BridgeOptions options =
        options(name)
            .version(version)
            .publish(List.of(BridgeFixture.to("cmd/#", name + "/{*}").build()))
            .build();
    InMemoryPort port = new InMemoryPort();
    try (BridgeFixture bridge = new BridgeFixture(vertx, port, options).up()) {
      bridge.publish("cmd/kept", "current", "1");
      bridge.publish("cmd/gone", "current", "2");
      bridge.metrics.await("out ok", 2);
      BridgeFixture.await(bridge.bridge.pause());
      bridge.retract("cmd/gone");
    }
    try (BridgeFixture bridge = new BridgeFixture(vertx, port, options).up()) {
      bridge.metrics.await("out ok", 1);
      try (TestClient client = new TestClient(broker.port(), "to-" + name)) {
        client.subscribe(name + "/#", 1);
        client.publish(name + "/end", "end", 1, false);
        assertEquals(List.of("1", "end"), client.texts(2));
      }
    }
  }
}
