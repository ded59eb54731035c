package io.pipit.broker.mqtt.codec;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.mqtt.codec.Packet.Filter;
import io.pipit.broker.mqtt.codec.Packet.Malformed;
import io.pipit.broker.mqtt.codec.Packet.Publish;
import io.pipit.broker.mqtt.codec.Packet.Subscribe;
import io.pipit.broker.mqtt.codec.Packet.Will;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client may send and what not, statement by statement. */
class PacketReaderTest {

  private static final Object NONE = properties();

  static Stream<Arguments> forbidden() {
    return Stream.concat(ForbiddenPackets.connects(), ForbiddenPackets.inSession());
  }

  @ParameterizedTest(name = "{0}, level {1}")
  @MethodSource("forbidden")
  void whatMqttForbidsEndsWithItsReason(String rule, int version, byte[] packet, int reason) {
    Malformed malformed = assertInstanceOf(Malformed.class, PacketBytes.read(packet, version));
    assertEquals(reason, malformed.reason(), malformed.what());
  }

  static Stream<Arguments> versionsOfAnswers() {
    return Stream.of(
        Arguments.of(4, packet(0x10, "MQTT", 0x83, 2, 0, 0, "a")),
        Arguments.of(4, packet(0x10, "MQTT", 0x84, 2, 0, 0, "a")),
        Arguments.of(4, packet(0x10, "MQTT", 4, 3, 0, 0, "a")),
        Arguments.of(5, packet(0x10, "MQTT", 6, 2, 0, 0, "a")),
        Arguments.of(5, packet(0x10, "MQTT", 5, 3, 0, 0, NONE, "a")),
        Arguments.of(0, packet(0x10, bytes(0, 9, 9))));
  }

  @ParameterizedTest(name = "[MQTT-3.1.2-2] answered as level {0}")
  @MethodSource("versionsOfAnswers")
  void wrongConnectSaysHowItIsAnswered(int answered, byte[] packet) {
    Malformed malformed = assertInstanceOf(Malformed.class, PacketBytes.read(packet, 0));
    assertEquals(answered, malformed.version());
  }

  static Stream<PacketBytes.Sample> samples() {
    return PacketBytes.samples().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void eachKindIsRead(PacketBytes.Sample sample) {
    Packet read = PacketBytes.read(sample.bytes(), sample.version());
    assertFalse(read instanceof Malformed, read::toString);
    String kind = sample.name().split(" ")[0];
    assertEquals(kind, read.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
  }

  @Test
  void connectWithEverything() {
    PacketBytes.Sample sample = PacketBytes.samples().get(2);
    Connect connect = assertInstanceOf(Connect.class, PacketBytes.read(sample.bytes(), 0));
    assertEquals(5, connect.version());
    assertEquals("client", connect.clientId());
    assertTrue(connect.cleanStart());
    assertEquals(60, connect.keepAliveSeconds());
    assertEquals("user", connect.userName());
    assertArrayEquals(bytes(0x73, 0x65, 0x63, 0x72, 0x65, 0x74), connect.password());
    assertEquals(256, connect.properties().number(Property.SESSION_EXPIRY, 0));
    assertEquals(9, connect.properties().number(Property.RECEIVE_MAXIMUM, 65_535));
    assertEquals(7, connect.properties().number(Property.TOPIC_ALIAS_MAXIMUM, 7));
    assertEquals(List.of(new UserProperty("name", "value")), connect.properties().user());
    Will will = Objects.requireNonNull(connect.will());
    assertEquals("will/topic", will.topic());
    assertEquals(1, will.qos());
    assertTrue(will.retain());
    assertEquals(5, will.properties().number(Property.WILL_DELAY, 0));
    assertFalse(connect.toString().contains("secret"));
  }

  @Test
  void connectWithoutAnything() {
    Connect connect =
        assertInstanceOf(Connect.class, PacketBytes.read(packet(0x10, "MQTT", 4, 0, 0, 0, ""), 0));
    assertFalse(connect.cleanStart());
    assertNull(connect.will());
    assertNull(connect.userName());
    assertNull(connect.password());
    assertTrue(connect.properties().isEmpty());
  }

  @Test
  void passwordMayStandAloneInMqtt5() {
    Connect connect =
        assertInstanceOf(
            Connect.class,
            PacketBytes.read(packet(0x10, "MQTT", 5, 0x42, 0, 0, NONE, "a", "p"), 0));
    assertNull(connect.userName());
    assertArrayEquals(bytes(0x70), connect.password());
  }

  @Test
  void publishWithEverything() {
    PacketBytes.Sample sample = PacketBytes.samples().get(4);
    Publish publish = assertInstanceOf(Publish.class, PacketBytes.read(sample.bytes(), 5));
    assertEquals("a/b", publish.topic());
    assertEquals(2, publish.qos());
    assertFalse(publish.dup());
    assertFalse(publish.retain());
    assertEquals(7, publish.id());
    Properties properties = publish.properties();
    assertEquals(1, properties.number(Property.PAYLOAD_FORMAT, 0));
    assertEquals(9, properties.number(Property.MESSAGE_EXPIRY, 0));
    assertEquals(Optional.of("text/plain"), properties.text(Property.CONTENT_TYPE));
    assertEquals(Optional.of("answer"), properties.text(Property.RESPONSE_TOPIC));
    assertArrayEquals(bytes(8, 9), properties.bytes(Property.CORRELATION_DATA).orElseThrow());
    assertEquals(1, properties.number(Property.TOPIC_ALIAS, 0));
    assertEquals(List.of(new UserProperty("name", "Ünïcode \uD83D\uDC26")), properties.user());
    assertArrayEquals(bytes(1, 2, 3), publish.payload());
  }

  @Test
  void subscriptionHasItsOptions() {
    byte[] bytes = packet(0x82, 0, 7, properties(0x0B, 0x80, 1), "a/#", 0x2E, "b", 1);
    Subscribe subscribe = assertInstanceOf(Subscribe.class, PacketBytes.read(bytes, 5));
    assertEquals(128, subscribe.properties().number(Property.SUBSCRIPTION_IDENTIFIER, 0));
    assertEquals(
        List.of(new Filter("a/#", 2, true, true, 2), new Filter("b", 1, false, false, 0)),
        subscribe.filters());
  }

  /** [MQTT-1.5.4-3]. */
  @Test
  void byteOrderMarkIsACharacter() {
    Publish publish = assertInstanceOf(Publish.class, PacketBytes.read(packet(0x30, "\uFEFFa"), 4));
    assertEquals("\uFEFFa", publish.topic());
  }

  @Test
  void emptyPayloadIsAPayload() {
    Publish publish = assertInstanceOf(Publish.class, PacketBytes.read(packet(0x31, "a"), 4));
    assertEquals(0, publish.payload().length);
    assertTrue(publish.retain());
  }
}
