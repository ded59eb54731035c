package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.codec.PacketBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a bridge keeps for a Mosquitto that is away, and how several share what it has. */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BridgeOutageTest {

  private static final String ACCOUNT = "soak";
  private static final String PASSWORD = "pencil";
  private static final long PATIENCE_SECONDS = 120;
  private static final int WINDOW = 40;

  private final Path folder;
  private final BlockingQueue<Integer> came = new LinkedBlockingQueue<>();

  BridgeOutageTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ChildNode start(Path own, String bridges, Map<String, String> more) throws Exception {
    Files.createDirectories(own);
    Files.writeString(own.resolve("password"), PASSWORD + "\n");
    Map<String, String> all = new HashMap<>(more);
    all.put("PIPIT_INIT__USERS", ACCOUNT + ":password");
    all.put("PIPIT_PUBSUB__TEMPLATES", "# max_items=10");
    all.put("PIPIT_BRIDGES", bridges);
    return ChildNode.start(own, all).awaitReady();
  }

  private static String outward(int port, String buffer) {
    return """
        [{name: plant, addresses: ['mqtt://127.0.0.1:%d'],
          backoff: {base: 200ms, cap: 1s, stable: 5s}, buffer: {%s},
          publish: [{nodes: ['out/#'], topic: 'there/{*}'}]}]
        """
        .formatted(port, buffer);
  }

  /** Publishes numbers with QoS 1 at one topic, some at a time without answer. */
  private static void publish(int port, String topic, boolean isNamed, int from, int to)
      throws Exception {
    try (RawMqttClient client = new RawMqttClient(port)) {
      client.send(
          PacketBytes.packet(
              0x10,
              "MQTT",
              5,
              isNamed ? 0xC2 : 0x02,
              0,
              0,
              PacketBytes.properties(),
              "publisher",
              isNamed ? PacketBytes.bytes(ACCOUNT, PASSWORD) : new byte[0]));
      client.expectConnack(0);
      int answered = from;
      for (int number = from; number <= to; number++) {
        if (number - answered >= WINDOW) {
          assertEquals(0x40, client.next().first());
          answered++;
        }
        int id = number % 60_000 + 1;
        client.send(
            PacketBytes.packet(
                0x32,
                topic,
                PacketBytes.bytes(id >> 8, id & 0xFF),
                PacketBytes.properties(),
                String.valueOf(number).getBytes(StandardCharsets.UTF_8)));
      }
      for (; answered <= to; answered++) {
        assertEquals(0x40, client.next().first());
      }
    }
  }

  private List<Integer> take(int count) throws InterruptedException {
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < count) {
      Integer next = came.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(next != null, "only " + taken.size() + " of " + count + " came");
      taken.add(next);
    }
    return taken;
  }

  private static double metric(ChildNode node, String begin) throws Exception {
    return ProcessFigures.metric(ProcessFigures.metrics(node), begin);
  }

  /** The metrics look at the buffer once a second. */
  private static void awaitMetric(ChildNode node, String begin, double wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    double now = metric(node, begin);
    while (now != wanted) {
      assertTrue(System.nanoTime() < end, begin + " stays at " + now + " and not " + wanted);
      TimeUnit.MILLISECONDS.sleep(100);
      now = metric(node, begin);
    }
  }

  private DurableWatcher watch(MosquittoBroker broker) throws InterruptedException {
    return new DurableWatcher(
        broker.port(), "there/#", (topic, id, text) -> came.add(Integer.valueOf(text)));
  }

  @Test
  void bufferKeepsTheNewestOfFiftyThousandInAMinuteWithoutBroker() throws Exception {
    int count = 50_000;
    int most = 20_000;
    try (MosquittoBroker broker = BridgedPair.persistent(folder);
        DurableWatcher watcher = watch(broker);
        ChildNode node =
            start(
                folder,
                outward(broker.port(), "max_items: " + most + ", drain_rate: 2000/s"),
                Map.of())) {
      publish(node.mqttPort(), "out/a", true, 1, 1);
      assertEquals(List.of(1), take(1));
      broker.stop();
      long stopped = System.nanoTime();
      publish(node.mqttPort(), "out/a", true, 2, count + 1);
      long published = System.nanoTime();
      awaitMetric(node, "pipit_bridge_buffer_items{", most);
      awaitMetric(
          node, "pipit_bridge_dropped_total{bridge=\"plant\",reason=\"overflow\",}", count - most);
      TimeUnit.NANOSECONDS.sleep(stopped + TimeUnit.SECONDS.toNanos(60) - System.nanoTime());
      broker.start();
      watcher.awaitConnected();
      long began = System.nanoTime();
      List<Integer> all = take(most);
      long drained = System.nanoTime();
      assertEquals(IntStream.rangeClosed(count + 2 - most, count + 1).boxed().toList(), all);
      awaitMetric(node, "pipit_bridge_buffer_items{", 0);
      publish(node.mqttPort(), "out/a", true, 7, 7);
      assertEquals(List.of(7), take(1));
      assertEquals(count - most, (int) metric(node, "pipit_bridge_dropped_total{"));
      System.out.printf(
          "%d publishes in %.1f s without broker: %d kept, %d dropped as counted, the newest came in"
              + " order in %.1f s%n",
          count, (published - stopped) / 1e9, most, count - most, (drained - began) / 1e9);
      assertEquals(List.of(), node.defects(), node::output);
    }
  }

  @Test
  void whatIsOlderThanItsAgeIsNotSentAndCounted() throws Exception {
    int old = 500;
    try (MosquittoBroker broker = BridgedPair.persistent(folder);
        DurableWatcher watcher = watch(broker);
        ChildNode node = start(folder, outward(broker.port(), "max_age: 20s"), Map.of())) {
      publish(node.mqttPort(), "out/a", true, 1, 1);
      assertEquals(List.of(1), take(1));
      broker.stop();
      publish(node.mqttPort(), "out/a", true, 2, old + 1);
      TimeUnit.SECONDS.sleep(25);
      publish(node.mqttPort(), "out/a", true, old + 2, old + 11);
      broker.start();
      watcher.awaitConnected();
      assertEquals(IntStream.rangeClosed(old + 2, old + 11).boxed().toList(), take(10));
      awaitMetric(node, "pipit_bridge_dropped_total{bridge=\"plant\",reason=\"age\",}", old);
      assertEquals(List.of(), List.copyOf(came));
      System.out.printf("%d items waited for longer than max_age: none sent, all counted%n", old);
      assertEquals(List.of(), node.defects(), node::output);
    }
  }

  private ChildNode sharing(MosquittoBroker broker, String name) throws Exception {
    String bridges =
        """
        [{name: in, addresses: ['mqtt://127.0.0.1:%1$d'],
          subscribe: [{filter: 'jobs/#', group: workers}]},
         {name: back, addresses: ['mqtt://127.0.0.1:%1$d'],
          publish: [{nodes: ['jobs/#'], topic: 'there/%2$s/{*}'}]}]
        """
            .formatted(broker.port(), name);
    return start(folder.resolve(name), bridges, Map.of("PIPIT_DOMAIN", name + ".test"));
  }

  @Test
  void twoProcessesShareWhatAGroupGets() throws Exception {
    int count = 5_000;
    try (MosquittoBroker broker = BridgedPair.persistent(folder)) {
      TreeSet<String> workers = new TreeSet<>();
      int[] ofFirst = {0};
      try (DurableWatcher watcher =
              new DurableWatcher(
                  broker.port(),
                  "there/#",
                  (topic, id, text) -> {
                    workers.add(topic);
                    ofFirst[0] += topic.startsWith("there/a/") ? 1 : 0;
                    came.add(Integer.valueOf(text));
                  });
          ChildNode a = sharing(broker, "a");
          ChildNode b = sharing(broker, "b")) {
        broker.awaitLog(0, "pipit-a.test-in 1 $share/workers/jobs/#");
        broker.awaitLog(0, "pipit-b.test-in 1 $share/workers/jobs/#");
        watcher.awaitConnected();
        publish(broker.port(), "jobs/x", false, 1, count);
        assertEquals(
            IntStream.rangeClosed(1, count).boxed().toList(),
            take(count).stream().sorted().toList());
        assertEquals(2, workers.size());
        System.out.printf(
            "%d messages of a shared subscription: each once, %d at one process and %d at the"
                + " other%n",
            count, ofFirst[0], count - ofFirst[0]);
        assertEquals(List.of(), a.defects(), a::output);
        assertEquals(List.of(), b.defects(), b::output);
      }
      assertEquals(List.of(), List.copyOf(came));
    }
  }
}
