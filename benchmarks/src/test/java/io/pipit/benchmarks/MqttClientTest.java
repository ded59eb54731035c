package io.pipit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttClientTest {

  private static final String TOPIC = "warm-mqtt-fanout-100/0";

  /** With 40 bytes the length of the packet has one byte, with 200 it has two. */
  @ParameterizedTest
  @CsvSource({"0, 40, 1", "3, 200, 4", "65534, 200, 65535", "65535, 200, 1"})
  void acknowledgementHasThePacketIdentifierOfItsNumber(long number, int bytes, int id) {
    byte[] publish = MqttClient.publish(TOPIC, 1, Load.jsonPayload(bytes)).with(number);
    assertEquals(1, MqttClient.qos(publish, 0));
    assertEquals(number, Load.jsonNumber(publish, 0, publish.length));
    byte[] acknowledgement = MqttClient.acknowledgement(publish, 0);
    assertArrayEquals(new byte[] {0x40, 2, (byte) (id >> 8), (byte) id}, acknowledgement);
    assertEquals(id, MqttClient.acknowledged(acknowledgement, 0));
    assertEquals(id, MqttClient.id(number));
  }

  @Test
  void publishOfQosZeroHasNone() {
    byte[] publish = MqttClient.publish("t", 0, Load.jsonPayload(40)).with(7);
    assertEquals(2 + 2 + 1 + 40, publish.length);
    assertEquals(0, MqttClient.qos(publish, 0));
    assertEquals(7, Load.jsonNumber(publish, 0, publish.length));
  }

  @ParameterizedTest
  @CsvSource({"warm/0, 0", "a/b/99, 99", "x/1/100, 100"})
  void lastLevelIsANumber(String topic, int number) {
    byte[] publish = MqttClient.publish(topic, 0, Load.jsonPayload(200)).with(7);
    assertEquals(number, MqttClient.lastLevel(publish, 0));
  }
}
