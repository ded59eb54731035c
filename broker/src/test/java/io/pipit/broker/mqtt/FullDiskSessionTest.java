package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.DurableClient.HOUR;
import static io.pipit.broker.mqtt.DurableClient.answer;
import static io.pipit.broker.mqtt.DurableClient.fourBytes;
import static io.pipit.broker.mqtt.DurableClient.id;
import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortPayload;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that outlive their connections, while nothing more can be stored. */
@Timeout(90)
class FullDiskSessionTest {

  private final SessionsFixture server;

  FullDiskSessionTest() throws Exception {
    server = SessionsFixture.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawMqttClient connect(boolean cleanStart, long expirySeconds, String id)
      throws IOException {
    RawMqttClient client = server.door.connect();
    client.send(
        packet(
            0x10,
            "MQTT",
            5,
            cleanStart ? 0xC2 : 0xC0,
            0,
            0,
            properties(bytes(0x11, fourBytes(expirySeconds))),
            id,
            "user",
            "pencil"));
    return client;
  }

  private RawMqttClient open(String id, boolean isPresent) throws IOException {
    RawMqttClient client = connect(false, HOUR, id);
    assertEquals(isPresent ? 1 : 0, client.expectConnack(0).at(0), "session present");
    return client;
  }

  /** Subscribes with QoS 1, and gives the reason of the answer. */
  private static int subscribe(RawMqttClient client, String filter) throws IOException {
    client.send(packet(0x82, bytes(0, 1), properties(), filter, 1));
    Received suback = client.next();
    assertEquals(0x90, suback.first());
    return suback.at(suback.body().length - 1);
  }

  private void made(String id) throws IOException {
    RawMqttClient client = open(id, false);
    assertEquals(1, subscribe(client, "a"));
    DurableClient.leave(client);
  }

  @Test
  void sessionComesBackWithItsSubscriptions() throws Exception {
    made("back");
    server.log.fill();
    try (RawMqttClient client = open("back", true)) {
      assertEquals(1, subscribe(client, "a"), "it has that");
      assertEquals(ReasonCode.QUOTA_EXCEEDED, subscribe(client, "b"), "that is to be stored");
      client.ping();
    }
    try (RawMqttClient client = open("back", true)) {
      server.log.empty();
      assertEquals(1, subscribe(client, "b"));
    }
  }

  /** What is retained cannot be stored for the session, and comes by this connection. */
  @Test
  void whatIsRetainedComesThoughItCannotBeStored() throws Exception {
    made("retained");
    PortPayload payload = new PortPayload("text", null, new byte[] {'x'});
    server.port.standing.add(
        new PortItem("a", "id", 1, Instant.EPOCH, null, payload, List.of(), true));
    server.log.fill();
    try (RawMqttClient client = open("retained", true)) {
      assertEquals(1, subscribe(client, "a"));
      Received message = RawSteps.expect(client, "a", "x");
      assertEquals(0x33, message.first());
      client.send(answer(0x40, id(message)));
      client.ping();
    }
  }

  @Test
  void noSessionIsMadeAndNoneEndsForOne() throws Exception {
    made("old");
    server.log.fill();
    try (RawMqttClient client = connect(false, HOUR, "new")) {
      client.expectConnack(ReasonCode.SERVER_BUSY);
    }
    try (RawMqttClient client = connect(true, HOUR, "old")) {
      client.expectConnack(ReasonCode.SERVER_BUSY);
    }
    open("old", true).close();
    try (RawMqttClient client = connect(true, 0, "old")) {
      assertEquals(0, client.expectConnack(0).at(0), "it ends, and needs no room");
      assertEquals(1, subscribe(client, "b"), "nor does a session that is not kept");
    }
    try (RawMqttClient client = connect(false, HOUR, "old")) {
      client.expectConnack(ReasonCode.SERVER_BUSY);
    }
  }
}
