package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters that a Mosquitto keeps for a bridge that does not want them any more. */
class BridgeFiltersTest {

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    broker = new MosquittoBroker(folder, "allow_anonymous true");
  }

  @AfterAll
  static void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  /** The bridge of a process that begins with these filters. */
  private static BridgeFixture up(
      InMemoryPort port, String name, ProtocolVersion version, String... filters) throws Exception {
    int logged = broker.logSize();
    BridgeFixture bridge = new BridgeFixture(vertx, port, options(name, version, filters));
    bridge.start();
    broker.awaitLog(logged, "Sending SUBACK to pipit-" + BridgeFixture.NODE + "-" + name);
    return bridge;
  }

  private static BridgeOptions options(String name, ProtocolVersion version, String... filters) {
    return BridgeFixture.options(name, broker.port())
        .version(version)
        .subscribe(
            Stream.of(filters).map(filter -> SubscribeMapping.builder(filter).build()).toList())
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void filterThatGoesWhileNothingRunsIsTakenBack(ProtocolVersion version) throws Exception {
    String name = version == ProtocolVersion.V5 ? "gone-5" : "gone-3";
    InMemoryPort port = new InMemoryPort();
    try (TestClient client = new TestClient(broker.port(), "from-" + name)) {
      try (BridgeFixture bridge = up(port, name, version, name + "/kept/#", name + "/old/#")) {
        client.publish(name + "/old/a", "1", 1, false);
        bridge.metrics.await("in ok", 1);
      }
      int logged = broker.logSize();
      try (BridgeFixture bridge = up(port, name, version, name + "/kept/#")) {
        broker.awaitLog(logged, "Sending UNSUBACK to pipit-" + BridgeFixture.NODE + "-" + name);
        client.publish(name + "/old/a", "2", 1, false);
        client.publish(name + "/kept/a", "3", 1, false);
        bridge.metrics.await("in ok", 1);
        assertEquals(0, bridge.metrics.count("errors unmatched"));
      }
      assertEquals(List.of("1"), port.texts(name + "/old/a"));
      assertEquals(List.of("3"), port.texts(name + "/kept/a"));
      // What was taken back is not known any more.
      logged = broker.logSize();
      try (BridgeFixture bridge = up(port, name, version, name + "/kept/#")) {
        client.publish(name + "/kept/a", "4", 1, false);
        bridge.metrics.await("in ok", 1);
      }
      assertEquals(
          0, broker.log().stream().skip(logged).filter(line -> line.contains("UNSUB")).count());
    }
  }

  /** One that is added by a reload is known to the next process as well. */
  @Test
  void filterOfAReloadIsTakenBackByTheNextProcess() throws Exception {
    InMemoryPort port = new InMemoryPort();
    try (BridgeFixture bridge = up(port, "later", ProtocolVersion.V5, "later/kept/#")) {
      int logged = broker.logSize();
      BridgeFixture.await(
          bridge.bridge.change(
              options("later", ProtocolVersion.V5, "later/kept/#", "later/added/#")));
      broker.awaitLog(logged, "Sending SUBACK to pipit-" + BridgeFixture.NODE + "-later");
    }
    int logged = broker.logSize();
    try (BridgeFixture bridge = up(port, "later", ProtocolVersion.V5, "later/kept/#")) {
      broker.awaitLog(logged, "Received UNSUBSCRIBE from pipit-" + BridgeFixture.NODE + "-later");
      broker.awaitLog(logged, "later/added/#");
      assertEquals(BridgeState.UP, bridge.status().state());
    }
  }

  /** A broker that forgot the bridge has none of its filters. */
  @Test
  void nothingIsTakenBackAtABrokerThatForgotTheBridge() throws Exception {
    InMemoryPort port = new InMemoryPort();
    String client = "pipit-" + BridgeFixture.NODE + "-anew";
    try (BridgeFixture bridge = up(port, "anew", ProtocolVersion.V5, "anew/a/#", "anew/b/#")) {
      assertEquals(BridgeState.UP, bridge.status().state());
    }
    new TestClient(broker.port(), client).close(); // with Clean Start
    int logged = broker.logSize();
    try (BridgeFixture bridge = up(port, "anew", ProtocolVersion.V5, "anew/a/#")) {
      assertEquals(BridgeState.UP, bridge.status().state());
    }
    assertEquals(
        0, broker.log().stream().skip(logged).filter(line -> line.contains("UNSUB")).count());
  }
}
