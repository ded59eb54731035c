package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.WireClient;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of MQTT as resources of their accounts. */
@Timeout(90)
class MqttPresenceTest {

  private static final String NAME = "romeo";
  private static final String PASSWORD = "secret";
  private static final String ADDRESS = NAME + "@" + TestNode.DOMAIN + "/";
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        TestNode.start(
                folder,
                Map.of(
                    "PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_LIMITS__SESSIONS_PER_ACCOUNT", "3"))
            .account(NAME, PASSWORD)
            .account("few", PASSWORD);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RawMqttClient mqtt(int version, String id) throws IOException {
    RawMqttClient client = new RawMqttClient(node.mqttPort());
    client.send(RawMqttClient.connect(version, id, NAME, PASSWORD));
    client.expectConnack(0);
    return client;
  }

  /** The next element that is meant. */
  private static Element next(WireClient client, Predicate<Element> meant) throws IOException {
    Element next = client.next();
    while (!meant.test(next)) {
      next = client.next();
    }
    return next;
  }

  private static Element presence(WireClient client, String resource) throws IOException {
    return next(
        client,
        element ->
            element.name().equals("presence")
                && element.attribute("from", "").equals(ADDRESS + resource));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void clientComesAndGoes(int version) throws Exception {
    try (WireClient phone = WireClient.login(node, NAME, PASSWORD, "phone" + version)) {
      phone.send("<presence/>");
      try (RawMqttClient sensor = mqtt(version, "sensor")) {
        Element came = presence(phone, "sensor");
        assertEquals("", came.attribute("type", ""));
        assertTrue(XmlWriter.text(came).contains("<priority>-1</priority>"));
        sensor.ping();
      }
      assertEquals("unavailable", presence(phone, "sensor").attribute("type", ""));
    }
  }

  @Test
  void whatIsSentToItIsAnsweredForIt() throws Exception {
    try (WireClient phone = WireClient.login(node, NAME, PASSWORD, "phone");
        RawMqttClient sensor = mqtt(5, "asked")) {
      phone.send(
          "<iq type='get' id='v' to='"
              + ADDRESS
              + "asked'><query xmlns='jabber:iq:version'/></iq>");
      Element iq = next(phone, element -> element.attribute("id", "").equals("v"));
      assertEquals("error", iq.attribute("type", ""));
      assertTrue(XmlWriter.text(iq).contains("<service-unavailable"), XmlWriter.text(iq));
      phone.send(
          "<message type='chat' id='m' to='" + ADDRESS + "asked'><body>hello</body></message>");
      Element message = next(phone, element -> element.attribute("id", "").equals("m"));
      assertEquals("error", message.attribute("type", ""));
      sensor.ping();
    }
  }

  @Test
  void streamOfTheSameNameEndsIt() throws Exception {
    try (RawMqttClient sensor = mqtt(5, "same")) {
      try (WireClient stream = WireClient.login(node, NAME, PASSWORD, "same")) {
        sensor.expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
        try (RawMqttClient again = mqtt(5, "same")) {
          Element end = stream.next();
          while (!end.name().equals("error")) {
            end = stream.next();
          }
          assertTrue(XmlWriter.text(end).contains("<conflict"), XmlWriter.text(end));
          again.ping();
        }
      }
    }
  }

  @Test
  void accountHasOnlySoManySessions() throws Exception {
    RawMqttClient[] clients = new RawMqttClient[4];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new RawMqttClient(node.mqttPort());
      clients[i].send(RawMqttClient.connect(5, "c" + i, "few", PASSWORD));
      clients[i].expectConnack(i < 3 ? 0 : ReasonCode.QUOTA_EXCEEDED);
    }
    clients[3].expectEnd();
    // The same client again is not one more.
    try (RawMqttClient again = new RawMqttClient(node.mqttPort())) {
      again.send(RawMqttClient.connect(5, "c1", "few", PASSWORD));
      again.expectConnack(0);
      clients[1].expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
    }
    for (RawMqttClient client : clients) {
      client.close();
    }
  }

  @Test
  void sessionEndsWithItsAccount() throws Exception {
    node.account("brief", PASSWORD);
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(RawMqttClient.connect(5, "c", "brief", PASSWORD));
      client.expectConnack(0);
      node.removeAccount("brief");
      client.expectDisconnect(ReasonCode.NOT_AUTHORIZED);
    }
  }

  @Test
  void nobodySeesItWherePresenceIsOff(@TempDir Path other) throws Exception {
    try (TestNode quiet =
            TestNode.start(
                    other,
                    Map.of("PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_MQTT__PRESENCE", "false"))
                .account(NAME, PASSWORD);
        WireClient phone = WireClient.login(quiet, NAME, PASSWORD, "phone");
        RawMqttClient sensor = new RawMqttClient(quiet.mqttPort())) {
      phone.send("<presence/>");
      sensor.send(RawMqttClient.connect(5, "sensor", NAME, PASSWORD));
      sensor.expectConnack(0);
      sensor.ping();
      try (WireClient tablet = WireClient.login(quiet, NAME, PASSWORD, "tablet")) {
        tablet.send("<presence/>");
        Element first =
            next(
                phone,
                element ->
                    element.name().equals("presence")
                        && !element.attribute("from", "").equals(ADDRESS + "phone"));
        assertEquals(ADDRESS + "tablet", first.attribute("from", ""));
      }
    }
  }
}
