package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.pipit.broker.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The MQTT client of Vert.x against a whole node. */
@Timeout(90)
class VertxMqttClientTest {

  private static final int MESSAGES = 100;
  private static final Vertx vertx = Vertx.vertx();
  private static TestNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.start(folder).account("juliet", "secret");
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    node.close();
  }

  private static MqttClient connect(String id) throws Exception {
    MqttClient client =
        MqttClient.create(
            vertx,
            new MqttClientOptions()
                .setClientId(id)
                .setUsername("juliet")
                .setPassword("secret")
                .setMaxInflightQueue(MESSAGES + 1));
    MqttFixture.await(client.connect(node.mqttPort(), TestNode.HOST));
    return client;
  }

  @ParameterizedTest
  @EnumSource(names = {"AT_MOST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE"})
  void everyMessageArrivesOnceAndInOrder(MqttQoS qos) throws Exception {
    String topic = "vertx/" + qos.value();
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    MqttClient subscriber = connect("subscriber" + qos.value());
    subscriber.publishHandler(
        message -> received.add(message.qosLevel().value() + " " + message.payload()));
    MqttFixture.await(subscriber.subscribe("vertx/#", 2));
    MqttClient publisher = connect("publisher" + qos.value());
    for (int i = 1; i <= MESSAGES; i++) {
      MqttFixture.await(
          publisher.publish(topic, Buffer.buffer(String.valueOf(i)), qos, false, false));
    }
    MqttFixture.await(publisher.publish(topic, Buffer.buffer("end"), qos, false, false));
    List<String> seen = new ArrayList<>();
    String next = EchoSessions.next(received);
    while (!next.endsWith("end")) {
      seen.add(next);
      next = EchoSessions.next(received);
    }
    assertEquals(
        IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> qos.value() + " " + i).toList(), seen);
    MqttFixture.await(publisher.disconnect());
    MqttFixture.await(subscriber.disconnect());
  }
}
