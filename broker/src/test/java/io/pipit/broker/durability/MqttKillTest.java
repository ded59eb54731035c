package io.pipit.broker.durability;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a publisher was told is stored is there after the process was killed. */
@Timeout(240)
class MqttKillTest {

  /** Below what a client may have without answer. */
  private static final int WINDOW = 50;

  private static final int KILLED_AFTER = 300;
  private static final String BELOW = "demo/killed/";

  private static RawMqttClient guest(ChildNode node) throws IOException {
    RawMqttClient client = new RawMqttClient(node.mqttPort());
    client.send(packet(0x10, "MQTT", 5, 2, 0, 0, properties(), "guest"));
    client.expectConnack(0);
    return client;
  }

  private static byte[] publish(int qos, int number) {
    return packet(
        0x31 | qos << 1,
        BELOW + number,
        bytes(number >> 8, number & 0xFF),
        properties(),
        String.valueOf(number).getBytes(UTF_8));
  }

  /** Publishes one topic after the other until the node is gone; gives those that it has. */
  private static Set<Integer> acknowledged(ChildNode node, int qos) throws IOException {
    Set<Integer> acknowledged = new HashSet<>();
    Set<Integer> kinds = new HashSet<>();
    try (RawMqttClient client = guest(node)) {
      int next = 1;
      while (next <= WINDOW) {
        client.send(publish(qos, next++));
      }
      try {
        while (true) {
          Received answer = client.next();
          kinds.add(answer.first());
          acknowledged.add(answer.at(0) << 8 | answer.at(1));
          if (acknowledged.size() == KILLED_AFTER) {
            node.kill(); // what is in the socket already is read to its end
          } else if (acknowledged.size() < KILLED_AFTER) {
            client.send(publish(qos, next++));
          }
        }
      } catch (IOException | AssertionError gone) {
        assertTrue(acknowledged.size() >= KILLED_AFTER, gone::toString);
      }
    }
    assertEquals(Set.of(qos == 1 ? 0x40 : 0x50), kinds);
    return acknowledged;
  }

  @ParameterizedTest(name = "QoS {0}")
  @CsvSource({"1", "2"})
  void nothingThatWasAcknowledgedIsLost(int qos, @TempDir Path folder) throws Exception {
    Set<Integer> acknowledged;
    // Messages of QoS 2 are not released here, and count until they are.
    Map<String, String> environment = Map.of("PIPIT_MQTT__RECEIVE_MAXIMUM", "1000");
    try (ChildNode node = ChildNode.start(folder, environment).awaitReady()) {
      acknowledged = acknowledged(node, qos);
    }
    try (ChildNode node = ChildNode.start(folder, environment).awaitReady();
        RawMqttClient client = guest(node)) {
      client.send(packet(0x82, bytes(0, 1), properties(), BELOW + "#", 0));
      assertEquals(0x90, client.next().first());
      Set<Integer> missing = new HashSet<>(acknowledged);
      while (!missing.isEmpty()) {
        Received publish = client.next();
        assertEquals(0x31, publish.first());
        String topic = new String(publish.body(), 2, publish.at(1), UTF_8);
        missing.remove(Integer.parseInt(topic.substring(BELOW.length())));
      }
    }
  }
}
