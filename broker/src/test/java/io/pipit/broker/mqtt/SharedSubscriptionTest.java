package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.DurableClient.HOUR;
import static io.pipit.broker.mqtt.DurableClient.NAME;
import static io.pipit.broker.mqtt.DurableClient.PASSWORD;
import static io.pipit.broker.mqtt.DurableClient.answer;
import static io.pipit.broker.mqtt.DurableClient.connect;
import static io.pipit.broker.mqtt.DurableClient.connect4;
import static io.pipit.broker.mqtt.DurableClient.expectAnswer;
import static io.pipit.broker.mqtt.DurableClient.id;
import static io.pipit.broker.mqtt.DurableClient.leave;
import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Shared subscriptions (MQTT 5, 4.8.2), packet by packet. */
@Timeout(90)
class SharedSubscriptionTest {

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

  private static RawMqttClient live(String id) throws IOException {
    return open(connect(true, 0, id), false);
  }

  private static void publish(int first, String topic, String... texts) throws IOException {
    try (RawMqttClient client = live("publisher")) {
      for (String text : texts) {
        client.send(DurableClient.publish(true, first, topic, 1, text));
        if ((first & 6) != 0) {
          assertEquals(1, client.next().at(1));
        }
      }
      client.ping();
    }
  }

  private static String text(Received publish) {
    return new String(publish.body(), publish.body().length - 1, 1, ISO_8859_1);
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {4, 5})
  void eachMessageGoesToOneMember(int version) throws Exception {
    boolean is5 = version == 5;
    String topic = "one" + version;
    String filter = "$share/group/" + topic;
    byte[] first = is5 ? connect(true, 0, "a") : connect4(true, "a");
    byte[] second = is5 ? connect(true, 0, "b") : connect4(true, "b");
    try (RawMqttClient a = open(first, false);
        RawMqttClient b = open(second, false);
        RawMqttClient alone = live("alone")) {
      RawSteps.subscribe(a, is5, filter, 1);
      RawSteps.subscribe(b, is5, filter, 1);
      RawSteps.subscribe(alone, true, topic, 1);
      publish(0x32, topic, "1", "2", "3", "4");
      Set<String> got = new TreeSet<>();
      // Nobody acknowledges, so that they take turns.
      for (RawMqttClient member : new RawMqttClient[] {a, b}) {
        for (int i = 0; i < 2; i++) {
          Received message = member.next();
          assertEquals(0x32, message.first());
          got.add(text(message));
        }
        member.ping();
      }
      assertEquals(Set.of("1", "2", "3", "4"), got);
      for (int i = 1; i <= 4; i++) {
        RawSteps.expect(alone, topic, String.valueOf(i));
      }
    }
  }

  @Test
  void memberWithTheFewestOnTheirWayIsNext() throws Exception {
    try (RawMqttClient slow = live("slow");
        RawMqttClient quick = live("quick")) {
      RawSteps.subscribe(slow, true, "$share/least/least", 1);
      publish(0x32, "least", "1", "2");
      slow.next();
      slow.next();
      RawSteps.subscribe(quick, true, "$share/least/least", 1);
      publish(0x32, "least", "3", "4");
      RawSteps.expect(quick, "least", "3");
      RawSteps.expect(quick, "least", "4");
      slow.ping();
    }
  }

  @Test
  void whatALostMemberHasNotAcknowledgedGoesToAnother() throws Exception {
    try (RawMqttClient other = live("other")) {
      RawMqttClient lost = live("lost");
      RawSteps.subscribe(lost, true, "$share/g/lost", 1);
      publish(0x32, "lost", "1", "2", "3");
      Received first = RawSteps.expect(lost, "lost", "1");
      RawSteps.expect(lost, "lost", "2");
      RawSteps.expect(lost, "lost", "3");
      lost.send(answer(0x40, id(first))).ping();
      RawSteps.subscribe(other, true, "$share/g/lost", 1);
      lost.hangUp();
      assertEquals(0x32, RawSteps.expect(other, "lost", "2").first());
      RawSteps.expect(other, "lost", "3");
      other.ping();
    }
  }

  @Test
  void messagesWaitWhileTheSessionsOfAllMembersAreAway() throws Exception {
    RawMqttClient member = open(connect(true, HOUR, "away"), false);
    RawSteps.subscribe(member, true, "$share/g/away", 1);
    publish(0x32, "away", "1");
    RawSteps.expect(member, "away", "1");
    leave(member);
    publish(0x32, "away", "2");
    member = open(connect(false, HOUR, "away"), true);
    RawSteps.expect(member, "away", "1");
    member.send(answer(0x40, id(RawSteps.expect(member, "away", "2")))).ping();
    member.send(packet(0xA2, bytes(0, 2), properties(), "$share/g/away"));
    assertEquals(0, member.next().at(3));
    publish(0x32, "away", "3");
    RawSteps.subscribe(member, true, "$share/g/away", 1);
    member.ping(); // the subscription had ended, and what waited with it
    leave(member);
    TIME.pass(Duration.ofSeconds(HOUR + 1));
    publish(0x32, "away", "4");
    try (RawMqttClient later = live("later")) {
      RawSteps.subscribe(later, true, "$share/g/away", 1);
      later.ping();
    }
  }

  @Test
  void sharedSubscriptionsSurviveARestart(@TempDir Path folder) throws Exception {
    TestNode other = TestNode.start(folder, Map.of(), TIME).account(NAME, PASSWORD);
    try {
      RawMqttClient member =
          DurableClient.open(other.mqttPort(), connect(true, HOUR, "member"), false);
      RawSteps.subscribe(member, true, "$share/g/kept", 1);
      leave(member);
      other = other.restart();
      try (RawMqttClient publisher =
          DurableClient.open(other.mqttPort(), connect(true, 0, "publisher"), false)) {
        publisher.send(DurableClient.publish(true, 0x32, "kept", 1, "x"));
        expectAnswer(publisher, 0x40, 1);
      }
      member = DurableClient.open(other.mqttPort(), connect(false, HOUR, "member"), true);
      RawSteps.expect(member, "kept", "x");
      member.close();
    } finally {
      other.close();
    }
  }

  @Test
  void whatHasQos0GoesToOneMemberThatIsThere() throws Exception {
    try (RawMqttClient a = live("a0");
        RawMqttClient b = live("b0")) {
      RawSteps.subscribe(a, true, "$share/g/zero", 0);
      publish(0x30, "zero", "1");
      RawSteps.expect(a, "zero", "1");
      publish(0x32, "zero", "2");
      assertEquals(0x30, RawSteps.expect(a, "zero", "2").first());
      a.send(packet(0xA2, bytes(0, 2), properties(), "$share/g/zero"));
      assertEquals(0, a.next().at(3));
      RawSteps.subscribe(b, true, "$share/g/zero", 1);
      publish(0x30, "zero", "3");
      RawSteps.expect(b, "zero", "3");
      a.ping();
    }
  }

  @Test
  void nothingRetainedIsSent() throws Exception {
    publish(0x33, "standing", "x");
    try (RawMqttClient client = live("standing")) {
      RawSteps.subscribe(client, true, "$share/g/standing", 1);
      client.ping();
      publish(0x33, "standing", "y");
      assertEquals(0x32, RawSteps.expect(client, "standing", "y").first());
    }
  }

  @Test
  void qos1IsTheMost() throws Exception {
    try (RawMqttClient client = live("two")) {
      client.send(packet(0x82, bytes(0, 1), properties(0x0B, 5), "$share/g/two", 2));
      assertEquals(1, client.next().at(3));
      publish(0x34, "two", "x");
      Received message = RawSteps.expect(client, "two", "x");
      assertEquals(0x32, message.first());
      assertTrue(new String(message.body(), ISO_8859_1).contains("\u000B\u0005"));
    }
  }

  @Test
  void noLocalIsAProtocolError() throws Exception {
    try (RawMqttClient client = live("local")) {
      client.send(packet(0x82, bytes(0, 1), properties(), "$share/g/local", 5));
      client.expectDisconnect(ReasonCode.PROTOCOL_ERROR);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "$share/g, 143",
    "$share//a, 143",
    "$share/+/a, 143",
    "$share/g/, 143",
    "$share/g/a#, 143",
    "$share/g/$other/a, 135",
    "$share/g/$SYS/#, 135"
  })
  void filterIsRefused(String filter, int reason) throws Exception {
    try (RawMqttClient client = live("refused")) {
      client.send(packet(0x82, bytes(0, 1), properties(), filter, 0));
      assertEquals(reason, client.next().at(3));
    }
  }

  @Test
  void guestsShareNothing() throws Exception {
    try (RawMqttClient guest = new RawMqttClient(node.mqttPort())) {
      guest.send(packet(0x10, "MQTT", 5, 2, 0, 0, properties(), "guest"));
      guest.expectConnack(0);
      guest.send(packet(0x82, bytes(0, 1), properties(), "$share/g/demo/#", 1));
      assertEquals(ReasonCode.NOT_AUTHORIZED, guest.next().at(3));
    }
  }

  @Test
  void connackDoesNotSayThatThereAreNone() throws Exception {
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(connect(true, 0, "asking"));
      String connack = new String(client.expectConnack(0).body(), ISO_8859_1);
      assertFalse(connack.contains("*\0"), "shared subscription available");
    }
  }
}
