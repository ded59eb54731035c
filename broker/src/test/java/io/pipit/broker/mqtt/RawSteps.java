package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;

/** What raw clients do again and again. */
final class RawSteps {

  private static final byte[] NONE = {};

  private RawSteps() {}

  /** Subscribes to one filter, which has to be granted. */
  static void subscribe(RawMqttClient client, boolean is5, String filter, int options)
      throws IOException {
    client.send(packet(0x82, bytes(0, 1), is5 ? properties() : NONE, filter, options));
    Received suback = client.next();
    assertEquals(0x90, suback.first());
    assertEquals(options & 3, suback.at(suback.body().length - 1));
  }

  /** Publishes with QoS 0. */
  static void publish(RawMqttClient client, boolean is5, String topic, String payload)
      throws IOException {
    client.send(packet(0x30, topic, is5 ? properties() : NONE, payload.getBytes(UTF_8)));
  }

  /** The next packet is a message. */
  static Received expect(RawMqttClient client, String topic, String payload) throws IOException {
    Received publish = client.next();
    assertEquals(3, publish.first() >> 4);
    int length = publish.at(0) << 8 | publish.at(1);
    assertEquals(topic, new String(publish.body(), 2, length, UTF_8));
    int start = publish.body().length - payload.getBytes(UTF_8).length;
    assertEquals(payload, new String(publish.body(), start, publish.body().length - start, UTF_8));
    return publish;
  }
}
