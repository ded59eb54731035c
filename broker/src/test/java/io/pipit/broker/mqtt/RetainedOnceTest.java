package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.DurableClient.connect;
import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client that subscribes while messages with RETAIN are published gets each of them once, be it
 * as it is published or as what is retained, and none behind a newer one of its topic.
 */
@Timeout(90)
class RetainedOnceTest {

  private static final int TOPICS = 5;
  private static final int ROUNDS = 25;
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.start(folder, Map.of()).account(DurableClient.NAME, DurableClient.PASSWORD);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Publishes numbers that grow, to all topics in turn, until it is to stop. */
  private static void publishAll(String name, int qos, AtomicBoolean stops) {
    try (RawMqttClient client =
        DurableClient.open(node.mqttPort(), connect(true, 0, "publisher"), false)) {
      for (int i = 1; !stops.get(); i++) {
        String topic = name + "/" + i % TOPICS;
        client.send(DurableClient.publish(true, 0x31 | qos << 1, topic, 1, Integer.toString(i)));
        if (qos > 0) {
          client.next();
        } else if (i % 20 == 0) {
          client.ping();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "expiry {0}, published with {1}, options {2}")
  @CsvSource({"0,0,0", "0,1,1", "3600,0,1", "3600,1,1", "3600,1,9"})
  void eachComesOnce(long expiry, int qos, int options) throws Exception {
    String name = "once/" + expiry + "/" + qos + "/" + options;
    AtomicBoolean stops = new AtomicBoolean();
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(() -> publishAll(name, qos, stops));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        try (RawMqttClient client =
            DurableClient.open(node.mqttPort(), connect(true, expiry, "reader"), false)) {
          round(client, name + "/+", options);
        }
      }
    } finally {
      stops.set(true);
      publisher.get(20, TimeUnit.SECONDS);
    }
  }

  /** Subscribes, and reads until several messages of each topic have come. */
  private static void round(RawMqttClient client, String filter, int options) throws IOException {
    Map<String, Integer> last = new HashMap<>();
    Map<String, Integer> count = new HashMap<>();
    client.send(packet(0x82, bytes(0, 1), properties(), filter, options));
    boolean isEnough = false;
    while (!isEnough) {
      Received next = client.next();
      if (next.first() >> 4 == 3) {
        Entry<String, Integer> message = message(client, next);
        Integer before = last.put(message.getKey(), message.getValue());
        assertTrue(before == null || before < message.getValue(), before + " and then " + message);
        count.merge(message.getKey(), 1, Integer::sum);
        isEnough = count.size() == TOPICS && count.values().stream().allMatch(each -> each > 2);
      }
    }
  }

  /** Topic and number, acknowledged. */
  private static Entry<String, Integer> message(RawMqttClient client, Received publish)
      throws IOException {
    int length = publish.at(0) << 8 | publish.at(1);
    boolean isAnswered = (publish.first() & 6) != 0;
    if (isAnswered) {
      client.send(DurableClient.answer(0x40, DurableClient.id(publish)));
    }
    int properties = 2 + length + (isAnswered ? 2 : 0);
    int first = publish.at(properties);
    int start =
        first < 128
            ? properties + 1 + first
            : properties + 2 + (first & 127) + (publish.at(properties + 1) << 7);
    return Map.entry(
        new String(publish.body(), 2, length, UTF_8),
        Integer.valueOf(new String(publish.body(), start, publish.body().length - start, UTF_8)));
  }
}
