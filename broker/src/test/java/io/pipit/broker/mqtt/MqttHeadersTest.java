package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pipit.broker.MovableClock;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketReader;
import io.pipit.broker.mqtt.codec.Properties;
import io.pipit.broker.mqtt.codec.Property;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.broker.mqtt.codec.UserProperty;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of packets are headers of items, and the reverse. */
class MqttHeadersTest {

  private static final Instant NOON = Instant.parse("2026-06-30T12:00:00.123Z");
  private static final FullJid ALICE = FullJid.of("alice@pipit.test/meter");

  private final MovableClock clock = new MovableClock(NOON);
  private final FakePort port = new FakePort();

  /** What a client publishes, as the service is asked for it. */
  private PortPublish in(Properties properties, String payload) throws InterruptedException {
    new MqttPublisher(port, clock)
        .publish(
            ALICE,
            "a",
            new Packet.Publish("a", 1, false, false, 1, properties, payload.getBytes(UTF_8)),
            Runnable::run,
            (reason, busy) -> {});
    return port.next().item();
  }

  private static PortItem item(PortPayload payload, PortHeader... headers) {
    return new PortItem(
        "a", "i1", 7, NOON, BareJid.of("alice@pipit.test"), payload, List.of(headers), false);
  }

  private static PortItem text(PortHeader... headers) {
    return item(new PortPayload("text", "text/plain", "x".getBytes(UTF_8)), headers);
  }

  /** The packet that receivers get. */
  private static Packet.Publish out(PortItem item, int version, int expirySeconds) {
    ByteBuf out = Unpooled.buffer();
    MqttDelivery.of(item)
        .packet()
        .appendTo(out, version, 0, false, false, 0, SharedPublish.NO_IDENTIFIERS, expirySeconds, 0);
    return (Packet.Publish) PacketReader.read(out, out.readableBytes(), version);
  }

  private static Packet.Publish out(PortItem item) {
    return out(item, Packet.V5, SharedPublish.SAME_EXPIRY);
  }

  private static PortHeader[] of(PortPublish publish) {
    return publish.headers().toArray(new PortHeader[0]);
  }

  private static Optional<String> user(Packet.Publish publish, String name) {
    return publish.properties().user().stream()
        .filter(property -> property.name().equals(name))
        .map(UserProperty::value)
        .findFirst();
  }

  // ---- there and back

  @Test
  void whatTheClientSaysComesOutAgain() throws Exception {
    Properties said =
        Properties.builder()
            .with(Property.PAYLOAD_FORMAT, 1)
            .with(Property.CONTENT_TYPE, "application/senml+json")
            .with(Property.RESPONSE_TOPIC, "answers/1")
            .with(Property.CORRELATION_DATA, new byte[] {0, (byte) 0xFF, 'x'})
            .with(new UserProperty("unit", "C"))
            .with(new UserProperty("unit", "again"))
            .with(new UserProperty("pipit-hops", "2"))
            .with(new UserProperty("pipit-origin", "plant"))
            .build();
    PortPublish asked = in(said, "[]");
    assertEquals("auto", asked.payload().kind());
    assertEquals("application/senml+json", asked.payload().contentType());
    Packet.Publish told = out(text(of(asked)));
    Properties properties = told.properties();
    assertEquals(1, properties.number(Property.PAYLOAD_FORMAT, 0));
    assertEquals(Optional.of("application/senml+json"), properties.text(Property.CONTENT_TYPE));
    assertEquals(Optional.of("answers/1"), properties.text(Property.RESPONSE_TOPIC));
    assertArrayEquals(
        new byte[] {0, (byte) 0xFF, 'x'},
        properties.bytes(Property.CORRELATION_DATA).orElseThrow());
    assertEquals(
        List.of("C", "again"),
        properties.user().stream()
            .filter(property -> property.name().equals("unit"))
            .map(UserProperty::value)
            .toList());
    assertEquals(Optional.of("2"), user(told, "pipit-hops"));
    assertEquals(Optional.of("plant"), user(told, "pipit-origin"));
  }

  @net.jqwik.api.Property(tries = 1_000, whenFixedSeed = net.jqwik.api.FixedSeedMode.ALLOW)
  void correlationDataComeBackByteForByte(@ForAll byte[] data) {
    String text = CarriedHeaders.correlation(data);
    assertArrayEquals(data, CarriedHeaders.correlation(text));
    assertTrue(text.chars().allMatch(unit -> unit >= ' ' && unit < 0xFFFE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "r-1", "base64:", "base64:AAAA", "\u00e9\uD83D\uDE00", "a\tb", "\u0000"})
  void correlationDataThatAreTextComeBack(String text) {
    byte[] data = text.getBytes(UTF_8);
    assertArrayEquals(data, CarriedHeaders.correlation(CarriedHeaders.correlation(data)));
  }

  // ---- what the node says

  @Test
  void nodeSaysIdTimePublisherAndOrder() {
    Packet.Publish told = out(text(new PortHeader("pipit-seq", "99")));
    assertEquals(Optional.of("i1"), user(told, "pipit-id"));
    assertEquals(Optional.of("2026-06-30T12:00:00.123Z"), user(told, "pipit-published"));
    assertEquals(Optional.of("alice@pipit.test"), user(told, "pipit-publisher"));
    assertEquals(Optional.of("7"), user(told, "pipit-seq"));
    assertEquals(4, told.properties().user().size());
  }

  @Test
  void whatANodeDoesNotShowIsNotSaid() {
    PortItem anonymous =
        new PortItem(
            "a", "i1", 7, NOON, null, new PortPayload("text", null, new byte[0]), List.of(), false);
    assertEquals(Optional.empty(), user(out(anonymous), "pipit-publisher"));
    PortItem none =
        new PortItem(
            "a", "", 0, NOON, null, new PortPayload("text", null, new byte[0]), List.of(), true);
    assertTrue(out(none).properties().isEmpty());
    assertEquals(0, out(none).payload().length);
  }

  @Test
  void clientDoesNotSayWhatIsTheNodes() throws Exception {
    PortPublish asked =
        in(
            Properties.builder()
                .with(new UserProperty("pipit-id", "mine"))
                .with(new UserProperty("pipit-key", "k"))
                .with(new UserProperty("pipit-published", "never"))
                .with(new UserProperty("pipit-publisher", "the pope"))
                .with(new UserProperty("pipit-seq", "1"))
                .with(new UserProperty("pipit-other", "1"))
                .build(),
            "x");
    assertEquals("mine", asked.id());
    assertEquals("k", asked.key());
    assertEquals(List.of(), asked.headers());
  }

  @Test
  void idOfACloudEventIsTheItems() throws Exception {
    assertEquals(
        "e1", in(Properties.builder().with(new UserProperty("ce-id", "e1")).build(), "x").id());
    assertEquals(
        "e2",
        in(
                Properties.builder()
                    .with(new UserProperty("specversion", "1.0"))
                    .with(new UserProperty("id", "e2"))
                    .build(),
                "x")
            .id());
    assertEquals(
        null, in(Properties.builder().with(new UserProperty("id", "e3")).build(), "x").id());
  }

  @Test
  void propertyOfMqttWinsOverAUserPropertyOfItsHeader() throws Exception {
    PortPublish asked =
        in(
            Properties.builder()
                .with(Property.RESPONSE_TOPIC, "one")
                .with(new UserProperty("reply-to", "two"))
                .with(new UserProperty("correlation", "c"))
                .build(),
            "x");
    assertEquals(
        List.of(new PortHeader("Reply-To", "one"), new PortHeader("correlation", "c")),
        asked.headers());
    assertArrayEquals(
        "c".getBytes(UTF_8),
        out(text(of(asked))).properties().bytes(Property.CORRELATION_DATA).orElseThrow());
  }

  // ---- content type

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "json, application/json, application/json",
    "xml, application/xml, application/xml",
    "text, text/plain, ''",
    "text, text/csv, text/csv",
    "binary, application/octet-stream, ''",
    "binary, image/png, image/png"
  })
  void contentTypeIsSaidWhereItSaysSomething(String kind, String type, String said) {
    Packet.Publish told = out(item(new PortPayload(kind, type, new byte[] {'1'})));
    assertEquals(said, told.properties().text(Property.CONTENT_TYPE).orElse(""));
  }

  @Test
  void answerToAFilterIsNoResponseTopic() {
    Packet.Publish told = out(text(new PortHeader(ItemHeaders.REPLY_TO, "a/#")));
    assertFalse(told.properties().has(Property.RESPONSE_TOPIC));
    assertEquals(Optional.of("a/#"), user(told, ItemHeaders.REPLY_TO));
  }

  @Test
  void whatIsNoTextIsNotSaidToBe() {
    PortHeader said = new PortHeader(ItemHeaders.FORMAT, "1");
    for (byte[] payload : List.of(new byte[] {(byte) 0xFF}, new byte[] {'a', 1})) {
      PortItem item =
          new PortItem(
              "a",
              "i1",
              7,
              NOON,
              null,
              new PortPayload("binary", null, payload),
              List.of(said),
              false);
      assertEquals(payload[0] == 'a', out(item).properties().has(Property.PAYLOAD_FORMAT));
    }
  }

  // ---- expiry

  @Test
  void expiryIsATimeAndCountsDown() throws Exception {
    PortPublish asked = in(Properties.builder().with(Property.MESSAGE_EXPIRY, 60).build(), "x");
    assertEquals(List.of(new PortHeader("Expires", "2026-06-30T12:01:00.123Z")), asked.headers());
    PortItem item = text(of(asked));
    MqttDelivery delivery = MqttDelivery.of(item);
    assertEquals(60, out(item).properties().number(Property.MESSAGE_EXPIRY, 0));
    assertEquals(50, delivery.expirySeconds(NOON.plusSeconds(10)));
    assertEquals(50, delivery.expirySeconds(NOON.plusMillis(10_001)));
    assertEquals(50, out(item, Packet.V5, 50).properties().number(Property.MESSAGE_EXPIRY, 0));
    assertFalse(delivery.isExpired(NOON.plusMillis(59_999)));
    assertTrue(delivery.isExpired(NOON.plusSeconds(60)));
    clock.advance(Duration.ofSeconds(1));
    assertFalse(MqttDelivery.of(text()).isExpired(Instant.MAX));
    assertEquals(SharedPublish.SAME_EXPIRY, MqttDelivery.of(text()).expirySeconds(NOON));
  }

  @Test
  void longestExpiryCanBeSaid() throws Exception {
    PortPublish asked =
        in(Properties.builder().with(Property.MESSAGE_EXPIRY, 0xFFFF_FFFFL).build(), "x");
    assertEquals(
        0xFFFF_FFFFL, out(text(of(asked))).properties().number(Property.MESSAGE_EXPIRY, 0));
    PortItem never = text(new PortHeader(ItemHeaders.EXPIRES, "soon"));
    assertFalse(out(never).properties().has(Property.MESSAGE_EXPIRY));
  }

  // ---- before MQTT 5

  @Test
  void clientOf311GetsTheSamePayload() {
    Packet.Publish told =
        out(
            text(new PortHeader("unit", "C"), new PortHeader(ItemHeaders.REPLY_TO, "b")),
            Packet.V3_1_1,
            SharedPublish.SAME_EXPIRY);
    assertEquals("a", told.topic());
    assertArrayEquals("x".getBytes(UTF_8), told.payload());
    assertTrue(told.properties().isEmpty());
  }

  // ---- QoS of what is retained

  @ParameterizedTest(name = "[MQTT-3.8.4-8] {0}: {1}")
  @CsvSource({"'', 2", "0, 0", "1, 1", "2, 2", "9, 2", "x, 2"})
  void assuranceOfAnItemIsItsQos(String said, int qos) {
    PortHeader[] headers =
        said.isEmpty()
            ? new PortHeader[0]
            : new PortHeader[] {new PortHeader(ItemHeaders.ASSURANCE, said)};
    MqttDelivery delivery = MqttDelivery.of(text(headers));
    assertEquals(qos, delivery.assurance());
    assertEquals(Optional.empty(), user(out(text(headers)), ItemHeaders.ASSURANCE));
  }
}
