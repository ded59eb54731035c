package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.DurableClient.HOUR;
import static io.pipit.broker.mqtt.DurableClient.NAME;
import static io.pipit.broker.mqtt.DurableClient.PASSWORD;
import static io.pipit.broker.mqtt.DurableClient.answer;
import static io.pipit.broker.mqtt.DurableClient.connect;
import static io.pipit.broker.mqtt.DurableClient.connect4;
import static io.pipit.broker.mqtt.DurableClient.expectAnswer;
import static io.pipit.broker.mqtt.DurableClient.fourBytes;
import static io.pipit.broker.mqtt.DurableClient.id;
import static io.pipit.broker.mqtt.DurableClient.leave;
import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.TestTime;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that outlive their connections, packet by packet; time passes as the test says. */
@Timeout(90)
class DurableSessionTest {

  private static final TestTime TIME = new TestTime();
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.start(folder, Map.of(), TIME).account(NAME, PASSWORD);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static RawMqttClient open(byte[] connect, boolean isPresent) throws IOException {
    return DurableClient.open(node.mqttPort(), connect, isPresent);
  }

  /** A session that is new, and left again. */
  private static void make(long expirySeconds, String id) throws IOException {
    leave(open(connect(true, expirySeconds, id), false));
  }

  /** Makes a session with one subscription, and leaves it. */
  private static void subscribed(String id, String filter, int options) throws IOException {
    RawMqttClient client = open(connect(true, HOUR, id), false);
    RawSteps.subscribe(client, true, filter, options);
    leave(client);
  }

  /** Publishes with QoS 1 by a connection of its own, which is answered. */
  private static void publish(String topic, String... texts) throws IOException {
    publishAs(0x32, topic, texts);
  }

  private static void publishAs(int first, String topic, String... texts) throws IOException {
    try (RawMqttClient client = open(connect(true, 0, "publisher"), false)) {
      for (String text : texts) {
        client.send(DurableClient.publish(true, first, topic, 1, text));
        if ((first & 6) == 2) {
          expectAnswer(client, 0x40, 1);
        } else if ((first & 6) == 4) {
          expectAnswer(client, 0x50, 1);
          client.send(answer(0x62, 1));
          expectAnswer(client, 0x70, 1);
        }
      }
      client.ping();
    }
  }

  // ---- topic aliases

  /** 3.3.2.3.4: an alias holds for one connection, so what comes again says its topic. */
  @Test
  void messageThatComesAgainSaysItsTopic() throws Exception {
    byte[] connect = connect(false, HOUR, "aliases", bytes(0x22, 0, 10), new byte[0]);
    try (RawMqttClient lost = open(connect, false)) {
      RawSteps.subscribe(lost, true, "aliases/+", 1);
      publish("aliases/a", "first", "second", "third");
      assertEquals(List.of("aliases/a", "", ""), topics(lost, 0x32));
    }
    RawMqttClient again = open(connect, true);
    assertEquals(List.of("aliases/a", "", ""), topics(again, 0x3A));
    leave(again);
  }

  /** The topics of three messages. */
  private static List<String> topics(RawMqttClient client, int first) throws IOException {
    List<String> topics = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Received publish = client.next();
      assertEquals(first, publish.first());
      int length = publish.at(0) << 8 | publish.at(1);
      topics.add(new String(publish.body(), 2, length, UTF_8));
    }
    return topics;
  }

  // ---- Session Present

  @Test
  void sessionIsPresentUntilACleanStartEndsIt() throws Exception {
    make(HOUR, "kept");
    leave(open(connect(false, HOUR, "kept"), true));
    leave(open(connect(true, HOUR, "kept"), false));
    leave(open(connect(true, 0, "kept"), false));
    leave(open(connect(false, 0, "kept"), false));
  }

  @Test
  void sessionWithoutExpiryEndsWithItsConnection() throws Exception {
    make(0, "short");
    leave(open(connect(false, 0, "short"), false));
    make(HOUR, "short");
    leave(open(connect(false, 0, "short"), true)); // and now it is one of those
    leave(open(connect(false, HOUR, "short"), false));
  }

  @ParameterizedTest(name = "the node looks for those that are over: {0}")
  @ValueSource(booleans = {true, false})
  void sessionIsOverAfterItsExpiry(boolean isNoticed) throws Exception {
    String id = "over" + isNoticed;
    make(HOUR, id);
    TIME.pass(Duration.ofSeconds(HOUR - 1));
    leave(open(connect(false, HOUR, id), true));
    if (isNoticed) {
      TIME.pass(Duration.ofSeconds(HOUR));
    } else {
      TIME.passUnnoticed(Duration.ofSeconds(HOUR));
    }
    leave(open(connect(false, HOUR, id), false));
  }

  @Test
  void disconnectChangesTheExpiry() throws Exception {
    RawMqttClient client = open(connect(true, HOUR, "changing"), false);
    client.send(packet(0xE0, 0, properties(bytes(0x11, fourBytes(2 * HOUR)))));
    client.expectEnd();
    TIME.pass(Duration.ofSeconds(HOUR + 1));
    client = open(connect(false, HOUR, "changing"), true);
    client.send(packet(0xE0, 0, properties(bytes(0x11, fourBytes(0)))));
    client.expectEnd();
    client = open(connect(false, HOUR, "changing"), false);
    client.close();
  }

  @Test
  void sessionWithoutExpiryCannotGetOneAtItsEnd() throws Exception {
    try (RawMqttClient client = open(connect(true, 0, "late"), false)) {
      client.send(packet(0xE0, 0, properties(bytes(0x11, fourBytes(HOUR)))));
      client.expectDisconnect(ReasonCode.PROTOCOL_ERROR);
    }
  }

  @Test
  void clientIsToldTheExpiryThatItGets() throws Exception {
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(connect(true, 0xFFFF_FFFFL, "for-ever"));
      String connack = new String(client.expectConnack(0).body(), ISO_8859_1);
      String week = new String(bytes(0x11, fourBytes(Duration.ofDays(7).toSeconds())), ISO_8859_1);
      assertTrue(connack.contains(week));
      client.send(packet(0xE0, 0, properties(bytes(0x11, fourBytes(0xFFFF_FFFFL)))));
      client.expectEnd();
    }
    TIME.pass(Duration.ofDays(7));
    open(connect(false, 0, "for-ever"), false).close();
  }

  @Test
  void sessionOf311IsKeptUnlessItIsClean() throws Exception {
    leave(open(connect4(false, "old"), false));
    leave(open(connect4(false, "old"), true));
    leave(open(connect4(true, "old"), false));
    leave(open(connect4(false, "old"), false));
    leave(open(connect(false, HOUR, "old"), true)); // versions share sessions
    leave(open(connect(true, 0, "old"), false));
  }

  @Test
  void anotherConnectionGoesOnWithTheSession() throws Exception {
    try (RawMqttClient first = open(connect(true, HOUR, "taken"), false)) {
      RawSteps.subscribe(first, true, "taken", 1);
      publish("taken", "x");
      Received sent = RawSteps.expect(first, "taken", "x");
      try (RawMqttClient second = open(connect(false, HOUR, "taken"), true)) {
        first.expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
        Received again = RawSteps.expect(second, "taken", "x");
        assertEquals(0x3A, again.first());
        assertEquals(id(sent), id(again));
        try (RawMqttClient third = open(connect(true, HOUR, "taken"), false)) {
          second.expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
          third.ping();
        }
      }
    }
  }

  @Test
  void manyConnectionsOfOneClientLeaveOneWithTheSession() throws Exception {
    subscribed("contended", "contended", 1);
    RawMqttClient[] clients = new RawMqttClient[10];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new RawMqttClient(node.mqttPort());
      clients[i].send(connect(false, HOUR, "contended"));
    }
    for (RawMqttClient client : clients) {
      Received connack = client.next();
      int reason = connack.at(1);
      assertTrue(reason == 0 || reason == ReasonCode.SERVER_UNAVAILABLE, "reason " + reason);
      assertEquals(reason == 0 ? 1 : 0, connack.at(0));
    }
    try (RawMqttClient last = open(connect(false, HOUR, "contended"), true)) {
      for (RawMqttClient client : clients) {
        client.readToEnd();
        client.close();
      }
      publish("contended", "x");
      RawSteps.expect(last, "contended", "x");
    }
  }

  @Test
  void sessionsEndWithTheirAccount() throws Exception {
    subscribed("removed", "removed", 1);
    RawMqttClient connected = open(connect(true, HOUR, "connected"), false);
    node.removeAccount(NAME);
    connected.readToEnd();
    connected.close();
    node.account(NAME, PASSWORD);
    try (RawMqttClient client = open(connect(false, HOUR, "removed"), false)) {
      publish("removed", "x");
      client.ping();
    }
    open(connect(false, HOUR, "connected"), false).close();
  }

  @Test
  void guestsHaveNoSessionsThatOutliveThem() throws Exception {
    byte[] connect =
        packet(0x10, "MQTT", 5, 0, 0, 0, properties(bytes(0x11, fourBytes(HOUR))), "guest");
    for (int i = 0; i < 2; i++) {
      try (RawMqttClient guest = new RawMqttClient(node.mqttPort())) {
        guest.send(connect);
        Received connack = guest.expectConnack(0);
        assertEquals(0, connack.at(0));
        assertTrue(new String(connack.body(), ISO_8859_1).contains("\u0011\0\0\0\0"));
      }
    }
  }

  // ---- what waits

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {4, 5})
  void whatIsNotAcknowledgedComesAgain(int version) throws Exception {
    String id = "waiting" + version;
    boolean is5 = version == 5;
    byte[] again = is5 ? connect(false, HOUR, id) : connect4(false, id);
    RawMqttClient client = open(again, false);
    RawSteps.subscribe(client, is5, id, 1);
    leave(client);
    publish(id, "1", "2", "3");
    client = open(again, true);
    int first = id(RawSteps.expect(client, id, "1"));
    Received second = RawSteps.expect(client, id, "2");
    Received third = RawSteps.expect(client, id, "3");
    assertEquals(List.of(0x32, 0x32), List.of(second.first(), third.first()));
    client.send(answer(0x40, first)).ping();
    client.hangUp();
    publish(id, "4");
    client = open(again, true);
    List<Integer> ids = List.of(id(second), id(third));
    for (int i = 0; i < ids.size(); i++) {
      Received repeated = RawSteps.expect(client, id, String.valueOf(2 + i));
      assertEquals(0x3A, repeated.first());
      assertEquals(ids.get(i), id(repeated));
      client.send(answer(0x40, id(repeated)));
    }
    Received fourth = RawSteps.expect(client, id, "4");
    assertEquals(0x32, fourth.first());
    client.send(answer(0x40, id(fourth))).ping();
    leave(client);
    client = open(again, true).ping();
    leave(client);
  }

  @Test
  void messageOfQos2GoesOnWhereItStood() throws Exception {
    subscribed("two", "two", 2);
    publishAs(0x34, "two", "1", "2");
    RawMqttClient client = open(connect(false, HOUR, "two"), true);
    int first = id(RawSteps.expect(client, "two", "1"));
    int second = id(RawSteps.expect(client, "two", "2"));
    client.send(answer(0x50, first));
    expectAnswer(client, 0x62, first);
    client.hangUp();
    client = open(connect(false, HOUR, "two"), true);
    expectAnswer(client, 0x62, first);
    Received again = RawSteps.expect(client, "two", "2");
    assertEquals(0x3C, again.first());
    assertEquals(second, id(again));
    client.send(answer(0x70, first));
    client.send(answer(0x50, second));
    expectAnswer(client, 0x62, second);
    client.send(answer(0x70, second)).ping();
    client.send(answer(0x50, second)); // of nothing any more
    Received unknown = client.next();
    assertEquals(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, unknown.at(2));
    leave(client);
    leave(open(connect(false, HOUR, "two"), true).ping());
  }

  @Test
  void messageThatTheClientRefusesDoesNotComeAgain() throws Exception {
    subscribed("refusing", "refusing", 2);
    publishAs(0x34, "refusing", "1");
    RawMqttClient client = open(connect(false, HOUR, "refusing"), true);
    int id = id(RawSteps.expect(client, "refusing", "1"));
    client.send(packet(0x50, bytes(id >> 8, id & 0xFF, 0x83))).ping();
    leave(client);
    leave(open(connect(false, HOUR, "refusing"), true).ping());
  }

  @Test
  void noMoreIsSentThanTheClientTakes() throws Exception {
    subscribed("narrow", "narrow", 1);
    publish("narrow", "1", "2", "3");
    byte[] connect = connect(false, HOUR, "narrow", bytes(0x21, 0, 2), new byte[0]);
    try (RawMqttClient client = open(connect, true)) {
      int first = id(RawSteps.expect(client, "narrow", "1"));
      RawSteps.expect(client, "narrow", "2");
      client.ping();
      client.send(answer(0x40, first));
      RawSteps.expect(client, "narrow", "3");
    }
  }

  @Test
  void whatHasQos0DoesNotWait() throws Exception {
    subscribed("zero", "zero", 1);
    publishAs(0x30, "zero", "unheard");
    try (RawMqttClient client = open(connect(false, HOUR, "zero"), true)) {
      client.ping();
      publishAs(0x30, "zero", "heard");
      assertEquals(0x30, RawSteps.expect(client, "zero", "heard").first());
    }
  }

  @Test
  void expiryOfMessagesCountsDown() throws Exception {
    subscribed("expiring", "expiring", 1);
    try (RawMqttClient client = open(connect(true, 0, "publisher"), false)) {
      for (int seconds : new int[] {10, 100}) {
        client.send(
            packet(
                0x32,
                "expiring",
                bytes(0, 1),
                properties(bytes(0x02, fourBytes(seconds))),
                String.valueOf(seconds).getBytes(UTF_8)));
        expectAnswer(client, 0x40, 1);
      }
    }
    TIME.pass(Duration.ofSeconds(40));
    try (RawMqttClient client = open(connect(false, HOUR, "expiring"), true)) {
      Received message = RawSteps.expect(client, "expiring", "100");
      String left = new String(bytes(0x02, fourBytes(60)), ISO_8859_1);
      assertTrue(new String(message.body(), ISO_8859_1).contains(left));
    }
  }

  @Test
  void whatIsTooLargeForTheClientIsNotTriedAgain() throws Exception {
    subscribed("large", "large", 1);
    publish("large", "x".repeat(1_000), "small");
    byte[] connect = connect(false, HOUR, "large", bytes(0x27, fourBytes(500)), new byte[0]);
    try (RawMqttClient client = open(connect, true)) {
      Received message = RawSteps.expect(client, "large", "small");
      client.send(answer(0x40, id(message))).ping();
    }
    leave(open(connect(false, HOUR, "large"), true).ping());
  }

  // ---- subscriptions

  @Test
  void subscriptionsAreKeptWithTheirOptions() throws Exception {
    RawMqttClient client = open(connect(true, HOUR, "options"), false);
    // No Local and Retain As Published, QoS 1
    client.send(packet(0x82, bytes(0, 1), properties(0x0B, 9), "options/#", 0x0D));
    assertEquals(1, client.next().at(3));
    RawSteps.subscribe(client, true, "ended", 1);
    client.send(packet(0xA2, bytes(0, 2), properties(), "ended"));
    assertEquals(0, client.next().at(3));
    leave(client);
    publish("ended", "x");
    client = open(connect(false, HOUR, "options"), true);
    client.send(DurableClient.publish(true, 0x32, "options/own", 5, "own"));
    assertEquals(0x40, client.next().first());
    publishAs(0x33, "options/other", "other");
    Received message = RawSteps.expect(client, "options/other", "other");
    assertEquals(0x33, message.first());
    assertTrue(new String(message.body(), ISO_8859_1).contains("\u000B\u0009"));
    client.send(packet(0xA2, bytes(0, 2), properties(), "options/#"));
    assertEquals(0, client.next().at(3));
    client.send(packet(0xA2, bytes(0, 3), properties(), "options/#"));
    assertEquals(ReasonCode.NO_SUBSCRIPTION_EXISTED, client.next().at(3));
    client.close();
  }

  @Test
  void retainedMessageIsOneOfTheSession() throws Exception {
    publishAs(0x33, "retained/a", "a");
    RawMqttClient client = open(connect(true, HOUR, "retained"), false);
    RawSteps.subscribe(client, true, "retained/#", 1);
    Received first = RawSteps.expect(client, "retained/a", "a");
    assertEquals(0x33, first.first());
    client.hangUp();
    client = open(connect(false, HOUR, "retained"), true);
    Received again = RawSteps.expect(client, "retained/a", "a");
    assertEquals(0x3B, again.first());
    assertEquals(id(first), id(again));
    client.send(answer(0x40, id(again))).ping();
    RawSteps.subscribe(client, true, "retained/#", 0x11); // only for a new subscription
    client.ping();
    RawSteps.subscribe(client, true, "retained/#", 1);
    assertEquals(0x33, RawSteps.expect(client, "retained/a", "a").first());
    client.close();
  }

  @Test
  void messageThatOnlyPassesIsNotInTheWayOfARetainedOne() throws Exception {
    publishAs(0x33, "stands/a", "retained");
    try (RawMqttClient client = open(connect(true, HOUR, "stands"), false)) {
      RawSteps.subscribe(client, true, "stands/#", 0x21); // nothing retained
      publish("stands/a", "passing");
      RawSteps.expect(client, "stands/a", "passing"); // it waits for its acknowledgement
      RawSteps.subscribe(client, true, "stands/#", 1);
      assertEquals(0x33, RawSteps.expect(client, "stands/a", "retained").first());
    }
  }

  /** The oldest comes first, and of those of the same instant the first by name. */
  private static String topic(int i) {
    return String.format(Locale.ROOT, "many/%03d", i);
  }

  @Test
  void moreIsRetainedThanTheClientTakesAtOnce() throws Exception {
    int count = 150; // more than a page of it, and far more than the window
    try (RawMqttClient publisher = open(connect(true, 0, "publisher"), false)) {
      for (int i = 1; i <= count; i++) {
        publisher.send(DurableClient.publish(true, 0x33, topic(i), i, "m" + i));
        expectAnswer(publisher, 0x40, i);
      }
    }
    byte[] connect = connect(true, HOUR, "many", bytes(0x21, 0, 7), new byte[0]);
    try (RawMqttClient client = open(connect, false)) {
      RawSteps.subscribe(client, true, "many/#", 1);
      for (int i = 1; i <= count; i++) {
        Received message = RawSteps.expect(client, topic(i), "m" + i);
        assertEquals(0x33, message.first());
        client.send(answer(0x40, id(message)));
      }
      client.ping();
    }
  }

  // ---- messages of QoS 2 from the client

  @Test
  void messageOfQos2IsPublishedOnceOverConnections() throws Exception {
    try (RawMqttClient watching = open(connect(true, 0, "watching"), false)) {
      RawSteps.subscribe(watching, true, "once", 0);
      RawMqttClient client = open(connect(true, HOUR, "once"), false);
      client.send(DurableClient.publish(true, 0x34, "once", 7, "x"));
      expectAnswer(client, 0x50, 7);
      client.hangUp();
      client = open(connect(false, HOUR, "once"), true);
      client.send(DurableClient.publish(true, 0x3C, "once", 7, "x"));
      expectAnswer(client, 0x50, 7);
      client.send(answer(0x62, 7));
      expectAnswer(client, 0x70, 7);
      client.send(answer(0x62, 7));
      assertEquals(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, client.next().at(2));
      client.send(DurableClient.publish(true, 0x34, "once", 7, "y"));
      expectAnswer(client, 0x50, 7);
      RawSteps.expect(watching, "once", "x");
      RawSteps.expect(watching, "once", "y");
      client.close();
      client = open(connect(true, HOUR, "once"), false); // and now nothing is known
      client.send(DurableClient.publish(true, 0x3C, "once", 7, "z"));
      expectAnswer(client, 0x50, 7);
      RawSteps.expect(watching, "once", "z");
      client.close();
    }
  }

  // ---- a node that restarts

  @Test
  void everythingIsThereAfterARestart(@TempDir Path folder) throws Exception {
    TestNode other = TestNode.start(folder, Map.of(), TIME).account(NAME, PASSWORD);
    try {
      RawMqttClient client =
          DurableClient.open(other.mqttPort(), connect(true, HOUR, "lasting"), false);
      RawSteps.subscribe(client, true, "lasting", 2);
      client.send(DurableClient.publish(true, 0x34, "lasting", 3, "a"));
      client.send(DurableClient.publish(true, 0x34, "lasting", 4, "b"));
      // Two answers and two messages, in an order that is not ours to say.
      int[] ids = new int[2];
      for (int i = 0, messages = 0; i < 4; i++) {
        Received packet = client.next();
        if (packet.first() != 0x50) {
          ids[messages++] = id(packet);
        }
      }
      client.send(answer(0x50, ids[0]));
      expectAnswer(client, 0x62, ids[0]);
      other = other.restart();
      client.close();
      client = DurableClient.open(other.mqttPort(), connect(false, HOUR, "lasting"), true);
      expectAnswer(client, 0x62, ids[0]);
      Received again = RawSteps.expect(client, "lasting", "b");
      assertEquals(0x3C, again.first());
      assertEquals(ids[1], id(again));
      client.send(DurableClient.publish(true, 0x3C, "lasting", 3, "a"));
      expectAnswer(client, 0x50, 3);
      client.send(answer(0x62, 4));
      expectAnswer(client, 0x70, 4);
      client.ping(); // nothing was published twice
      client.close();
    } finally {
      other.close();
    }
  }

  @Test
  void sessionsEndWithTheirConnectionsWhereNoneAreKept(@TempDir Path folder) throws Exception {
    Map<String, String> settings = Map.of("PIPIT_MQTT__MAX_EXPIRY", "0s");
    try (TestNode other = TestNode.start(folder, settings).account(NAME, PASSWORD)) {
      for (int i = 0; i < 2; i++) {
        try (RawMqttClient client = new RawMqttClient(other.mqttPort())) {
          client.send(connect(false, HOUR, "none"));
          Received connack = client.expectConnack(0);
          assertEquals(0, connack.at(0));
          assertTrue(new String(connack.body(), ISO_8859_1).contains("\u0011\0\0\0\0"));
        }
        leave(DurableClient.open(other.mqttPort(), connect4(false, "none4"), false));
      }
    }
  }

  @Test
  void clientsThatAskForNoSessionAreNotToldOfOne() throws Exception {
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(connect(true, HOUR, "untold"));
      String connack = new String(client.expectConnack(0).body(), ISO_8859_1);
      assertFalse(connack.contains(new String(bytes(0x11, fourBytes(HOUR)), ISO_8859_1)));
    }
  }
}
