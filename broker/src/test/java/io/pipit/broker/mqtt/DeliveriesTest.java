package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.metrics.MqttMetrics.Drop;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeClient client = new FakeClient();
  private final List<String> dropped = new ArrayList<>();
  private Instant now = NOW;
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private final MqttMetrics metrics =
      new MqttMetrics() {
        @Override
        public void dropped(Drop why, int packets) {
          dropped.add(why + " " + packets);
        }
      };

  private static final SessionOptions OPTIONS =
      new SessionOptions(
          SessionsFixture.SERVICE,
          3,
          2,
          2,
          2,
          2,
          10_000,
          Duration.ofDays(1),
          Duration.ofDays(1),
          3,
          100,
          false,
          true);

  private Deliveries deliveries() {
    int most = client.version == 5 ? client.receiveMaximum : OPTIONS.inFlight();
    return new Deliveries(
        client,
        new PublishWriter(client, OPTIONS.topicAliases()),
        OPTIONS,
        new InFlight(new Window(most, metrics)),
        clock,
        metrics);
  }

  private static MqttDelivery message(String topic, PortHeader... headers) {
    return message(topic, "", headers);
  }

  private static MqttDelivery message(String topic, String item, PortHeader... headers) {
    return MqttDelivery.of(
        new PortItem(
            topic,
            item,
            0,
            NOW,
            null,
            new PortPayload("binary", null, new byte[100]),
            List.of(headers),
            false));
  }

  private static void send(Deliveries to, String topic, int qos) {
    to.send(message(topic), qos, false, SharedPublish.NO_IDENTIFIERS);
  }

  @Test
  void nothingBeyondTheReceiveMaximumIsSent() {
    Deliveries deliveries = deliveries();
    for (String topic : List.of("a", "b", "c")) {
      send(deliveries, topic, 1);
    }
    send(deliveries, "d", 0); // does not count (MQTT 5, 4.9)
    assertEquals(List.of("PUBLISH 2 a 1", "PUBLISH 2 b 2", "PUBLISH 0 d"), client.take());
    deliveries.answered(PacketType.PUBACK, 2, 0);
    assertEquals(List.of("PUBLISH 2 c 3"), client.take());
    assertEquals(List.of(), dropped);
  }

  @Test
  void clientOf311HasTheConfiguredWindow() {
    client.version = 4;
    Deliveries deliveries = deliveries();
    for (String topic : List.of("a", "b", "c", "d")) {
      send(deliveries, topic, 1);
    }
    assertEquals(List.of("PUBLISH 2 a 1", "PUBLISH 2 b 2", "PUBLISH 2 c 3"), client.take());
  }

  @Test
  void messageOfQos2GoesThroughItsSteps() {
    Deliveries deliveries = deliveries();
    send(deliveries, "a", 2);
    deliveries.answered(PacketType.PUBREC, 1, 0);
    deliveries.answered(PacketType.PUBREC, 1, 0);
    deliveries.answered(PacketType.PUBCOMP, 1, 0);
    assertEquals(List.of("PUBLISH 4 a 1", "PUBREL 1 0", "PUBREL 1 0"), client.take());
    deliveries.answered(PacketType.PUBREC, 1, 0);
    assertEquals(List.of("PUBREL 1 " + ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), client.take());
  }

  @Test
  void messageOfQos2ThatIsRefusedMakesRoom() {
    Deliveries deliveries = deliveries();
    send(deliveries, "a", 2);
    send(deliveries, "b", 2);
    send(deliveries, "c", 2);
    client.take();
    deliveries.answered(PacketType.PUBREC, 1, ReasonCode.QUOTA_EXCEEDED);
    assertEquals(List.of("PUBLISH 4 c 3"), client.take());
  }

  @Test
  void answersToNothingAreNothing() {
    Deliveries deliveries = deliveries();
    send(deliveries, "a", 1);
    client.take();
    deliveries.answered(PacketType.PUBACK, 2, 0);
    deliveries.answered(PacketType.PUBCOMP, 1, 0);
    deliveries.answered(PacketType.PUBREC, 1, ReasonCode.UNSPECIFIED_ERROR);
    assertEquals(List.of(), client.take());
  }

  @Test
  void backlogIsBoundedAndTheOldestGo() {
    Deliveries deliveries = deliveries();
    for (String topic : List.of("a", "b", "c", "d", "e")) {
      send(deliveries, topic, 1);
    }
    assertEquals(List.of("SLOW 1"), dropped);
    client.take();
    deliveries.answered(PacketType.PUBACK, 1, 0);
    deliveries.answered(PacketType.PUBACK, 2, 0);
    assertEquals(List.of("PUBLISH 2 d 3", "PUBLISH 2 e 4"), client.take());
  }

  @Test
  void clientThatDoesNotReadGetsNothingOfQos0AndTheRestLater() {
    Deliveries deliveries = deliveries();
    client.slow = true;
    send(deliveries, "a", 0);
    send(deliveries, "b", 1);
    assertFalse(deliveries.isIdle());
    deliveries.resume();
    assertEquals(List.of(), client.take());
    assertEquals(List.of("SLOW 1"), dropped);
    client.slow = false;
    deliveries.resume();
    assertEquals(List.of("PUBLISH 2 b 1"), client.take());
    assertTrue(deliveries.isIdle());
  }

  /** 3.3.2.3.4: an alias is the connection's, whichever part of the session writes. */
  @Test
  void topicIsSaidUntilItsAliasIsKnown() {
    client.topicAliasMaximum = 10;
    Deliveries first = deliveries();
    for (int i = 0; i < 4; i++) {
      send(first, "topic/a", 0);
    }
    assertEquals(
        List.of("PUBLISH 0 topic/a", "PUBLISH 0 ", "PUBLISH 0 ", "PUBLISH 0 "), client.take());
    send(deliveries(), "topic/a", 0); // another connection
    assertEquals(List.of("PUBLISH 0 topic/a"), client.take());
  }

  @Test
  void clientsThatTakeNoAliasesGetNone() {
    Deliveries deliveries = deliveries();
    for (int i = 0; i < 3; i++) {
      send(deliveries, "topic/a", 0);
    }
    assertEquals(
        List.of("PUBLISH 0 topic/a", "PUBLISH 0 topic/a", "PUBLISH 0 topic/a"), client.take());
  }

  /** [MQTT-3.1.2-24]: the alias does not make a packet too large that fits without it. */
  @Test
  void aliasIsNotIntroducedBeyondTheLargestPacket() {
    client.topicAliasMaximum = 10;
    client.maximumPacketSize = 2 + 9 + 1 + 100;
    Deliveries deliveries = deliveries();
    for (int i = 0; i < 3; i++) {
      send(deliveries, "topic/a", 0);
      assertEquals(112, client.last.readableBytes());
    }
    assertEquals(List.of(), dropped);
  }

  @Test
  void packetThatIsTooLargeForTheClientIsNotSent() {
    client.maximumPacketSize = 106;
    Deliveries deliveries = deliveries();
    send(deliveries, "a", 0); // 2 + 3 + 1 + 100
    assertEquals(List.of("PUBLISH 0 a"), client.take());
    send(deliveries, "a", 1);
    send(deliveries, "ab", 0);
    assertEquals(List.of(), client.take());
    assertEquals(List.of("OVERSIZE 1", "OVERSIZE 1"), dropped);
  }

  @Test
  void whatTheNodeAddsIsLeftOutForAClientThatTakesLittle() {
    client.maximumPacketSize = 106;
    MqttDelivery message = message("a", "id");
    deliveries().send(message, 0, false, SharedPublish.NO_IDENTIFIERS);
    assertEquals(List.of("PUBLISH 0 a"), client.take());
    assertEquals(106, client.last.readableBytes());
    client.maximumPacketSize = Long.MAX_VALUE;
    deliveries().send(message, 0, false, SharedPublish.NO_IDENTIFIERS);
    assertEquals(List.of("PUBLISH 0 a"), client.take());
    assertTrue(client.last.readableBytes() > 106);
    assertEquals(List.of(), dropped);
  }

  @Test
  void expiryCountsDownWhileAMessageWaits() {
    client.receiveMaximum = 1;
    Deliveries deliveries = deliveries();
    PortHeader expires = new PortHeader(ItemHeaders.EXPIRES, NOW.plusSeconds(60).toString());
    send(deliveries, "first", 1);
    deliveries.send(message("a", expires), 1, false, SharedPublish.NO_IDENTIFIERS);
    deliveries.send(message("b", expires), 1, false, SharedPublish.NO_IDENTIFIERS);
    now = NOW.plusSeconds(20);
    deliveries.answered(PacketType.PUBACK, 1, 0);
    assertEquals(List.of("PUBLISH 2 first 1", "PUBLISH 2 a 2"), client.take());
    // fixed header, topic, identifier, length of properties, identifier of the property
    assertEquals(40, client.last.getInt(2 + 3 + 2 + 1 + 1));
    now = NOW.plusSeconds(60);
    deliveries.answered(PacketType.PUBACK, 2, 0);
    assertEquals(List.of(), client.take());
    assertEquals(List.of("EXPIRED 1"), dropped);
    send(deliveries, "next", 1);
    assertEquals(List.of("PUBLISH 2 next 3"), client.take());
  }
}
