package io.pipit.broker.interop;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;
import java.util.Arrays;

/** {@link BatchDoor} by MQTT, with QoS 1. */
final class MqttBatchDoor implements BatchDoor {

  private static final byte[] NONE = {};
  private static final int PUBLISH = 0x32;

  private final RawMqttClient client;
  private final boolean is5;
  private int packetId;

  /**
   * Connects.
   *
   * @param version 4 for MQTT 3.1.1, or 5
   */
  MqttBatchDoor(TestNode node, int version, String user, String id) throws IOException {
    client = new RawMqttClient(node.mqttPort());
    is5 = version == 5;
    client.send(
        packet(0x10, "MQTT", version, 0xC2, 0, 0, is5 ? properties() : NONE, id, user, "secret"));
    client.expectConnack(0);
  }

  private byte[] nextId() {
    packetId = packetId % 65_535 + 1;
    return bytes(packetId >> 8, packetId & 0xFF);
  }

  @Override
  public void subscribe(String filter) throws IOException {
    client.send(packet(0x82, nextId(), is5 ? properties() : NONE, filter, 1));
    Received suback = client.next();
    assertEquals(0x90, suback.first());
    assertEquals(1, suback.at(suback.body().length - 1));
  }

  @Override
  public void post(String node, RandomPayload payload) throws IOException {
    String type = payload.contentType();
    byte[] properties = !is5 ? NONE : type == null ? properties() : properties(0x03, type);
    client.send(packet(PUBLISH, node, nextId(), properties, payload.bytes()));
  }

  @Override
  public void answered(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Received puback = client.next();
      assertEquals(0x40, puback.first());
      assertTrue(puback.body().length == 2 || puback.at(2) < 0x80, () -> "" + puback.at(2));
    }
  }

  @Override
  public Message next() throws IOException {
    Received publish = client.next();
    assertEquals(PUBLISH, publish.first());
    byte[] body = publish.body();
    int id = 2 + (publish.at(0) << 8 | publish.at(1));
    client.send(packet(0x40, publish.at(id), publish.at(id + 1)));
    int start = id + 2;
    if (is5) {
      int length = 0;
      for (int shift = 0; ; shift += 7) {
        int digit = publish.at(start++);
        length |= (digit & 0x7F) << shift;
        if (digit < 0x80) {
          break;
        }
      }
      start += length;
    }
    return new Message(
        new String(body, 2, id - 2, UTF_8), Arrays.copyOfRange(body, start, body.length));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
