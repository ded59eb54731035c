package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;

import io.pipit.broker.TestNode;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The MQTT door of a whole node, as a configuration opens it. */
@Timeout(90)
class MqttListenerTest {

  private static byte[] anonymous() {
    return packet(0x10, "MQTT", 5, 2, 0, 60, properties(), "visitor");
  }

  @Test
  void accountsOfTheNodeConnect(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.start(folder).account("juliet", "secret");
        RawMqttClient client = new RawMqttClient(node.mqttPort());
        RawMqttClient stranger = new RawMqttClient(node.mqttPort())) {
      client.send(RawMqttClient.connect(5, "balcony", "juliet", "secret"));
      client.expectConnack(0);
      client.ping();
      stranger.send(RawMqttClient.connect(5, "balcony", "juliet", "guess"));
      stranger.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
  }

  @Test
  void visitorOfThisMachineIsTheGuestUnlessItIsTurnedOff(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.start(folder.resolve("tryout"));
        RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(anonymous());
      client.expectConnack(0);
      node.account("guest", "secret");
      try (RawMqttClient later = new RawMqttClient(node.mqttPort())) {
        later.send(anonymous());
        later.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
      }
    }
    try (TestNode node =
            TestNode.start(folder.resolve("off"), Map.of("PIPIT_MQTT__ANONYMOUS", "off"));
        RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(anonymous());
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
  }

  @Test
  void otherDomainsHaveNoGuest(@TempDir Path folder) throws Exception {
    try (TestNode node = TestNode.start(folder, Map.of("PIPIT_DOMAIN", "example.org"));
        RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(anonymous());
      client.expectConnack(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }
  }

  @Test
  void limitsComeFromTheConfiguration(@TempDir Path folder) throws Exception {
    Map<String, String> settings =
        Map.of("PIPIT_MQTT__MAX_PACKET", "2KiB", "PIPIT_MQTT__MAX_QOS", "1");
    try (TestNode node = TestNode.start(folder, settings);
        RawMqttClient large = new RawMqttClient(node.mqttPort());
        RawMqttClient exact = new RawMqttClient(node.mqttPort())) {
      large.send(anonymous());
      large.expectConnack(0);
      large.send(packet(0x30, "a", properties(), new byte[2_048]));
      large.expectDisconnect(ReasonCode.PACKET_TOO_LARGE);
      exact.send(packet(0x10, "MQTT", 5, 2, 0, 60, properties(), "exact"));
      exact.expectConnack(0);
      exact.send(packet(0x34, "a", 0, 1, properties()));
      exact.expectDisconnect(ReasonCode.QOS_NOT_SUPPORTED);
    }
  }

  @Test
  void stoppedNodeSaysSo(@TempDir Path folder) throws Exception {
    TestNode node = TestNode.start(folder);
    try (RawMqttClient client = new RawMqttClient(node.mqttPort())) {
      client.send(anonymous());
      client.expectConnack(0);
      Thread stop = new Thread(node::close);
      stop.start();
      client.expectDisconnect(ReasonCode.SERVER_SHUTTING_DOWN);
      client.hangUp();
      stop.join();
    } finally {
      node.close();
    }
  }
}
