package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.DurableClient.HOUR;
import static io.pipit.broker.mqtt.DurableClient.connect;
import static io.pipit.broker.mqtt.DurableClient.expectAnswer;
import static io.pipit.broker.mqtt.DurableClient.leave;
import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.TestNode;
import io.pipit.broker.WireClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.xmpp.Element;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That nothing is retained for a topic any more is a message like others (MQTT 5, 3.3.1.3), also
 * for clients that are away.
 */
@Timeout(90)
class ClearedWhileAwayTest {

  private static final int RETAINED = 1;

  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        TestNode.start(
                folder,
                Map.of(
                    "PIPIT_LISTENERS__C2S__TLS", "off",
                    "PIPIT_MQTT__ON_RETRACT", "empty",
                    "PIPIT_PUBSUB__TEMPLATES", "away/#,few/# access_model=whitelist"))
            .account(DurableClient.NAME, DurableClient.PASSWORD)
            .account("romeo", DurableClient.PASSWORD);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void subscribed(String id, String filter, int options) throws IOException {
    RawMqttClient client = DurableClient.open(node.mqttPort(), connect(true, HOUR, id), false);
    RawSteps.subscribe(client, true, filter, options);
    leave(client);
  }

  private static RawMqttClient back(String id) throws IOException {
    return DurableClient.open(node.mqttPort(), connect(false, HOUR, id), true);
  }

  /** Publishes by another account, and waits until that is done. */
  private static void publish(int qos, int retain, String topic, String text) throws IOException {
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(RawMqttClient.connect(5, "clears", "romeo", DurableClient.PASSWORD));
      client.expectConnack(0);
      client.send(DurableClient.publish(true, 0x30 | qos << 1 | retain, topic, 1, text));
      if (qos == 1) {
        expectAnswer(client, 0x40, 1);
      } else if (qos == 2) {
        expectAnswer(client, 0x50, 1);
        client.send(DurableClient.answer(0x62, 1));
        expectAnswer(client, 0x70, 1);
      }
      client.ping();
    }
  }

  /** The same with QoS 0, of which nobody says that it is done but who gets it. */
  private static void publishSeen(String topic, String text) throws IOException {
    try (RawMqttClient watcher = new RawMqttClient(node.mqttPort())) {
      watcher.send(RawMqttClient.connect(5, "watches", "romeo", DurableClient.PASSWORD));
      watcher.expectConnack(0);
      RawSteps.subscribe(watcher, true, topic, 0x20); // nothing that is retained
      publish(0, RETAINED, topic, text);
      RawSteps.expect(watcher, topic, text);
    }
  }

  private static void clear(int qos, String topic) throws IOException {
    publish(qos, RETAINED, topic, "");
  }

  private static Element ask(WireClient client, String type, String pubsub) throws IOException {
    client.send(
        "<iq type='set' id='q' to='"
            + TestNode.SERVICE
            + "'><pubsub xmlns='http://jabber.org/protocol/pubsub"
            + type
            + "'>"
            + pubsub
            + "</pubsub></iq>");
    Element answer = client.next();
    while (!answer.attribute("id", "").equals("q")) {
      answer = client.next();
    }
    assertEquals("result", answer.attribute("type", ""));
    return answer;
  }

  /** A PUBLISH with the QoS, and without RETAIN or DUP. */
  private static void expect(RawMqttClient client, int qos, String topic, String text)
      throws IOException {
    Received publish = RawSteps.expect(client, topic, text);
    assertEquals(0x30 | qos << 1, publish.first());
    assertEquals(text.isEmpty(), isEmpty(publish, topic, qos));
  }

  private static boolean isEmpty(Received publish, String topic, int qos) {
    int properties = 2 + topic.length() + (qos == 0 ? 0 : 2);
    return publish.body().length == properties + 1 + publish.at(properties);
  }

  @ParameterizedTest(name = "cleared with {0}, granted {1}: {2}")
  @CsvSource({"1,1,1", "1,2,1", "2,1,1", "2,2,2"})
  void clearWaitsInItsOrder(int cleared, int granted, int sent) throws Exception {
    String topic = "away/order/" + cleared + granted;
    subscribed("order", topic, granted);
    publish(1, RETAINED, topic, "a");
    publish(1, 0, topic, "b");
    clear(cleared, topic);
    publish(1, RETAINED, topic, "c");
    try (RawMqttClient client = back("order")) {
      expect(client, 1, topic, "a"); // is retained no more, and was promised
      expect(client, 1, topic, "b");
      expect(client, sent, topic, "");
      expect(client, 1, topic, "c");
      client.ping();
    }
  }

  /** [MQTT-4.5.0-1]: a clear ends what is retained, and nothing that is on its way. */
  @Test
  void whatWaitsComesAlsoWhenItIsClearedWithQos0() throws Exception {
    subscribed("owed", "away/owed", 1);
    publish(1, RETAINED, "away/owed", "alarm");
    publishSeen("away/owed", "");
    try (RawMqttClient client = back("owed")) {
      expect(client, 1, "away/owed", "alarm");
      client.ping();
    }
  }

  /** [MQTT-3.3.1-12]: who asks for RETAIN as it was published gets it. */
  @Test
  void clearKeepsRetainForWhoAsksForIt() throws Exception {
    subscribed("as-published", "away/as", 1 | 8);
    clear(1, "away/as"); // its node is not there: nobody hears of it
    publish(1, 0, "away/as", "a");
    clear(1, "away/as"); // nothing stands: it is published all the same
    try (RawMqttClient client = back("as-published")) {
      RawSteps.expect(client, "away/as", "a");
      assertEquals(0x33, RawSteps.expect(client, "away/as", "").first());
      client.ping();
    }
  }

  @ParameterizedTest(name = "cleared with {0}, granted {1}")
  @CsvSource({"0,1", "1,0"})
  void clearOfQos0DoesNotWait(int cleared, int granted) throws Exception {
    String topic = "away/zero/" + cleared;
    publish(1, RETAINED, topic, "a");
    subscribed("zero", topic, granted | 0x20); // Retain Handling 2: nothing that is retained
    if (cleared == 0) {
      publishSeen(topic, "");
    } else {
      clear(cleared, topic);
    }
    try (RawMqttClient client = back("zero")) {
      client.ping();
    }
  }

  /** With the session connected it comes once, and not again. */
  @Test
  void clearComesOnceToWhoIsThere() throws Exception {
    try (RawMqttClient client =
        DurableClient.open(node.mqttPort(), connect(true, HOUR, "there"), false)) {
      RawSteps.subscribe(client, true, "away/there", 1);
      publish(1, RETAINED, "away/there", "a");
      Received value = RawSteps.expect(client, "away/there", "a");
      client.send(DurableClient.answer(0x40, DurableClient.id(value)));
      clear(1, "away/there");
      Received clear = RawSteps.expect(client, "away/there", "");
      assertEquals(0x32, clear.first());
      client.send(DurableClient.answer(0x40, DurableClient.id(clear)));
      clear(0, "away/there");
      assertEquals(0x30, RawSteps.expect(client, "away/there", "").first());
      client.ping();
    }
    try (RawMqttClient client = back("there")) {
      client.ping();
    }
  }

  /** What is retained again meanwhile is sent to a subscription behind the clear. */
  @Test
  void clearDoesNotHideWhatIsRetainedLater() throws Exception {
    subscribed("hide", "away/hide", 1);
    publish(1, RETAINED, "away/hide", "a");
    clear(1, "away/hide");
    publishSeen("away/hide", "b"); // does not wait
    try (RawMqttClient client = back("hide")) {
      client.send(packet(0x82, bytes(0, 1), properties(), "away/hide/#", 0));
      // The answer, what waited and what is retained, in an order that is not ours to say.
      Set<Integer> first = new TreeSet<>();
      for (int i = 0; i < 4; i++) {
        first.add(client.next().first());
      }
      assertEquals(Set.of(0x31, 0x32, 0x90), first);
      client.ping();
    }
  }

  @Test
  void whoMayNotReadTheNodeAnyMoreIsNotTold() throws Exception {
    try (WireClient romeo = WireClient.login(node, "romeo", DurableClient.PASSWORD, "x")) {
      publish(1, RETAINED, "few/rights", "a");
      setAffiliation(romeo, "member");
      subscribed("rights", "+/rights", 1 | 0x20);
      clear(1, "few/rights");
      publish(1, 0, "away/rights", "b");
      setAffiliation(romeo, "none");
      try (RawMqttClient client = back("rights")) {
        Received next = RawSteps.expect(client, "away/rights", "b");
        client.send(DurableClient.answer(0x40, DurableClient.id(next)));
        client.ping();
      }
      setAffiliation(romeo, "member");
      try (RawMqttClient client = back("rights")) {
        clear(1, "few/rights");
        expect(client, 1, "few/rights", "");
        client.ping(); // not told later either
      }
    }
  }

  private static void setAffiliation(WireClient owner, String affiliation) throws IOException {
    ask(
        owner,
        "#owner",
        "<affiliations node='few/rights'><affiliation jid='juliet@localhost' affiliation='"
            + affiliation
            + "'/></affiliations>");
  }

  @ParameterizedTest
  @CsvSource({"retract", "purge", "delete"})
  void whatXmppTakesBackWaitsWhereThatIsAskedFor(String how) throws Exception {
    String topic = "away/xmpp/" + how;
    try (WireClient romeo = WireClient.login(node, "romeo", DurableClient.PASSWORD, "y")) {
      ask(
          romeo,
          "",
          "<publish node='"
              + topic
              + "'><item id='1'><json xmlns='urn:xmpp:json:0'>[1]</json></item></publish>");
      subscribed("xmpp", topic, 1 | 0x20);
      switch (how) {
        case "retract" -> ask(romeo, "", "<retract node='" + topic + "'><item id='1'/></retract>");
        default -> ask(romeo, "#owner", "<" + how + " node='" + topic + "'/>");
      }
      try (RawMqttClient client = back("xmpp")) {
        expect(client, 1, topic, "");
        client.ping();
      }
    }
  }

  @Test
  void sharedSubscriptionGetsItToo() throws Exception {
    subscribed("shared", "$share/g/away/shared", 1);
    publish(1, 0, "away/shared", "a");
    clear(1, "away/shared");
    publish(1, 0, "away/shared", "b");
    try (RawMqttClient client = back("shared")) {
      expect(client, 1, "away/shared", "a");
      expect(client, 1, "away/shared", "");
      expect(client, 1, "away/shared", "b");
      client.ping();
    }
  }

  @Test
  void clearIsThereAfterARestart(@TempDir Path folder) throws Exception {
    TestNode other =
        TestNode.start(folder, Map.of()).account(DurableClient.NAME, DurableClient.PASSWORD);
    try {
      RawMqttClient client = DurableClient.open(other.mqttPort(), connect(true, HOUR, "r"), false);
      RawSteps.subscribe(client, true, "restart", 1);
      leave(client);
      client = DurableClient.open(other.mqttPort(), connect(true, 0, "publisher"), false);
      for (String text : new String[] {"a", "", "b"}) {
        client.send(DurableClient.publish(true, 0x33, "restart", 1, text));
        expectAnswer(client, 0x40, 1);
      }
      leave(client);
      other = other.restart();
      client = DurableClient.open(other.mqttPort(), connect(false, HOUR, "r"), true);
      // DUP, since nobody knows any more what was on its way.
      assertEquals(0x3A, RawSteps.expect(client, "restart", "a").first());
      assertEquals(0x3A, RawSteps.expect(client, "restart", "").first());
      assertEquals(0x3A, RawSteps.expect(client, "restart", "b").first());
      client.ping();
      client.close();
    } finally {
      other.close();
    }
  }
}
