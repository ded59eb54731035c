package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.MqttSession.Ending;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.StreamLimits;
import io.pipit.xmpp.BareJid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a session, and how it begins and ends. */
@Timeout(90)
class MqttHandshakeTest {

  private static MqttFixture server;

  @BeforeAll
  static void start() throws Exception {
    server = MqttFixture.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() throws InterruptedException {
    server.sessions.forget();
  }

  private static byte[] anonymous(int version, String id) {
    return packet(0x10, "MQTT", version, 2, 0, 60, version == 5 ? properties() : new byte[0], id);
  }

  @ParameterizedTest(name = "level {0} as {1}")
  @CsvSource({
    "4, user",
    "4, user@example.org",
    "5, user",
    "5, user@example.org",
    "5, USER",
    "5, User@EXAMPLE.org"
  })
  void accountByLocalpartOrBareJid(int version, String name) throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(RawMqttClient.connect(version, "phone", name, "pencil"));
      Received connack = client.expectConnack(0);
      assertEquals(0, connack.at(0), "no session was present");
      MqttClient opened = EchoSessions.next(server.sessions.opened);
      assertEquals("user@example.org/phone", opened.jid().toString());
      assertEquals(version, opened.version());
      assertFalse(opened.isGuest());
      assertTrue(opened.tlsVersion().isEmpty());
      client.ping();
    }
  }

  @ParameterizedTest(name = "level {0}, user {1}, password {2}")
  @CsvSource({
    "4, user, wrong",
    "5, user, wrong",
    "4, nobody, pencil",
    "5, nobody, pencil",
    "5, user@example.com, pencil",
    "5, user/phone, pencil",
    "5, '', pencil",
    "5, user, ''",
    "4, user, ''",
  })
  void whatIsWrongWithCredentialsIsNotTold(int version, String name, String password)
      throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(RawMqttClient.connect(version, "phone", name, password));
      client.expectConnack(version == 5 ? ReasonCode.BAD_USER_NAME_OR_PASSWORD : 5);
      client.expectEnd();
    }
  }

  @ParameterizedTest(name = "level {0}")
  @ValueSource(ints = {4, 5})
  void withoutCredentialsThereIsNothing(int version) throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(anonymous(version, "phone"));
      client.expectConnack(version == 5 ? ReasonCode.BAD_USER_NAME_OR_PASSWORD : 5);
      client.expectEnd();
    }
  }

  @Test
  void passwordWithoutNameIsWrong() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet(0x10, "MQTT", 5, 0x42, 0, 60, properties(), "phone", "pencil"));
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
      client.expectEnd();
    }
  }

  @Test
  void guestOfThisMachine() throws Exception {
    try (MqttFixture open = MqttFixture.withGuest(BareJid.of("guest@example.org"));
        RawMqttClient client = open.connect()) {
      client.send(anonymous(5, "browser"));
      client.expectConnack(0);
      MqttClient opened = EchoSessions.next(open.sessions.opened);
      assertEquals("guest@example.org/browser", opened.jid().toString());
      assertTrue(opened.isGuest());
    }
  }

  @Test
  void accountOfThatNameEndsTheGuest() throws Exception {
    try (MqttFixture open = MqttFixture.withGuest(MqttFixture.USER);
        RawMqttClient client = open.connect()) {
      client.send(anonymous(5, "browser"));
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
      client.expectEnd();
    }
  }

  @ParameterizedTest(name = "level {0}")
  @CsvSource({"4, 2", "5, 133"})
  void clientIdentifierThatIsNoResource(int version, int code) throws Exception {
    try (RawMqttClient client = server.connect()) {
      // A space that preparation would change.
      client.send(RawMqttClient.connect(version, "a\u00A0b", "user", "pencil"));
      client.expectConnack(code);
      client.expectEnd();
    }
  }

  /** [MQTT-3.1.3-6], [MQTT-3.1.3-7], [MQTT-3.2.2-16]. */
  @Test
  void emptyClientIdentifierIsReplacedAndTold() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(RawMqttClient.connect(5, "", "user", "pencil"));
      Received connack = client.expectConnack(0);
      String resource = EchoSessions.next(server.sessions.opened).jid().resource();
      assertTrue(
          new String(connack.body(), StandardCharsets.ISO_8859_1).contains(resource), resource);
    }
  }

  /** [MQTT-3.1.3-8] of 3.1.1. */
  @ParameterizedTest(name = "Clean Session {0}")
  @CsvSource({"0, 2", "2, 0"})
  void emptyClientIdentifierOf311NeedsACleanSession(int clean, int code) throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet(0x10, "MQTT", 4, 0xC0 | clean, 0, 60, "", "user", "pencil"));
      client.expectConnack(code);
    }
  }

  @Test
  void extendedAuthenticationIsRefused() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet(0x10, "MQTT", 5, 2, 0, 60, properties(0x15, "SCRAM-SHA-256"), "phone"));
      client.expectConnack(ReasonCode.BAD_AUTHENTICATION_METHOD);
      client.expectEnd();
    }
  }

  /** Mosquitto's bridges try this first, and go on with 3.1.1 when they get return code 1. */
  @Test
  void privateLevelOfBridgesIsRefusedWithAReturnCode() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet(0x10, "MQTT", 0x84, 0xC2, 0, 60, "bridge", "user", "pencil"));
      Received connack = client.expectConnack(1);
      assertEquals(2, connack.body().length);
      client.expectEnd();
    }
  }

  @Test
  void laterVersionIsRefusedAsMqtt5() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet(0x10, "MQTT", 6, 2, 0, 60, properties(), "phone"));
      client.expectConnack(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
      client.expectEnd();
    }
  }

  /** [MQTT-3.2.2-21]. */
  @ParameterizedTest(name = "keepalive of {0} s")
  @CsvSource({"0, true", "1200, false", "1201, true"})
  void keepAliveThatIsTooLongIsReplaced(int seconds, boolean replaced) throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(
          packet(
              0x10,
              "MQTT",
              5,
              0xC2,
              seconds >> 8,
              seconds & 0xFF,
              properties(),
              "phone",
              "user",
              "pencil"));
      Received connack = client.expectConnack(0);
      boolean has1200 =
          new String(connack.body(), StandardCharsets.ISO_8859_1).contains("\u0013\u0004\u00B0");
      assertEquals(replaced, has1200);
    }
  }

  /** [MQTT-3.1.2-22]. */
  @Test
  void silenceEndsTheConnection() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet(0x10, "MQTT", 5, 0xC2, 0, 1, properties(), "phone", "user", "pencil"));
      client.expectConnack(0);
      client.expectDisconnect(ReasonCode.KEEP_ALIVE_TIMEOUT);
      Ending ending = EchoSessions.next(server.sessions.ended);
      assertEquals(new Ending(true, -1, ReasonCode.KEEP_ALIVE_TIMEOUT), ending);
    }
  }

  @Test
  void whoDoesNotConnectInTimeIsClosed() throws Exception {
    StreamLimits defaults = StreamLimits.DEFAULTS;
    StreamLimits.Times times = defaults.times();
    StreamLimits hasty =
        new StreamLimits(
            defaults.beforeAuthentication(),
            defaults.afterAuthentication(),
            new StreamLimits.Times(
                Duration.ofMillis(200),
                times.tls(),
                times.idle(),
                times.idleGrace(),
                times.closing()),
            defaults.connections(),
            defaults.heap());
    try (MqttFixture quick = MqttFixture.with(hasty);
        RawMqttClient client = quick.connect()) {
      client.expectEnd();
    }
  }

  @Test
  void sessionMayBeRefused() throws Exception {
    try (MqttFixture full = MqttFixture.start();
        RawMqttClient client = full.connect()) {
      full.sessions.refusal = ReasonCode.QUOTA_EXCEEDED;
      client.send(RawMqttClient.connect(4, "phone", "user", "pencil"));
      client.expectConnack(3);
      client.expectEnd();
    }
  }

  /** [MQTT-3.1.0-1]. */
  @ParameterizedTest(name = "first byte {0}")
  @ValueSource(ints = {0x30, 0x82, 0xC0, 0xE0})
  void nothingGoesBeforeConnect(int first) throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(first == 0x30 ? packet(first, "a") : packet(first));
      client.expectEnd();
    }
  }

  /** [MQTT-3.1.0-2]. */
  @Test
  void secondConnectEndsTheConnection() throws Exception {
    try (RawMqttClient client = server.session(5, "phone")) {
      client.send(RawMqttClient.connect(5, "phone", "user", "pencil"));
      client.expectDisconnect(ReasonCode.PROTOCOL_ERROR);
    }
  }

  @Test
  void packetsBehindConnectNeedNotWaitForItsAnswer() throws Exception {
    try (RawMqttClient client = server.connect()) {
      byte[] connect = RawMqttClient.connect(5, "phone", "user", "pencil");
      byte[] ping = packet(0xC0);
      byte[] both = java.util.Arrays.copyOf(connect, connect.length + ping.length);
      System.arraycopy(ping, 0, both, connect.length, ping.length);
      client.send(both);
      client.expectConnack(0);
      assertEquals(0xD0, client.next().first());
    }
  }

  @ParameterizedTest(name = "3.14.4 DISCONNECT with {0}: will {1}")
  @CsvSource({"0, false", "4, true"})
  void disconnectSaysWhatBecomesOfTheWill(int reason, boolean will) throws Exception {
    try (RawMqttClient client = server.session(5, "phone")) {
      client.send(packet(0xE0, reason));
      client.expectEnd();
      assertEquals(new Ending(will, -1, reason), EchoSessions.next(server.sessions.ended));
    }
  }

  @Test
  void disconnectOf311IsAnOrderlyEnd() throws Exception {
    try (RawMqttClient client = server.session(4, "phone")) {
      client.send(packet(0xE0));
      client.expectEnd();
      assertEquals(new Ending(false, -1, 0), EchoSessions.next(server.sessions.ended));
    }
  }

  /** 3.14.2.2.2. */
  @Test
  void sessionWithoutExpiryCannotGetOneAtTheEnd() throws Exception {
    try (RawMqttClient client = server.session(5, "phone")) {
      client.send(packet(0xE0, 0, properties(0x11, 0, 0, 0, 9)));
      client.expectDisconnect(ReasonCode.PROTOCOL_ERROR);
    }
  }

  @Test
  void lostConnectionIsSaidToBeLost() throws Exception {
    try (RawMqttClient client = server.session(5, "phone")) {
      client.hangUp();
      assertEquals(new Ending(true, -1, Ending.LOST), EchoSessions.next(server.sessions.ended));
    }
  }

  /** [MQTT-3.2.2-11]. */
  @Test
  void qosAboveTheMaximumEndsTheConnection() throws Exception {
    try (MqttFixture limited = MqttFixture.withMaxQos(1);
        RawMqttClient client = limited.session(5, "phone")) {
      client.send(packet(0x32, "a", 0, 1, properties()));
      assertEquals(0x40, client.next().first());
      client.send(packet(0x34, "a", 0, 1, properties()));
      client.expectDisconnect(ReasonCode.QOS_NOT_SUPPORTED);
    }
  }

  @ParameterizedTest(name = "[MQTT-3.2.2-12] level {0}, will of QoS {1}: {2}")
  @CsvSource({"5, 2, 0x9B", "5, 1, 0", "4, 2, 5", "4, 1, 0"})
  void willAboveTheMaximumQosIsRefused(int version, int qos, int code) throws Exception {
    byte[] properties = version == 5 ? properties() : new byte[0];
    try (MqttFixture limited = MqttFixture.withMaxQos(1);
        RawMqttClient client = limited.connect()) {
      client.send(
          packet(
              0x10,
              "MQTT",
              version,
              0xC6 | qos << 3,
              0,
              60,
              properties,
              "phone",
              bytes(properties, "will", "gone"),
              "user",
              "pencil"));
      client.expectConnack(code);
      if (code != 0) {
        client.expectEnd();
      }
    }
  }

  @Test
  void stoppingNodeSaysSo() throws Exception {
    try (MqttFixture stopping = MqttFixture.start();
        RawMqttClient modern = stopping.session(5, "a");
        RawMqttClient old = stopping.session(4, "b")) {
      Thread stop =
          new Thread(
              () -> {
                try {
                  stopping.stopServer();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      stop.start();
      modern.expectDisconnect(ReasonCode.SERVER_SHUTTING_DOWN);
      old.expectEnd();
      modern.hangUp();
      old.hangUp();
      stop.join();
    }
  }
}
