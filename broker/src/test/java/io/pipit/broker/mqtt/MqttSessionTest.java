package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of a whole node, packet by packet. */
@Timeout(90)
class MqttSessionTest {

  private static final String NAME = "juliet";
  private static final String PASSWORD = "secret";
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.start(folder).account(NAME, PASSWORD);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RawMqttClient session(int version, String id) throws IOException {
    RawMqttClient client = new RawMqttClient(node.mqttPort());
    client.send(RawMqttClient.connect(version, id, NAME, PASSWORD));
    client.expectConnack(0);
    return client;
  }

  /** Publishes by a connection of its own. */
  private static void publish(String topic, String payload) throws IOException {
    publish(0x32, topic, payload);
  }

  private static void publishRetained(String topic, String payload) throws IOException {
    publish(0x33, topic, payload);
  }

  private static void publish(int first, String topic, String payload) throws IOException {
    try (RawMqttClient client = session(5, "publisher")) {
      client.send(packet(first, topic, bytes(0, 1), properties(), payload.getBytes(UTF_8)));
      assertEquals(0x40, client.next().first());
    }
  }

  // ---- one session

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {4, 5})
  void anotherConnectionTakesTheSessionOver(int version) throws Exception {
    String topic = "over" + version;
    try (RawMqttClient watching = session(5, "watching" + version);
        RawMqttClient first = new RawMqttClient(node.mqttPort())) {
      RawSteps.subscribe(watching, true, topic, 0);
      first.send(
          packet(
              0x10,
              "MQTT",
              version,
              0xC6,
              0,
              60,
              version == 5 ? properties() : new byte[0],
              topic,
              version == 5 ? properties() : new byte[0],
              topic,
              "gone",
              NAME,
              PASSWORD));
      first.expectConnack(0);
      RawSteps.subscribe(first, version == 5, "never/" + topic, 0);
      try (RawMqttClient second = session(version, topic)) {
        if (version == 5) {
          first.expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
        } else {
          first.expectEnd();
        }
        RawSteps.expect(watching, topic, "gone");
        publish("never/" + topic, "x");
        second.ping(); // a session of its own, without the subscriptions of the first
      }
    }
  }

  @Test
  void manyConnectionsOfOneClientLeaveOne() throws Exception {
    RawMqttClient[] clients = new RawMqttClient[20];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new RawMqttClient(node.mqttPort());
      clients[i].send(RawMqttClient.connect(5, "contended", NAME, PASSWORD));
    }
    for (RawMqttClient client : clients) {
      int reason = client.next().at(1);
      assertTrue(reason == 0 || reason == ReasonCode.SERVER_UNAVAILABLE, "reason " + reason);
    }
    try (RawMqttClient last = session(5, "contended")) {
      for (RawMqttClient client : clients) {
        client.readToEnd();
        client.close();
      }
      last.ping();
    }
  }

  @Test
  void willIsPublishedWhenTheNodeStops(@TempDir Path other) throws Exception {
    TestNode stopping = TestNode.start(other).account(NAME, PASSWORD);
    try (RawMqttClient client = new RawMqttClient(stopping.mqttPort())) {
      client.send(
          packet(
              0x10,
              "MQTT",
              5,
              0xE6,
              0,
              60,
              properties(),
              "w",
              properties(),
              "last/word",
              "gone",
              NAME,
              PASSWORD));
      client.expectConnack(0);
      stopping = stopping.restart();
      client.expectDisconnect(ReasonCode.SERVER_SHUTTING_DOWN);
    }
    try (TestNode again = stopping;
        RawMqttClient client = new RawMqttClient(again.mqttPort())) {
      client.send(RawMqttClient.connect(5, "r", NAME, PASSWORD));
      client.expectConnack(0);
      RawSteps.subscribe(client, true, "last/#", 0);
      assertEquals(0x31, RawSteps.expect(client, "last/word", "gone").first());
    }
  }

  // ---- subscriptions

  @Test
  void nothingComesAfterUnsubscribe() throws Exception {
    try (RawMqttClient client = session(5, "unsubscribing")) {
      RawSteps.subscribe(client, true, "unsubscribed", 0);
      publish("unsubscribed", "1");
      RawSteps.expect(client, "unsubscribed", "1");
      client.send(packet(0xA2, bytes(0, 9), properties(), "unsubscribed"));
      assertEquals(0xB0, client.next().first());
      publish("unsubscribed", "2");
      client.ping();
    }
  }

  @Test
  void identifiersOfAllSubscriptionsThatMatchComeWithTheMessage() throws Exception {
    try (RawMqttClient client = session(5, "identified")) {
      client.send(packet(0x82, bytes(0, 1), properties(0x0B, 3), "identified/#", 0));
      client.next();
      client.send(packet(0x82, bytes(0, 2), properties(0x0B, 0x80, 1), "identified/a", 1));
      client.next();
      publish("identified/a", "x");
      Received both = RawSteps.expect(client, "identified/a", "x");
      assertEquals(0x32, both.first()); // the higher QoS of both
      String text = new String(both.body(), ISO_8859_1);
      assertTrue(text.contains("\u000B\u0003"), text);
      assertTrue(text.contains("\u000B\u0080\u0001"), text);
      publish("identified/b", "x");
      Received one = RawSteps.expect(client, "identified/b", "x");
      assertEquals(0x30, one.first());
      assertTrue(new String(one.body(), ISO_8859_1).contains("\u000B\u0003"));
    }
  }

  @Test
  void nodeSaysWhatItKnowsOfAnItem() throws Exception {
    try (RawMqttClient client = session(5, "told")) {
      RawSteps.subscribe(client, true, "told", 0);
      client.send(
          packet(
              0x30,
              "told",
              properties(
                  bytes(0x08, "answers"),
                  bytes(0x09, 0, 2, 0xFF, 0),
                  bytes(0x26, "unit", "C"),
                  bytes(0x26, "pipit-id", "mine")),
              "21".getBytes(UTF_8)));
      String text = new String(RawSteps.expect(client, "told", "21").body(), ISO_8859_1);
      for (String part :
          new String[] {
            "\u0008\0\u0007answers",
            "\u0009\0\u0002\u00FF\0",
            "\0\u0008pipit-id\0\u0004mine",
            "\0\u0009pipit-seq",
            "\0\u000Fpipit-published",
            "\0\u0004unit\0\u0001C"
          }) {
        assertTrue(text.contains(part), () -> part + " in " + text);
      }
    }
  }

  @Test
  void numbersOfTheBrokerAreForAdministrators() throws Exception {
    node.administrator("operator", PASSWORD);
    try (RawMqttClient operator = new RawMqttClient(node.mqttPort());
        RawMqttClient other = session(5, "curious")) {
      operator.send(RawMqttClient.connect(5, "console", "operator", PASSWORD));
      operator.expectConnack(0);
      RawSteps.subscribe(operator, true, "$SYS/broker/version", 0);
      RawSteps.expect(operator, "$SYS/broker/version", "0.0.1-test");
      other.send(packet(0x82, bytes(0, 1), properties(), "$SYS/#", 0));
      assertEquals(ReasonCode.NOT_AUTHORIZED, other.next().at(3));
    }
  }

  // ---- RETAIN

  @ParameterizedTest(name = "[MQTT-3.3.1-12], [MQTT-3.3.1-13] retain as published {0}")
  @CsvSource({"0, 0", "8, 1"})
  void retainOfAMessageAsItIsPublished(int options, int retain) throws Exception {
    try (RawMqttClient client = session(5, "as-published")) {
      RawSteps.subscribe(client, true, "as-published" + options, options);
      publishRetained("as-published" + options, "x");
      assertEquals(0x30 | retain, RawSteps.expect(client, "as-published" + options, "x").first());
      publish("as-published" + options, "y");
      assertEquals(0x30, RawSteps.expect(client, "as-published" + options, "y").first());
    }
  }

  @Test
  void emptyRetainedMessageIsToldToWhoListens() throws Exception {
    try (RawMqttClient client = session(5, "clearing")) {
      publishRetained("clearing", "x");
      RawSteps.subscribe(client, true, "clearing", 0);
      assertEquals(0x31, RawSteps.expect(client, "clearing", "x").first());
      publishRetained("clearing", "");
      assertEquals(0x30, RawSteps.expect(client, "clearing", "").first());
      client.send(packet(0x82, bytes(0, 1), properties(), "clearing", 0));
      assertEquals(0x90, client.next().first());
      client.ping(); // nothing is retained
    }
  }

  @Test
  void messageWithoutRetainDoesNotMoveWhatIsRetained() throws Exception {
    try (RawMqttClient client = session(5, "passing")) {
      publishRetained("passing", "stands");
      publish("passing", "passes");
      RawSteps.subscribe(client, true, "passing", 0);
      assertEquals(0x31, RawSteps.expect(client, "passing", "stands").first());
      client.ping();
    }
  }
}
