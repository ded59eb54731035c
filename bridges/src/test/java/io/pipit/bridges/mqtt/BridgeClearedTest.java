package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Topics that are cleared with QoS 0 while the bridge is away, of which a Mosquitto keeps nothing.
 */
class BridgeClearedTest {

  private static final String GUARDED = "guarded";

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    Path acl = folder.resolve("acl");
    // Who reads below this is told apart by the client identifier.
    Files.writeString(
        acl, "pattern write #\npattern read open/#\npattern read " + GUARDED + "/%c/#\n");
    broker = new MosquittoBroker(folder, "allow_anonymous true", "acl_file " + acl);
  }

  @AfterAll
  static void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  private static BridgeOptions options(String name, ProtocolVersion version, String from) {
    return BridgeFixture.options(name, broker.port())
        .version(version)
        .subscribe(List.of(BridgeFixture.from(from + "/#", "in/{*}").id("current").build()))
        .build();
  }

  private static BridgeOptions options(String name) {
    return options(name, ProtocolVersion.V5, "open/" + name);
  }

  private static String client(String name) {
    return "pipit-" + BridgeFixture.NODE + "-" + name;
  }

  /** How often it was looked for what is cleared. */
  private static long checks(String name) {
    return broker.logged(" as " + client(name) + "-check ");
  }

  private static BridgeFixture up(InMemoryPort port, BridgeOptions options) throws Exception {
    int logged = broker.logSize();
    BridgeFixture bridge = new BridgeFixture(vertx, port, options).start();
    broker.awaitLog(logged, "Sending SUBACK to " + client(options.name()));
    return bridge;
  }

  private static String nextEnded(InMemoryPort port) throws InterruptedException {
    return port.ended.poll(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void whatIsClearedThereIsRetractedAndNothingElse(ProtocolVersion version) throws Exception {
    String name = version == ProtocolVersion.V5 ? "apart-5" : "apart-3";
    String top = "open/" + name + "/";
    InMemoryPort port = new InMemoryPort();
    BridgeOptions options = options(name, version, "open/" + name);
    try (TestClient client = new TestClient(broker.port(), "from-" + name)) {
      for (String topic : List.of("kept", "gone", "taken")) {
        client.publish(top + topic, topic, 1, true);
      }
      try (BridgeFixture bridge = up(port, options)) {
        bridge.metrics.await("in ok", 3);
        client.publish(top + "event", "passes", 1, false);
        bridge.metrics.await("in ok", 4);
        bridge.publish("in/taken", "x", "somebody else's");
      }
      client.publish(top + "gone", "", 0, true);
      client.publish(top + "taken", "", 0, true);
      try (BridgeFixture bridge = up(port, options)) {
        assertEquals("in/gone", nextEnded(port));
        assertNull(bridge.port.standing("in/gone"));
      }
    }
    assertNull(port.ended.poll());
    assertEquals("kept", port.standing("in/kept"));
    assertEquals("somebody else's", port.standing("in/taken"));
    assertEquals(List.of("passes"), port.texts("in/event"));
  }

  /** What was set with QoS 1 and cleared with QoS 0 comes first, and goes then. */
  @Test
  void whatWasSetAndClearedMeanwhileIsRetracted() throws Exception {
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-both")) {
      try (BridgeFixture bridge = up(port, options("both"))) {
        client.publish("open/both/kept", "1", 1, true);
        bridge.metrics.await("in ok", 1);
      }
      client.publish("open/both/a", "1", 1, true);
      client.publish("open/both/a", "", 0, true);
      try (BridgeFixture bridge = up(port, options("both"))) {
        assertEquals("in/a", nextEnded(port));
        assertEquals(1, bridge.metrics.count("in ok"));
      }
      assertEquals("1", port.standing("in/kept"));
    }
  }

  @Test
  void ofManyThoseGoThatAreCleared() throws Exception {
    int many = 100;
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-many")) {
      for (int i = 0; i < many; i++) {
        client.publish("open/many/" + i, "x", 0, true);
      }
      try (BridgeFixture bridge = up(port, options("many"))) {
        bridge.metrics.await("in ok", many);
      }
      Set<String> expected = new TreeSet<>();
      for (int i = 0; i < many; i += 10) {
        client.publish("open/many/" + i, "", 0, true);
        expected.add("in/" + i);
      }
      Set<String> ended = new TreeSet<>();
      try (BridgeFixture bridge = up(port, options("many"))) {
        while (ended.size() < expected.size()) {
          ended.add(nextEnded(port));
        }
        assertEquals(BridgeState.UP, bridge.status().state());
      }
      assertEquals(expected, ended);
      assertNull(port.ended.poll());
      assertEquals(
          many - expected.size(),
          IntStream.range(0, many).filter(i -> port.standing("in/" + i) != null).count());
    }
  }

  /** It may have forgotten what it retained as well: then and later. */
  @Test
  void brokerThatForgotTheBridgeIsNotAskedForWhatItHadBefore() throws Exception {
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-forgot")) {
      client.publish("open/forgot/a", "1", 1, true);
      try (BridgeFixture bridge = up(port, options("forgot"))) {
        bridge.metrics.await("in ok", 1);
      }
      new TestClient(broker.port(), client("forgot")).close(); // with Clean Start
      client.publish("open/forgot/a", "", 0, true);
      try (BridgeFixture bridge = up(port, options("forgot"))) {
        client.publish("open/forgot/b", "1", 1, true);
        bridge.metrics.await("in ok", 1);
        assertEquals("1", port.standing("in/a"));
        assertEquals(0, checks("forgot"));
        client.publish("open/forgot/kept", "1", 1, true);
        bridge.metrics.await("in ok", 2);
      }
      client.publish("open/forgot/b", "", 0, true);
      try (BridgeFixture bridge = up(port, options("forgot"))) {
        assertEquals("in/b", nextEnded(port));
        assertEquals(1, checks("forgot"));
        assertEquals("1", port.standing("in/a"));
        assertEquals(BridgeState.UP, bridge.status().state());
      }
    }
  }

  /** It ends the one connection for the other, and would forget all that waits for both. */
  @Test
  void brokerThatTakesTheUserForTheClientLosesNothing(@TempDir Path folder) throws Exception {
    InMemoryPort port = new InMemoryPort();
    try (MosquittoBroker byUser =
            new MosquittoBroker(folder, "allow_anonymous true", "use_username_as_clientid true");
        TestClient client = new TestClient(byUser.port(), "from-user", "other")) {
      BridgeOptions options =
          BridgeFixture.options("user", byUser.port())
              .username("someone")
              .subscribe(List.of(BridgeFixture.from("user/#", "in/{*}").id("current").build()))
              .build();
      client.publish("user/a", "1", 1, true);
      try (BridgeFixture bridge = new BridgeFixture(vertx, port, options).start()) {
        bridge.metrics.await("in ok", 1);
      }
      client.publish("user/a", "", 0, true);
      int logged = byUser.logSize();
      try (BridgeFixture bridge = new BridgeFixture(vertx, port, options).start()) {
        byUser.awaitLog(logged, "someone already connected");
        client.publish("user/b", "1", 1, true);
        bridge.metrics.await("in ok", 1);
        BridgeStatus status = bridge.status();
        assertEquals(BridgeState.UP, status.state());
        assertEquals(true, status.sessionPresent());
      }
    }
    assertEquals("1", port.standing("in/a"));
    assertEquals("1", port.standing("in/b"));
  }

  /** A pause while it is looked for ends that, and the next connection looks again. */
  @Test
  void pauseIsNotTakenForTheDoingOfTheBroker() throws Exception {
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-pause")) {
      client.publish("open/pause/kept", "1", 1, true);
      client.publish("open/pause/gone", "1", 1, true);
      try (BridgeFixture bridge = up(port, options("pause"))) {
        bridge.metrics.await("in ok", 2);
      }
      client.publish("open/pause/gone", "", 0, true);
      int logged = broker.logSize();
      try (BridgeFixture bridge = up(port, options("pause"))) {
        broker.awaitLog(logged, " as " + client("pause") + "-check ");
        BridgeFixture.await(bridge.bridge.pause());
        BridgeFixture.await(bridge.bridge.resume());
        assertEquals("in/gone", nextEnded(port));
      }
      assertEquals("1", port.standing("in/kept"));
    }
  }

  @Test
  void reloadIsNoReasonToAsk() throws Exception {
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-reload")) {
      client.publish("open/reload/a", "1", 1, true);
      try (BridgeFixture bridge = up(port, options("reload"))) {
        bridge.metrics.await("in ok", 1);
        // It is asked for as something that stands and has not come, but by no other connection.
        port.remember("in/b", "open/reload/b", "reload");
        int logged = broker.logSize();
        BridgeFixture.await(
            bridge.bridge.change(
                BridgeFixture.options("reload", broker.port())
                    .subscribe(
                        List.of(
                            BridgeFixture.from("open/reload/#", "in/{*}").id("current").build(),
                            BridgeFixture.from("open/more/#", "more/{*}").build()))
                    .build()));
        broker.awaitLog(logged, "Sending SUBACK to " + client("reload"));
        assertEquals(0, checks("reload"));
      }
      try (BridgeFixture bridge = up(port, options("reload"))) {
        assertEquals("in/b", nextEnded(port));
        assertEquals(BridgeState.UP, bridge.status().state());
      }
    }
  }

  /** The second connection may not read what the first one may: that says nothing. */
  @Test
  void answerWithoutWhatIsKnownToBeThereSaysNothing() throws Exception {
    String from = GUARDED + "/" + client("blind");
    BridgeOptions options = options("blind", ProtocolVersion.V5, from);
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-blind")) {
      client.publish(from + "/kept", "1", 1, true);
      client.publish(from + "/gone", "2", 1, true);
      try (BridgeFixture bridge = up(port, options)) {
        bridge.metrics.await("in ok", 2);
      }
      client.publish(from + "/gone", "", 0, true);
      int logged = broker.logSize();
      try (BridgeFixture bridge = up(port, options)) {
        broker.awaitLog(logged, "Received DISCONNECT from " + client("blind") + "-check");
        assertEquals(BridgeState.UP, bridge.status().state());
      }
    }
    assertNull(port.ended.poll());
    assertEquals("2", port.standing("in/gone"));
  }
}
