package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.pipit.broker.interop.ForeignProgram;
import io.pipit.broker.mqtt.codec.Packet.Publish;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshake with clients that others wrote: Mosquitto's, Vert.x's and both of Paho. */
@Timeout(120)
class MqttProgramsTest {

  private static final Path PUB = Path.of("/usr/bin/mosquitto_pub");
  private static MqttFixture server;

  @BeforeAll
  static void start() throws Exception {
    server = MqttFixture.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.sessions.opened.clear();
    server.sessions.received.clear();
  }

  private static ForeignProgram.Result publish(String version, String password, String... more)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PUB.toString(), "-h", "127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(server.service.port()), "-V", version));
    command.addAll(List.of("-i", "mosquitto", "-u", "user", "-P", password));
    command.addAll(List.of(more));
    return ForeignProgram.run(Path.of("."), command);
  }

  @ParameterizedTest(name = "{0}, QoS {1}")
  @CsvSource({"311, 0", "311, 1", "311, 2", "5, 0", "5, 1", "5, 2", "31, 1"})
  void mosquittoPublishes(String version, int qos) throws Exception {
    ForeignProgram.requireProgram(PUB, "mosquitto-clients");
    ForeignProgram.Result result =
        publish(version, "pencil", "-t", "a/b", "-m", "hello", "-q", String.valueOf(qos));
    assertEquals(0, result.exit(), result.output());
    Publish read = assertInstanceOf(Publish.class, EchoSessions.next(server.sessions.received));
    assertEquals("a/b", read.topic());
    assertEquals(qos, read.qos());
    assertEquals("hello", new String(read.payload(), java.nio.charset.StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"311", "5"})
  void mosquittoWithAWrongPasswordIsRefused(String version) throws Exception {
    ForeignProgram.requireProgram(PUB, "mosquitto-clients");
    ForeignProgram.Result result = publish(version, "wrong", "-t", "a", "-m", "hello");
    assertNotEquals(0, result.exit());
    assertEquals(0, server.sessions.opened.size());
  }

  @Test
  void vertxClientPingsAndDisconnects() throws Exception {
    io.vertx.mqtt.MqttClient client =
        io.vertx.mqtt.MqttClient.create(
            server.vertx,
            new MqttClientOptions()
                .setClientId("vertx")
                .setUsername("user")
                .setPassword("pencil")
                .setAutoKeepAlive(false));
    MqttFixture.await(client.connect(server.service.port(), "127.0.0.1"));
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    client.pingResponseHandler(pong -> answered.complete(true));
    client.ping();
    assertTrue(answered.get(20, TimeUnit.SECONDS));
    MqttFixture.await(client.disconnect());
  }

  @Test
  void vertxClientWithAWrongPasswordIsRefused() {
    io.vertx.mqtt.MqttClient client =
        io.vertx.mqtt.MqttClient.create(
            server.vertx,
            new MqttClientOptions().setUsername("user").setPassword("wrong").setClientId("vertx"));
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () -> MqttFixture.await(client.connect(server.service.port(), "127.0.0.1")));
    assertEquals(
        MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
        assertInstanceOf(MqttConnectionException.class, failed.getCause()).code());
  }

  @Test
  void pahoOf311() throws Exception {
    try (var client =
        new org.eclipse.paho.client.mqttv3.MqttClient(
            address(), "paho3", new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence())) {
      var options = new org.eclipse.paho.client.mqttv3.MqttConnectOptions();
      options.setUserName("user");
      options.setPassword("wrong".toCharArray());
      var refused =
          assertThrows(
              org.eclipse.paho.client.mqttv3.MqttException.class, () -> client.connect(options));
      assertEquals(5, refused.getReasonCode());
      options.setPassword("pencil".toCharArray());
      client.connect(options);
      client.publish("a", new byte[] {1, 2}, 2, false);
      assertEquals(
          2,
          assertInstanceOf(Publish.class, EchoSessions.next(server.sessions.received))
              .payload()
              .length);
      client.disconnect();
    }
  }

  @Test
  void pahoOf5() throws Exception {
    var client =
        new org.eclipse.paho.mqttv5.client.MqttClient(
            address(), "paho5", new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
    var options = new org.eclipse.paho.mqttv5.client.MqttConnectionOptions();
    options.setUserName("user");
    options.setPassword("wrong".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var refused =
        assertThrows(
            org.eclipse.paho.mqttv5.common.MqttException.class, () -> client.connect(options));
    assertEquals(0x86, refused.getReasonCode());
    options.setPassword("pencil".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    client.connect(options);
    client.publish("a", new byte[] {1, 2}, 1, false);
    EchoSessions.next(server.sessions.received);
    client.disconnect();
    client.close();
  }

  private static String address() {
    return "tcp://127.0.0.1:" + server.service.port();
  }
}
