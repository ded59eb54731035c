package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand messages each way: none missing, none twice, each topic in its order. */
@Tag("soak")
class BridgeVolumeTest {

  private static final int COUNT = 10_000;
  private static final int TOPICS = 4;
  private static final int WINDOW = 500;

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    // Of QoS 0 nothing waits at a broker, so the test sends no more than both have room for.
    broker =
        new MosquittoBroker(
            folder,
            "allow_anonymous true",
            "max_queued_messages 0",
            "log_type subscribe",
            "log_type information");
  }

  @AfterAll
  static void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  @ParameterizedTest(name = "MQTT {0}, QoS {1}")
  @CsvSource({"V5, 0", "V5, 1", "V5, 2", "V3_1_1, 0", "V3_1_1, 1", "V3_1_1, 2"})
  void bothWays(ProtocolVersion version, int qos) throws Exception {
    String name = "volume-" + qos + (version == ProtocolVersion.V5 ? "-5" : "-3");
    BridgeOptions options =
        BridgeFixture.options(name, broker.port())
            .version(version)
            .subscribe(List.of(BridgeFixture.from(name + "/in/#", "in/{*}").qos(qos).build()))
            .publish(List.of(BridgeFixture.to("out/#", name + "/out/{*}").qos(qos).build()))
            .build();
    int logged = broker.logSize();
    long begin = System.nanoTime();
    try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options).up();
        TestClient client = new TestClient(broker.port(), "at-" + name)) {
      broker.awaitLog(logged, "pipit-node-a-" + name + " " + qos);
      client.subscribe(name + "/out/#", qos);
      Map<String, List<Integer>> in = new TreeMap<>();
      Map<String, List<Integer>> out = new TreeMap<>();
      for (int from = 0; from < COUNT; from += WINDOW) {
        for (int i = from; i < from + WINDOW; i++) {
          bridge.publish("out/" + i % TOPICS, "i" + i, String.valueOf(i));
          client.send(name + "/in/" + i % TOPICS, String.valueOf(i), qos);
        }
        client.awaitSent();
        for (int i = from; i < from + WINDOW; i++) {
          TestClient.Message message = client.next();
          add(out, message.topic(), message.text());
          InMemoryPort.Published item = bridge.next(name);
          add(in, item.item().node(), InMemoryPort.text(item.item()));
        }
      }
      bridge.metrics.await("out ok", COUNT);
      bridge.metrics.await("in ok", COUNT);
      for (int topic = 0; topic < TOPICS; topic++) {
        int wanted = topic;
        List<Integer> all =
            IntStream.range(0, COUNT).filter(i -> i % TOPICS == wanted).boxed().toList();
        assertEquals(all, in.get("in/" + topic));
        assertEquals(all, out.get(name + "/out/" + topic));
      }
      assertEquals(List.of(), client.rest());
      System.out.printf(
          "%d messages each way by MQTT %s with QoS %d: all, once and in order, in %.1f s%n",
          COUNT, bridge.status().version(), qos, (System.nanoTime() - begin) / 1e9);
    }
  }

  private static void add(Map<String, List<Integer>> all, String topic, String text) {
    all.computeIfAbsent(topic, none -> new ArrayList<>()).add(Integer.valueOf(text));
  }
}
