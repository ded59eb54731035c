package io.pipit.broker.durability;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.DurableClient;
import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
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

  /** The place of its topic and the way a message came. */
  private record Message(int number, int id, boolean again) {

    static Message of(Received publish) {
      assertEquals(0x30, publish.first() & 0xF0);
      String topic = new String(publish.body(), 2, publish.at(1), UTF_8);
      int number = Integer.parseInt(topic.substring(BELOW.length()));
      return new Message(number, DurableClient.id(publish), (publish.first() & 8) != 0);
    }
  }

  /** The settings of a node with the account of the clients. */
  private static Map<String, String> withAccount(Path folder) throws IOException {
    Files.writeString(folder.resolve("password"), DurableClient.PASSWORD + "\n");
    Map<String, String> all = new HashMap<>(ChildNode.BUSY_STORE);
    all.put("PIPIT_INIT__USERS", DurableClient.NAME + ":password");
    return all;
  }

  /**
   * A session whose client acknowledges some, has others on their way and is then away, and a
   * publisher whose messages of QoS 2 it has not released.
   */
  @Test
  void sessionGoesOnWhereItStoodWhenTheNodeWasKilled(@TempDir Path folder) throws Exception {
    Map<String, String> environment = withAccount(folder);
    Set<Integer> published = new TreeSet<>();
    Set<Integer> ended = new HashSet<>();
    Map<Integer, Integer> underWay = new HashMap<>();
    int released;
    byte[] resume = DurableClient.connect(false, 3_600, "kept");
    try (ChildNode node = ChildNode.start(folder, environment).awaitReady();
        RawMqttClient publisher =
            DurableClient.open(
                node.mqttPort(), DurableClient.connect(false, 3_600, "publisher"), false)) {
      try (RawMqttClient client = DurableClient.open(node.mqttPort(), resume, false)) {
        client.send(packet(0x82, bytes(0, 1), properties(), BELOW + "#", 2));
        assertEquals(0x90, client.next().first());
        for (int number = 1; number <= 20; number++) {
          publisher.send(publish(2, number));
          DurableClient.expectAnswer(publisher, 0x50, number);
          published.add(number);
        }
        for (int i = 0; i < 20; i++) {
          Message message = Message.of(client.next());
          underWay.put(message.number(), message.id());
        }
        for (int number = 1; number <= 10; number++) {
          int id = underWay.remove(number);
          client.send(DurableClient.answer(0x50, id));
          DurableClient.expectAnswer(client, 0x62, id);
          client.send(DurableClient.answer(0x70, id));
          ended.add(number);
        }
        released = underWay.remove(11);
        client.send(DurableClient.answer(0x50, released));
        DurableClient.expectAnswer(client, 0x62, released);
        client.ping(); // the acknowledgements have come
      }
      for (int number = 21; number <= 60; number++) {
        publisher.send(publish(1, number));
        DurableClient.expectAnswer(publisher, 0x40, number);
        published.add(number);
      }
      node.kill();
    }
    try (ChildNode node = ChildNode.start(folder, environment).awaitReady();
        RawMqttClient client = DurableClient.open(node.mqttPort(), resume, true)) {
      Set<Integer> missing = new TreeSet<>(published);
      missing.removeAll(ended);
      missing.remove(11);
      boolean isReleased = false;
      Set<Integer> got = new HashSet<>();
      while (!missing.isEmpty() || !isReleased) {
        Received packet = client.next();
        if (packet.first() == 0x62) {
          // A message whose end was not stored in time may be told to be released again.
          isReleased |= (packet.at(0) << 8 | packet.at(1)) == released;
          client.send(DurableClient.answer(0x70, packet.at(0) << 8 | packet.at(1)));
          continue;
        }
        Message message = Message.of(packet);
        assertTrue(got.add(message.number()), () -> message + " came twice");
        assertFalse(message.number() == 11, "it was released");
        assertTrue(message.again() || message.number() > 20, message::toString);
        missing.remove(message.number());
        if (underWay.containsKey(message.number())) {
          assertEquals(underWay.get(message.number()), message.id());
        }
        client.send(DurableClient.answer((packet.first() & 6) == 4 ? 0x50 : 0x40, message.id()));
      }
      // What was published with QoS 2 and not released is the same message when it comes again.
      try (RawMqttClient publisher =
          DurableClient.open(
              node.mqttPort(), DurableClient.connect(false, 3_600, "publisher"), true)) {
        for (int number = 1; number <= 20; number++) {
          byte[] again = publish(2, number);
          again[0] |= 8;
          publisher.send(again);
          DurableClient.expectAnswer(publisher, 0x50, number);
          publisher.send(DurableClient.answer(0x62, number));
          DurableClient.expectAnswer(publisher, 0x70, number);
        }
        publisher.send(publish(1, 99));
        DurableClient.expectAnswer(publisher, 0x40, 99);
      }
      Received packet = client.next();
      while (packet.first() == 0x62) {
        packet = client.next();
      }
      assertEquals(99, Message.of(packet).number());
    }
  }
}
