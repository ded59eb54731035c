package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.mqtt.RawMqttClient.Received;
import java.io.IOException;

/** What raw clients do with sessions that outlive their connections. Confined to its test. */
public final class DurableClient {

  private static final byte[] NONE = {};
  public static final String NAME = "juliet";
  public static final String PASSWORD = "secret";

  /** Minutes that sessions here live without a connection, in seconds. */
  static final long HOUR = 3_600;

  private DurableClient() {}

  /** A CONNECT of MQTT 5. */
  public static byte[] connect(boolean cleanStart, long expirySeconds, String id) {
    return connect(cleanStart, expirySeconds, id, NONE, NONE);
  }

  /** One with more properties. */
  static byte[] connect(
      boolean cleanStart, long expirySeconds, String id, byte[] more, byte[] will) {
    return packet(
        0x10,
        "MQTT",
        5,
        0xC0 | (cleanStart ? 2 : 0) | (will.length > 0 ? 4 : 0),
        0,
        0,
        properties(bytes(0x11, fourBytes(expirySeconds)), more),
        id,
        will,
        NAME,
        PASSWORD);
  }

  /** A CONNECT of MQTT 3.1.1. */
  static byte[] connect4(boolean cleanSession, String id) {
    return packet(0x10, "MQTT", 4, 0xC0 | (cleanSession ? 2 : 0), 0, 0, id, NAME, PASSWORD);
  }

  /** Topic and text of a will, with a delay. */
  static byte[] will(long delaySeconds, String topic, String text) {
    return bytes(properties(bytes(0x18, fourBytes(delaySeconds))), topic, text);
  }

  static byte[] fourBytes(long number) {
    return bytes(
        (int) (number >> 24 & 0xFF),
        (int) (number >> 16 & 0xFF),
        (int) (number >> 8 & 0xFF),
        (int) (number & 0xFF));
  }

  /** Opens a session, which has to be present or not. */
  public static RawMqttClient open(int port, byte[] connect, boolean isPresent) throws IOException {
    RawMqttClient client = new RawMqttClient(port);
    client.send(connect);
    assertEquals(isPresent ? 1 : 0, client.expectConnack(0).at(0), "session present");
    return client;
  }

  /** A PUBLISH, which is not waited for. */
  static byte[] publish(boolean is5, int first, String topic, int id, String text) {
    return packet(
        first,
        topic,
        (first & 6) == 0 ? NONE : bytes(id >> 8, id & 0xFF),
        is5 ? properties() : NONE,
        text.getBytes(UTF_8));
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  public static byte[] answer(int first, int id) {
    return packet(first, bytes(id >> 8, id & 0xFF));
  }

  /** The next packet is one of these, and for that packet identifier. */
  public static void expectAnswer(RawMqttClient client, int first, int id) throws IOException {
    Received answer = client.next();
    assertEquals(first, answer.first());
    assertEquals(id, answer.at(0) << 8 | answer.at(1));
  }

  /** The packet identifier of a PUBLISH of QoS 1 or 2. */
  public static int id(Received publish) {
    int topic = publish.at(0) << 8 | publish.at(1);
    return publish.at(2 + topic) << 8 | publish.at(3 + topic);
  }

  /** DISCONNECT, and the end. */
  static void leave(RawMqttClient client) throws IOException {
    client.send(packet(0xE0));
    client.expectEnd();
    client.close();
  }
}
