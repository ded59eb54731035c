package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.TestNode;
import io.pipit.broker.WireClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.xmpp.Element;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node holds for MQTT and for XMPP is one thing, with one set of rights. */
@Timeout(90)
class MqttRetainTest {

  private static final String PASSWORD = "secret";
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        TestNode.start(
                folder,
                Map.of(
                    "PIPIT_LISTENERS__C2S__TLS",
                    "off",
                    "PIPIT_MQTT__ON_RETRACT",
                    "empty",
                    "PIPIT_PUBSUB__TEMPLATES",
                    "retain/#,pep/#,rights/#,passing/# persist_items=0",
                    "PIPIT_ACL",
                    "deny publish juliet rights/denied"))
            .account("juliet", PASSWORD)
            .account("romeo", PASSWORD);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RawMqttClient session(String user, String id) throws IOException {
    RawMqttClient client = new RawMqttClient(node.mqttPort());
    client.send(RawMqttClient.connect(5, id, user, PASSWORD));
    client.expectConnack(0);
    return client;
  }

  /** Publishes with QoS 1, and gives the reason of the answer. */
  private static int publish(RawMqttClient client, boolean retain, String topic, String payload)
      throws IOException {
    client.send(
        packet(retain ? 0x33 : 0x32, topic, bytes(0, 9), properties(), payload.getBytes(UTF_8)));
    Received answer = client.next();
    assertEquals(0x40, answer.first());
    return answer.body().length == 2 ? 0 : answer.at(2);
  }

  private static String request(String to, String content) {
    return "<iq type='set' id='q' to='"
        + to
        + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
        + content
        + "</pubsub></iq>";
  }

  private static Element ask(WireClient client, String content) throws IOException {
    client.send(request(TestNode.SERVICE, content));
    Element answer = client.next();
    while (!answer.attribute("id", "").equals("q")) {
      answer = client.next();
    }
    return answer;
  }

  private static void publishByXmpp(WireClient client, String topic, String id, String json)
      throws IOException {
    Element answer =
        ask(
            client,
            "<publish node='"
                + topic
                + "'><item id='"
                + id
                + "'><json xmlns='urn:xmpp:json:0'>"
                + json
                + "</json></item></publish>");
    assertEquals("result", answer.attribute("type", ""));
  }

  private static Received subscribe(RawMqttClient client, String filter, int options)
      throws IOException {
    client.send(packet(0x82, bytes(0, 1), properties(), filter, options));
    Received suback = client.next();
    assertEquals(0x90, suback.first());
    return suback;
  }

  // ---- once

  @Test
  void messageThatWasSentAsItWasPublishedDoesNotComeAgainAsRetained() throws Exception {
    int nodes = 70; // more than a page, so that the last is read when it is taken
    try (RawMqttClient publisher = session("juliet", "once-p");
        RawMqttClient subscriber = new RawMqttClient(node.mqttPort())) {
      for (int i = 0; i < nodes; i++) {
        publish(publisher, true, "retain/once/" + (100 + i), "old");
      }
      String last = "retain/once/" + (100 + nodes - 1);
      // A Receive Maximum of 1: nothing more comes before the first is answered.
      subscriber.send(
          packet(
              0x10,
              "MQTT",
              5,
              0xC2,
              0,
              60,
              properties(0x21, bytes(0, 1)),
              "once-s",
              "romeo",
              PASSWORD));
      subscriber.expectConnack(0);
      subscribe(subscriber, "retain/once/+", 1);
      Received first = subscriber.next();
      publish(publisher, true, last, "new");
      publish(publisher, true, "retain/once/end", "end");
      List<String> received = new ArrayList<>();
      received.add(acknowledged(subscriber, first));
      while (received.size() < nodes + 1) {
        received.add(acknowledged(subscriber, subscriber.next()));
      }
      assertEquals(
          List.of(last + " new"), received.stream().filter(each -> each.contains(last)).toList());
      assertEquals(nodes + 1, Set.copyOf(received).size());
      publish(publisher, false, "retain/once/end", "enough");
      assertEquals("retain/once/end enough", acknowledged(subscriber, subscriber.next()));
    }
  }

  /** Topic and payload of a message of QoS 1, whose properties are as long as they are. */
  private static String acknowledged(RawMqttClient subscriber, Received message)
      throws IOException {
    assertEquals(3, message.first() >> 4);
    int length = message.at(0) << 8 | message.at(1);
    subscriber.send(packet(0x40, bytes(message.at(2 + length), message.at(3 + length))));
    String all = new String(message.body(), UTF_8);
    String payload =
        Stream.of("old", "new", "end", "enough").filter(all::endsWith).findFirst().orElseThrow();
    return new String(message.body(), 2, length, UTF_8) + " " + payload;
  }

  // ---- one store

  @Test
  void itemOfXmppIsRetained() throws Exception {
    try (WireClient juliet = WireClient.login(node, "juliet", PASSWORD, "x1");
        RawMqttClient romeo = session("romeo", "m1")) {
      publishByXmpp(juliet, "retain/one/xmpp", "1", "[1]");
      RawSteps.subscribe(romeo, true, "retain/one/+", 0);
      assertEquals(0x31, RawSteps.expect(romeo, "retain/one/xmpp", "[1]").first());
    }
  }

  @Test
  void retainedMessageIsAnItemAndClearingTakesItBack() throws Exception {
    try (WireClient romeo = WireClient.login(node, "romeo", PASSWORD, "x2");
        RawMqttClient juliet = session("juliet", "m2")) {
      assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publish(juliet, true, "retain/item", "[2]"));
      romeo.send("<presence/>");
      Element answer = ask(romeo, "<subscribe node='retain/item' jid='" + romeo.address() + "'/>");
      assertEquals("result", answer.attribute("type", ""));
      assertEquals(ReasonCode.SUCCESS, publish(juliet, true, "retain/item", ""));
      Element event = romeo.next();
      while (!event.name().equals("message")) {
        event = romeo.next();
      }
      Element items =
          event
              .child("event", "http://jabber.org/protocol/pubsub#event")
              .orElseThrow()
              .elements()
              .get(0);
      assertEquals("retract", items.elements().get(0).name());
    }
  }

  @Test
  void retractByXmppIsAnEmptyMessageWhereThatIsAskedFor() throws Exception {
    try (WireClient juliet = WireClient.login(node, "juliet", PASSWORD, "x3");
        RawMqttClient romeo = session("romeo", "m3")) {
      RawSteps.subscribe(romeo, true, "retain/taken", 0);
      publishByXmpp(juliet, "retain/taken", "1", "[1]");
      RawSteps.expect(romeo, "retain/taken", "[1]");
      ask(juliet, "<retract node='retain/taken'><item id='1'/></retract>");
      assertEquals(0x30, RawSteps.expect(romeo, "retain/taken", "").first());
    }
  }

  @Test
  void nodeThatKeepsNothingKeepsWhatIsRetained() throws Exception {
    try (RawMqttClient juliet = session("juliet", "m4");
        RawMqttClient romeo = session("romeo", "m4")) {
      publish(juliet, true, "passing/a", "stands");
      publish(juliet, false, "passing/a", "passes");
      RawSteps.subscribe(romeo, true, "passing/#", 0);
      assertEquals(0x31, RawSteps.expect(romeo, "passing/a", "stands").first());
      romeo.ping();
    }
  }

  @ParameterizedTest(name = "[MQTT-3.8.4-8] published with {0}, granted {1}")
  @CsvSource({"0, 2, 0", "1, 2, 1", "2, 2, 2", "2, 1, 1", "2, 0, 0", "0, 0, 0"})
  void qosOfARetainedMessageIsTheLessOfBoth(int published, int granted, int sent) throws Exception {
    String topic = "retain/qos" + published + granted;
    try (RawMqttClient juliet = session("juliet", "q1");
        RawMqttClient romeo = session("romeo", "q1")) {
      byte[] id = published == 0 ? new byte[0] : bytes(0, 5);
      juliet.send(packet(0x31 | published << 1, topic, id, properties(), "x".getBytes(UTF_8)));
      if (published == 1) {
        assertEquals(0x40, juliet.next().first());
      } else if (published == 2) {
        assertEquals(0x50, juliet.next().first());
        juliet.send(packet(0x62, bytes(0, 5)));
        assertEquals(0x70, juliet.next().first());
      }
      // What is published behind it by the same client is decided behind it.
      publish(juliet, false, topic, "behind");
      RawSteps.subscribe(romeo, true, topic, granted);
      Received message = romeo.next();
      assertEquals(0x31 | sent << 1, message.first());
    }
  }

  // ---- one set of rights

  @ParameterizedTest
  @ValueSource(strings = {"authorize", "presence", "roster", "whitelist"})
  void nodeThatIsNotOpenShowsNothing(String model) throws Exception {
    String topic = "rights/" + model;
    try (WireClient juliet = WireClient.login(node, "juliet", PASSWORD, "x5");
        RawMqttClient owner = session("juliet", "m5");
        RawMqttClient publisher = session("juliet", "m5p");
        RawMqttClient romeo = session("romeo", "m5")) {
      Element created =
          ask(
              juliet,
              "<create node='"
                  + topic
                  + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
                  + "<field var='FORM_TYPE' type='hidden'>"
                  + "<value>http://jabber.org/protocol/pubsub#node_config</value></field>"
                  + "<field var='pubsub#access_model'><value>"
                  + model
                  + "</value></field></x></configure>");
      assertEquals("result", created.attribute("type", ""));
      publish(publisher, true, topic, "secret");
      RawSteps.subscribe(owner, true, topic, 0);
      assertEquals(0x31, RawSteps.expect(owner, topic, "secret").first());
      RawSteps.subscribe(romeo, true, topic, 0);
      publish(publisher, false, topic, "more");
      romeo.ping();
      assertEquals(ReasonCode.NOT_AUTHORIZED, publish(romeo, false, topic, "mine"));
    }
  }

  @Test
  void whatNoTemplateFitsAndWhatARuleDeniesIsNotPublished() throws Exception {
    try (RawMqttClient juliet = session("juliet", "m6")) {
      assertEquals(ReasonCode.NOT_AUTHORIZED, publish(juliet, false, "elsewhere", "x"));
      assertEquals(ReasonCode.NOT_AUTHORIZED, publish(juliet, false, "rights/denied", "x"));
      assertEquals(ReasonCode.NOT_AUTHORIZED, publish(juliet, true, "rights/denied", ""));
      assertEquals(ReasonCode.NO_MATCHING_SUBSCRIBERS, publish(juliet, false, "rights/free", "x"));
      Received suback = subscribe(juliet, "$SYS/#", 0);
      assertEquals(ReasonCode.NOT_AUTHORIZED, suback.at(suback.body().length - 1));
    }
  }

  // ---- nodes of accounts

  @Test
  void nodeOfAnAccountIsReadAsItsAccessModelSays() throws Exception {
    try (WireClient juliet = WireClient.login(node, "juliet", PASSWORD, "x7");
        RawMqttClient own = session("juliet", "m7");
        RawMqttClient romeo = session("romeo", "m7")) {
      RawSteps.subscribe(own, true, "$pep/juliet/urn:example:mood", 0);
      RawSteps.subscribe(romeo, true, "$pep/juliet/urn:example:mood", 0);
      juliet.send(
          "<iq type='set' id='q'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
              + "<publish node='urn:example:mood'><item id='current'>"
              + "<json xmlns='urn:xmpp:json:0'>[7]</json></item></publish></pubsub></iq>");
      Element answer = juliet.next();
      while (!answer.attribute("id", "").equals("q")) {
        answer = juliet.next();
      }
      assertEquals("result", answer.attribute("type", ""));
      RawSteps.expect(own, "$pep/juliet/urn:example:mood", "[7]");
      romeo.ping(); // not a contact
      assertEquals(
          ReasonCode.NOT_AUTHORIZED, publish(own, false, "$pep/juliet/urn:example:mood", "x"));
    }
    try (RawMqttClient later = session("juliet", "m8");
        RawMqttClient romeo = session("romeo", "m8")) {
      RawSteps.subscribe(romeo, true, "$pep/juliet/#", 0);
      romeo.ping();
      RawSteps.subscribe(later, true, "$pep/juliet/#", 0);
      assertEquals(0x31, RawSteps.expect(later, "$pep/juliet/urn:example:mood", "[7]").first());
    }
  }
}
