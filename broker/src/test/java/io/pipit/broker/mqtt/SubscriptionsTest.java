package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How SUBSCRIBE and UNSUBSCRIBE are answered, and what is retained for a filter. */
@Timeout(90)
class SubscriptionsTest {

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
    server.port.standing.clear();
    server.port.pages.set(0);
  }

  private static byte[] filter(String filter, int options) {
    return bytes(filter, options);
  }

  private static byte[] subscribe(int id, byte[]... filters) {
    return packet(0x82, bytes(0, id), properties(), bytes((Object[]) filters));
  }

  private static void expectSuback(RawMqttClient client, int id, int... reasons)
      throws IOException {
    Received suback = client.next();
    assertEquals(0x90, suback.first());
    assertEquals(id, suback.at(0) << 8 | suback.at(1));
    assertEquals(
        Arrays.toString(reasons),
        Arrays.toString(IntStream.range(3, suback.body().length).map(suback::at).toArray()));
  }

  private static void expectUnsuback(RawMqttClient client, int id, int... reasons)
      throws IOException {
    Received unsuback = client.next();
    assertEquals(0xB0, unsuback.first());
    assertEquals(id, unsuback.at(0) << 8 | unsuback.at(1));
    assertEquals(
        Arrays.toString(reasons),
        Arrays.toString(IntStream.range(3, unsuback.body().length).map(unsuback::at).toArray()));
  }

  @Test
  void eachFilterHasItsAnswer() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(
          subscribe(5, filter("a", 0), filter("a/#/b", 1), filter("b/+", 1), filter("c", 2)));
      expectSuback(client, 5, 0, ReasonCode.TOPIC_FILTER_INVALID, 1, 2);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a+, 143",
    "#/a, 143",
    "$share/group, 143",
    "$share//a, 143",
    "$share/group/$other, 135",
    "$SYS/#, 135",
    "$other, 135"
  })
  void filterThatIsRefused(String filter, int reason) throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(subscribe(5, filter(filter, 0)));
      expectSuback(client, 5, reason);
    }
  }

  @Test
  void refusalBefore5HasOneCode() throws Exception {
    try (RawMqttClient client = server.session(4, "a")) {
      client.send(packet(0x82, bytes(0, 5), bytes("$share/group", 1), bytes("a", 1)));
      Received suback = client.next();
      assertEquals(List.of(0x80, 1), List.of(suback.at(2), suback.at(3)));
    }
  }

  @Test
  void filtersOfASessionHaveABound() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(subscribe(1, filter("a", 0), filter("b", 0), filter("c", 0), filter("d", 0)));
      expectSuback(client, 1, 0, 0, 0, ReasonCode.QUOTA_EXCEEDED);
      client.send(subscribe(2, filter("a", 1), filter("d", 0)));
      expectSuback(client, 2, 1, ReasonCode.QUOTA_EXCEEDED);
      client.send(packet(0xA2, bytes(0, 3), properties(), "a", "x"));
      expectUnsuback(client, 3, 0, ReasonCode.NO_SUBSCRIPTION_EXISTED);
      client.send(subscribe(4, filter("d", 0)));
      expectSuback(client, 4, 0);
    }
  }

  @Test
  void noMoreOfAPacketIsTakenThanASessionMayHave() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      byte[][] many = new byte[2_000][];
      Arrays.fill(many, filter("a", 0x20));
      int[] reasons = new int[many.length];
      Arrays.fill(reasons, 3, reasons.length, ReasonCode.QUOTA_EXCEEDED);
      for (int id = 1; id <= 20; id++) {
        client.send(subscribe(id, many));
      }
      for (int id = 1; id <= 20; id++) {
        expectSuback(client, id, reasons);
      }
    }
  }

  @Test
  void requestsMayBeSentWithoutWaiting() throws Exception {
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(subscribe(1, filter("a", 0)));
      client.send(packet(0xA2, bytes(0, 2), properties(), "a"));
      client.send(packet(0xA2, bytes(0, 3), properties(), "a"));
      client.send(subscribe(4, filter("a", 2)));
      expectSuback(client, 1, 0);
      expectUnsuback(client, 2, 0);
      expectUnsuback(client, 3, ReasonCode.NO_SUBSCRIPTION_EXISTED);
      expectSuback(client, 4, 2);
    }
  }

  // ---- what is retained

  private static PortItem standing(String topic) {
    return new PortItem(
        topic,
        "id",
        1,
        Instant.EPOCH,
        null,
        new PortPayload("text", null, new byte[] {'x'}),
        List.of(),
        true);
  }

  private static void expectPublish(RawMqttClient client, int first, String topic)
      throws IOException {
    Received publish = client.next();
    assertEquals(Integer.toHexString(first), Integer.toHexString(publish.first()));
    assertEquals(topic, new String(publish.body(), 2, publish.at(1), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsRetainedComesBehindTheAnswerWithRetain() throws Exception {
    server.port.standing.add(standing("a"));
    try (RawMqttClient client = server.session(5, "a")) {
      client.send(subscribe(1, filter("a", 1)));
      expectSuback(client, 1, 1);
      expectPublish(client, 0x33, "a");
    }
  }

  @ParameterizedTest(name = "[MQTT-3.3.1-9] retain handling {0}")
  @CsvSource({"0, true, true", "1, true, false", "2, false, false"})
  void retainHandlingSaysWhetherItComes(int handling, boolean first, boolean again)
      throws Exception {
    server.port.standing.add(standing("a"));
    try (RawMqttClient client = server.session(5, "a")) {
      for (boolean comes : new boolean[] {first, again}) {
        client.send(subscribe(1, filter("a", handling << 4)));
        expectSuback(client, 1, 0);
        if (comes) {
          expectPublish(client, 0x31, "a");
        }
        client.ping();
      }
    }
  }

  /** It has one message that it does not answer, and no room for another. */
  @Test
  void whatWaitsForAFilterWaitsOnce() throws Exception {
    server.port.standing.add(standing("a"));
    try (RawMqttClient client = server.session(4, "a")) {
      for (int id = 1; id <= 100; id++) {
        client.send(packet(0x82, bytes(0, id), bytes("a", 1)));
      }
      int answers = 0;
      List<Integer> messages = new ArrayList<>();
      while (answers < 100 || messages.size() < 2) {
        Received received = client.next();
        if (received.first() == 0x90) {
          answers++;
        } else {
          messages.add(received.at(3) << 8 | received.at(4));
        }
      }
      // Both are under way, and the window has no more: one filter waits, whatever it was asked.
      client.send(packet(0x40, bytes(0, 1)));
      client.send(packet(0x40, bytes(0, 2)));
      client.send(packet(0xA2, bytes(0, 101), "a"));
      List<Integer> more = new ArrayList<>();
      for (Received received = client.next(); received.first() != 0xB0; received = client.next()) {
        more.add(received.first());
      }
      assertTrue(more.size() <= 1, more::toString);
      client.ping();
    }
  }

  @Test
  void moreThanTheClientTakesAtOnceComesAsItAnswers() throws Exception {
    for (int i = 0; i < 50; i++) {
      server.port.standing.add(standing("a"));
    }
    try (RawMqttClient client = server.session(4, "a")) {
      client.send(packet(0x82, bytes(0, 1), bytes("a", 1)));
      assertEquals(0x90, client.next().first());
      for (int id = 1; id <= 50; id++) {
        expectPublish(client, 0x33, "a");
        client.send(packet(0x40, bytes(0, id)));
      }
      client.ping();
    }
  }
}
