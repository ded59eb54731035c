package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pipit.broker.mqtt.codec.ForbiddenPackets;
import io.pipit.broker.mqtt.codec.Packet.Publish;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.StreamLimits.Connections;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that send what they may not: they are disconnected with a reason, others notice nothing.
 */
@Timeout(90)
class MqttAbuseTest {

  private static MqttFixture server;

  @BeforeAll
  static void start() throws Exception {
    // Of many that come and go, some are not gone yet for the node when the next one comes.
    Connections many = new Connections(1_000, 2_000, 1_000, address -> false);
    server = MqttFixture.with(MqttLimitsTest.limits(many, share -> share));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Whatever a client has done, the next one is served. */
  @AfterEach
  void freshClientWorks() throws Exception {
    try (RawMqttClient client = server.session(5, "fresh")) {
      client.ping();
    }
  }

  static Stream<Arguments> inSession() {
    return ForbiddenPackets.inSession();
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("inSession")
  void forbiddenPacketEndsTheConnection(String rule, int version, byte[] packet, int reason)
      throws Exception {
    try (RawMqttClient client = server.session(version, "rogue")) {
      client.send(packet);
      if (version == 5) {
        client.expectDisconnect(reason);
      } else {
        client.expectEnd(); // MQTT 3.1.1 has no word for it
      }
    }
  }

  static Stream<Arguments> connects() {
    return ForbiddenPackets.connects();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connects")
  void forbiddenConnectGetsNoSession(String rule, int version, byte[] packet, int reason)
      throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(packet);
      int level = packet[8] & 0xFF;
      if (level == 5) {
        client.expectConnack(reason);
      } else if (reason == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
        client.next();
      }
      client.expectEnd();
    }
  }

  @Test
  void tooLargePacketIsRefusedByItsLength() throws Exception {
    try (RawMqttClient client = server.session(5, "rogue")) {
      client.send(bytes(0x30, 0x80, 0x80, 0x04)); // 64 KiB and its header
      client.expectDisconnect(ReasonCode.PACKET_TOO_LARGE);
    }
  }

  @Test
  void packetOfTheLargestSizeIsRead() throws Exception {
    try (RawMqttClient client = server.session(5, "large")) {
      client.send(packet(0x30, "large", properties(), new byte[65_536 - 12]));
      Publish read = assertInstanceOf(Publish.class, EchoSessions.next(server.sessions.received));
      assertEquals(65_524, read.payload().length);
    }
  }

  @Test
  void strangerGetsNoRoomForALargePacket() throws Exception {
    try (RawMqttClient client = server.connect()) {
      client.send(bytes(0x10, 0x80, 0x80, 0x01)); // 16 KiB
      client.expectEnd();
    }
  }

  @Test
  void lengthOfFiveBytesEndsTheConnection() throws Exception {
    try (RawMqttClient client = server.session(5, "rogue")) {
      client.send(bytes(0x30, 0xFF, 0xFF, 0xFF, 0xFF));
      client.expectDisconnect(ReasonCode.MALFORMED_PACKET);
    }
  }

  @Test
  void otherProtocolsAreNotAnswered() throws Exception {
    for (String hello :
        new String[] {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "<?xml version='1.0'?>"}) {
      try (RawMqttClient client = server.connect()) {
        client.send(hello.getBytes(US_ASCII));
        client.expectEnd();
      }
    }
  }

  @Test
  void bytesMayComeOneByOne() throws Exception {
    try (RawMqttClient client = server.connect()) {
      for (byte each : RawMqttClient.connect(5, "slow", "user", "pencil")) {
        client.send(new byte[] {each});
      }
      client.expectConnack(0);
      for (byte each : packet(0x32, "a", 0, 9, properties(), bytes(1))) {
        client.send(new byte[] {each});
      }
      assertEquals(0x40, client.next().first());
    }
  }

  @Test
  void noiseIsClosed() throws Exception {
    Random random = new Random(20_261_122);
    for (int i = 0; i < 100; i++) {
      byte[] noise = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(noise);
      try (RawMqttClient client = server.connect()) {
        client.send(noise);
      }
    }
  }

  @Test
  void sessionSurvivesNothingThatIsCut() throws Exception {
    byte[] publish = packet(0x32, "cut", 0, 9, properties(), bytes(1, 2, 3));
    for (int cut = 1; cut < publish.length; cut++) {
      try (RawMqttClient client = server.session(5, "cut")) {
        server.sessions.received.clear();
        client.send(Arrays.copyOf(publish, cut));
      }
    }
    assertEquals(0, server.sessions.received.size());
  }

  @Test
  void clientThatIsGoneBeforeItIsJudged() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (RawMqttClient client = server.connect()) {
        client.send(RawMqttClient.connect(5, "gone", "user", "wrong" + i));
      }
    }
  }
}
