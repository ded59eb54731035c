package io.pipit.broker.interop;

import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.DoorClient.Kind;
import io.pipit.broker.interop.DoorClient.Sent;
import io.pipit.broker.mqtt.DurableClient;
import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a client that is away, when an owner takes the right to read it. */
@Timeout(60)
class LostRightsTest {

  private static TestNode node;
  private static XmppDoor owner;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    node = TestNode.startPlain(folder).account("owner", "secret");
    node.account(DurableClient.NAME, DurableClient.PASSWORD);
    owner = new XmppDoor(node, "owner", "o");
  }

  @AfterAll
  static void stop() throws Exception {
    if (owner != null) {
      owner.close();
    }
    node.close();
  }

  private static void publish(String name, String text) throws IOException {
    assertTrue(owner.publish(name, new Sent(Kind.TEXT, text.getBytes(UTF_8), "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcast", "closed"})
  void whatWaitsIsNotDelivered(String how) throws Exception {
    String name = "lost/" + how;
    String open = "kept/" + how;
    owner.create(name, "publishers");
    owner.create(open, "publishers");
    byte[] connect = DurableClient.connect(false, 3_600, how);
    try (RawMqttClient client = DurableClient.open(node.mqttPort(), connect, false)) {
      client.send(packet(0x82, 0, 1, properties(), name, 1, open, 1));
      assertEquals(0x90, client.next().first());
    }
    publish(name, "not for everybody");
    if (how.equals("outcast")) {
      owner.affiliate(name, DurableClient.NAME, "outcast");
    } else {
      owner.close(name);
    }
    publish(open, "for all");
    try (RawMqttClient client = DurableClient.open(node.mqttPort(), connect, true)) {
      Received message = client.next();
      assertEquals(open, new String(message.body(), 2, message.at(0) << 8 | message.at(1), UTF_8));
      client.send(DurableClient.answer(0x40, DurableClient.id(message)));
      client.ping();
    }
  }
}
