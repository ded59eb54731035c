package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages that clients publish, and how they are answered. */
@Timeout(90)
class PublishesTest {

  private static final byte[] NO_PROPERTIES = {0};
  private static SessionsFixture server;

  @BeforeAll
  static void start() throws Exception {
    server = SessionsFixture.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.port.asked.clear();
  }

  /** A PUBLISH of MQTT 5 or 3.1.1. */
  private static byte[] publish(int version, int qos, String topic, int id, String payload) {
    byte[] identifier = qos == 0 ? new byte[0] : bytes(id >> 8, id & 0xFF);
    byte[] none = version == 5 ? NO_PROPERTIES : new byte[0];
    return packet(0x30 | qos << 1, topic, identifier, none, payload.getBytes(UTF_8));
  }

  private static void expectAnswer(RawMqttClient client, int first, int id, int reason)
      throws IOException {
    Received answer = client.next();
    assertEquals(Integer.toHexString(first), Integer.toHexString(answer.first()));
    assertEquals(id, answer.at(0) << 8 | answer.at(1));
    assertEquals(reason, answer.body().length > 2 ? answer.at(2) : 0);
  }

  @Test
  void itemIsWhatThePacketSays() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      Instant before = Instant.now().minusMillis(1);
      client.send(
          packet(
              0x32,
              "a/b",
              bytes(0, 7),
              properties(
                  bytes(0x01, 1),
                  bytes(0x02, 0, 0, 0, 60),
                  bytes(0x03, "application/cbor"),
                  bytes(0x08, "answers"),
                  bytes(0x09, 0, 3, 0, 1, 0xFF),
                  bytes(0x26, "unit", "C"),
                  bytes(0x26, "content-type", "text/plain"),
                  bytes(0x26, "pipit-id", "mine"),
                  bytes(0x26, "pipit-key", "once"),
                  bytes(0x26, "pipit-seq", "99")),
              "21".getBytes(UTF_8)));
      FakePort.Asked asked = server.port.next();
      PortPublish item = asked.item();
      assertEquals("user@example.org/a", item.requester().toString());
      assertEquals("a/b", item.node());
      assertEquals("mine", item.id());
      assertEquals("once", item.key());
      assertEquals(1, item.assurance());
      assertTrue(item.passing());
      assertFalse(item.standing());
      assertEquals("auto", item.payload().kind());
      assertEquals("application/cbor", item.payload().contentType());
      assertArrayEquals("21".getBytes(UTF_8), item.payload().content());
      PortHeader expires =
          item.headers().stream()
              .filter(header -> header.name().equals(ItemHeaders.EXPIRES))
              .findFirst()
              .orElseThrow();
      assertFalse(Instant.parse(expires.value()).isBefore(before.plusSeconds(59)));
      assertEquals(
          List.of(
              new PortHeader(ItemHeaders.CONTENT_TYPE, "application/cbor"),
              new PortHeader(ItemHeaders.REPLY_TO, "answers"),
              new PortHeader(ItemHeaders.CORRELATION, "base64:AAH/"),
              expires,
              new PortHeader(ItemHeaders.FORMAT, "1"),
              new PortHeader("unit", "C")),
          item.headers());
      asked.tell(FakePort.DONE);
      expectAnswer(client, 0x40, 7, 0);
    }
  }

  // ---- behind a DISCONNECT

  @ParameterizedTest(name = "version {0}, QoS {1}, half closed {2}")
  @CsvSource({"4,1,false", "4,1,true", "5,1,true", "5,2,true"})
  void answerComesThoughTheClientHasDisconnected(int version, int qos, boolean isHalfClosed)
      throws Exception {
    try (RawMqttClient client = server.session(version, "goes")) {
      client.send(bytes(publish(version, qos, "a", 7, "x"), packet(0xE0)));
      if (isHalfClosed) {
        client.endOutput();
      }
      server.port.next().tell(FakePort.DONE);
      expectAnswer(client, qos == 1 ? 0x40 : 0x50, 7, 0);
      client.expectEnd();
    }
  }

  @Test
  void whatComesBehindADisconnectIsNotRead() throws Exception {
    try (RawMqttClient client = server.session(5, "goes")) {
      client.send(bytes(publish(5, 1, "a", 7, "x"), packet(0xE0), publish(5, 1, "b", 8, "x")));
      client.send(publish(5, 1, "c", 9, "x"));
      FakePort.Asked asked = server.port.next();
      assertEquals("a", asked.node());
      asked.tell(FakePort.DONE);
      expectAnswer(client, 0x40, 7, 0);
      client.expectEnd();
      assertEquals(0, server.port.asked.size());
    }
  }

  @ParameterizedTest(name = "[MQTT-3.3.1-5] version {0}")
  @ValueSource(ints = {4, 5})
  void retainedMessageStands(int version) throws Exception {
    try (RawMqttClient client = server.session(version, "a")) {
      byte[] packet = publish(version, 0, "a", 0, "x");
      packet[0] |= 1;
      client.send(packet);
      PortPublish item = server.port.next().item();
      assertTrue(item.standing());
      assertFalse(item.passing());
      assertNull(item.id());
    }
  }

  @ParameterizedTest(name = "[MQTT-3.3.1-6] version {0}")
  @ValueSource(ints = {4, 5})
  void emptyRetainedMessageEndsWhatStands(int version) throws Exception {
    try (RawMqttClient client = server.session(version, "a")) {
      byte[] packet = publish(version, 1, "a", 5, "");
      packet[0] |= 1;
      client.send(packet);
      FakePort.Asked asked = server.port.next();
      assertEquals("a", asked.node());
      assertEquals(List.of(), asked.publish());
      asked.tell(FakePort.DONE);
      expectAnswer(client, 0x40, 5, 0);
    }
  }

  @ParameterizedTest(name = "version {0}, QoS {1}")
  @CsvSource({"4, 1", "4, 2", "5, 1", "5, 2"})
  void nothingIsAnsweredBeforeItIsDecided(int version, int qos) throws Exception {
    try (RawMqttClient client = server.session(version, "a")) {
      client.send(publish(version, qos, "a", 9, "x"));
      FakePort.Asked asked = server.port.next();
      client.ping(); // no other packet came before the answer to this
      asked.tell(FakePort.DONE);
      expectAnswer(client, qos == 1 ? 0x40 : 0x50, 9, 0);
    }
  }

  @Test
  void messageOfQos2IsPublishedOnce() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(publish(5, 2, "a", 3, "x"));
      client.send(publish(5, 2, "a", 3, "x"));
      FakePort.Asked asked = server.port.next();
      client.ping();
      asked.tell(FakePort.DONE);
      expectAnswer(client, 0x50, 3, 0);
      client.send(publish(5, 2, "a", 3, "x"));
      expectAnswer(client, 0x50, 3, 0);
      client.send(packet(0x62, 0, 3));
      expectAnswer(client, 0x70, 3, 0);
      client.send(packet(0x62, 0, 3));
      expectAnswer(client, 0x70, 3, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
      assertEquals(0, server.port.asked.size());
      client.send(publish(5, 2, "a", 3, "x"));
      server.port.next();
    }
  }

  @Test
  void nobodyListens() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(publish(5, 1, "a", 1, "x"));
      server.port.next().tell(new PortResult.Done("id", false, false));
      expectAnswer(client, 0x40, 1, ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }
  }

  // ---- refusals

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "NOT_AUTHORISED, 135",
    "BAD_NAME, 144",
    "TOO_LARGE, 151",
    "INVALID_PAYLOAD, 153",
    "QUOTA, 151",
    "BUSY, 151",
    "MISSING, 135",
    "FAILED, 128"
  })
  void refusalHasItsReason(Reason reason, int code) throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(publish(5, 1, "a", 1, "x"));
      server.port.next().tell(new PortResult.Refused(reason, "no"));
      expectAnswer(client, 0x40, 1, code);
      client.send(publish(5, 2, "a", 1, "x"));
      server.port.next().tell(new PortResult.Refused(reason, "no"));
      expectAnswer(client, 0x50, 1, code);
      client.send(publish(5, 2, "a", 1, "x")); // nothing is open, it is another one
      server.port.next();
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"BUSY", "FAILED"},
      mode = EnumSource.Mode.EXCLUDE)
  void refusalIsAcknowledgedBefore5(Reason reason) throws Exception {
    try (RawMqttClient client = server.session(4, "a")) {
      client.send(publish(4, 1, "a", 1, "x"));
      server.port.next().tell(new PortResult.Refused(reason, "no"));
      expectAnswer(client, 0x40, 1, 0);
      client.send(publish(4, 2, "a", 1, "x"));
      server.port.next().tell(new PortResult.Refused(reason, "no"));
      expectAnswer(client, 0x50, 1, 0);
      client.send(packet(0x62, 0, 1));
      expectAnswer(client, 0x70, 1, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "FAILED"})
  void whatWasNotStoredIsNotAcknowledgedBefore5(Reason reason) throws Exception {
    try (RawMqttClient client = server.session(4, "a")) {
      client.send(publish(4, 1, "a", 1, "x"));
      server.port.next().tell(new PortResult.Refused(reason, "no"));
      client.expectEnd();
    }
    try (RawMqttClient client = server.session(4, "a")) {
      client.send(publish(4, 0, "a", 0, "x"));
      server.port.next().tell(new PortResult.Refused(reason, "no"));
      client.ping(); // at most once
    }
  }

  @Test
  void refusalEndsTheConnectionWhereItIsToldSo() throws Exception {
    try (SessionsFixture strict = SessionsFixture.refusing();
        RawMqttClient client = strict.session(4, "a")) {
      client.send(publish(4, 1, "a", 1, "x"));
      strict.port.next().tell(new PortResult.Refused(Reason.NOT_AUTHORISED, "no"));
      client.expectEnd();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q, 144", "'a\u0001', 144"})
  void topicThatCannotBePublishedTo(String topic, int code) throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(publish(5, 1, topic, 1, "x"));
      expectAnswer(client, 0x40, 1, code);
      assertEquals(0, server.port.asked.size());
    }
  }

  @Test
  void payloadThatIsNotTheTextThatItSays() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(packet(0x32, "a", bytes(0, 1), properties(0x01, 1), bytes(0xC3, 0x28)));
      expectAnswer(client, 0x40, 1, ReasonCode.PAYLOAD_FORMAT_INVALID);
    }
  }

  // ---- topic aliases

  @Test
  void aliasStandsForItsTopic() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(packet(0x30, "a/b", properties(0x23, 0, 2)));
      client.send(packet(0x30, "", properties(0x23, 0, 2)));
      client.send(packet(0x30, "c", properties(0x23, 0, 2)));
      client.send(packet(0x30, "", properties(0x23, 0, 2)));
      for (String node : List.of("a/b", "a/b", "c", "c")) {
        assertEquals(node, server.port.next().node());
      }
    }
  }

  @ParameterizedTest(name = "[MQTT-3.3.2-8] alias {0}")
  @ValueSource(ints = {0, 3})
  void aliasOutOfRange(int alias) throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(packet(0x30, "a", properties(0x23, 0, alias)));
      client.expectDisconnect(ReasonCode.TOPIC_ALIAS_INVALID);
    }
  }

  @Test
  void aliasOfNothing() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(packet(0x30, "", properties(0x23, 0, 1)));
      client.expectDisconnect(ReasonCode.PROTOCOL_ERROR);
    }
  }

  @Test
  void aliasEndsWithTheConnection() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(packet(0x30, "a", properties(0x23, 0, 1)));
      server.port.next();
    }
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(packet(0x30, "", properties(0x23, 0, 1)));
      client.expectDisconnect(ReasonCode.PROTOCOL_ERROR);
    }
  }

  @Test
  void aliasOfATopicThatIsRefusedIsRefusedAgain() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      for (String topic : List.of("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", "")) {
        client.send(packet(0x32, topic, bytes(0, 1), properties(0x23, 0, 1)));
        expectAnswer(client, 0x40, 1, ReasonCode.TOPIC_NAME_INVALID);
      }
    }
  }

  // ---- flow control

  @ParameterizedTest(name = "[MQTT-3.3.4-7] QoS {0}")
  @ValueSource(ints = {1, 2})
  void moreThanTheReceiveMaximumEndsTheConnection(int qos) throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(publish(5, 0, "a", 0, "x"));
      client.send(publish(5, 2, "a", 1, "x"));
      client.send(publish(5, 2, "a", 1, "x")); // the same again
      client.send(publish(5, qos, "a", 2, "x"));
      client.send(publish(5, qos, "a", 3, "x"));
      client.expectDisconnect(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    }
  }

  @Test
  void messageCountsUntilItIsCompleted() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      for (int id = 1; id <= 2; id++) {
        client.send(publish(5, 2, "a", id, "x"));
        server.port.next().tell(FakePort.DONE);
        expectAnswer(client, 0x50, id, 0);
      }
      client.send(packet(0x62, 0, 1));
      expectAnswer(client, 0x70, 1, 0);
      client.send(publish(5, 1, "a", 9, "x"));
      server.port.next().tell(FakePort.DONE);
      expectAnswer(client, 0x40, 9, 0);
      client.send(publish(5, 1, "a", 9, "x"));
      client.send(publish(5, 1, "a", 10, "x"));
      client.expectDisconnect(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    }
  }

  @Test
  void clientOf311WasNotToldOfAReceiveMaximum() throws Exception {
    try (RawMqttClient client = server.session(4, "a")) {
      for (int id = 1; id <= 5; id++) {
        client.send(publish(4, 1, "a", id, "x"));
      }
      for (int id = 1; id <= 5; id++) {
        server.port.next().tell(FakePort.DONE);
        expectAnswer(client, 0x40, id, 0);
      }
    }
  }
}
