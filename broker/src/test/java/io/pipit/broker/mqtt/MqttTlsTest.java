package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT inside of TLS. */
@Timeout(90)
class MqttTlsTest {

  @ParameterizedTest(name = "level {0}")
  @ValueSource(ints = {4, 5})
  void sessionInsideOfTls(int version) throws Exception {
    try (MqttFixture server = MqttFixture.start();
        RawMqttClient client =
            RawMqttClient.tls(server.service.tlsPort(), MqttFixture.CERTIFICATE.trusting())) {
      client.send(RawMqttClient.connect(version, "phone", "user", "pencil"));
      client.expectConnack(0);
      String tls = EchoSessions.next(server.sessions.opened).tlsVersion().orElseThrow();
      assertTrue(tls.equals("TLSv1.3") || tls.equals("TLSv1.2"), tls);
      client.ping();
      client.send(packet(0xE0));
      client.expectEnd();
      assertEquals(0, EchoSessions.next(server.sessions.ended).reason());
    }
  }

  @Test
  void clearTextIsNoTls() throws Exception {
    try (MqttFixture server = MqttFixture.start();
        RawMqttClient client = new RawMqttClient(server.service.tlsPort())) {
      client.send(RawMqttClient.connect(5, "phone", "user", "pencil"));
      client.readToEnd(); // an alert, at most
      assertEquals(0, server.sessions.opened.size());
    }
  }

  @Test
  void tlsIsNoClearText() throws Exception {
    SSLContext trust = MqttFixture.CERTIFICATE.trusting();
    try (MqttFixture server = MqttFixture.start()) {
      assertThrows(
          IOException.class,
          () -> {
            try (RawMqttClient client = RawMqttClient.tls(server.service.port(), trust)) {
              client.send(RawMqttClient.connect(5, "phone", "user", "pencil"));
              client.expectConnack(0);
            }
          });
    }
  }
}
