package io.pipit.broker.mqtt;

import static io.pipit.broker.mqtt.DurableClient.HOUR;
import static io.pipit.broker.mqtt.DurableClient.NAME;
import static io.pipit.broker.mqtt.DurableClient.PASSWORD;
import static io.pipit.broker.mqtt.DurableClient.connect;
import static io.pipit.broker.mqtt.DurableClient.will;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static io.pipit.broker.mqtt.codec.PacketBytes.properties;

import io.pipit.broker.TestNode;
import io.pipit.broker.TestTime;
import io.pipit.broker.mqtt.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wills that wait for their delay (MQTT 5, 3.1.3.2.2); time passes as the test says. */
@Timeout(90)
class WillDelayTest {

  private static final byte[] NONE = {};
  private static final TestTime TIME = new TestTime();
  private static TestNode node;
  private static RawMqttClient watching;
  private static int marks;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    node = TestNode.start(folder, Map.of(), TIME).account(NAME, PASSWORD);
    watching = watch(node);
  }

  private static RawMqttClient watch(TestNode of) throws IOException {
    RawMqttClient client = DurableClient.open(of.mqttPort(), connect(true, 0, "watching"), false);
    RawSteps.subscribe(client, true, "wills/#", 0);
    return client;
  }

  @AfterAll
  static void stop() throws Exception {
    watching.close();
    node.close();
  }

  private static byte[] willing(String id, long expirySeconds, long delaySeconds) {
    return connect(true, expirySeconds, id, NONE, will(delaySeconds, "wills/" + id, "gone"));
  }

  /** Ends the connection with the will; the node knows it when this returns. */
  private static void lose(RawMqttClient client) throws IOException {
    client.send(packet(0xE0, ReasonCode.DISCONNECT_WITH_WILL, properties()));
    client.expectEnd();
    client.close();
  }

  private static void lost(String id, long expirySeconds, long delaySeconds) throws IOException {
    lose(DurableClient.open(node.mqttPort(), willing(id, expirySeconds, delaySeconds), false));
  }

  /** No will was published until now. */
  private static void expectNone() throws IOException {
    try (RawMqttClient client =
        DurableClient.open(node.mqttPort(), connect(true, 0, "marking"), false)) {
      String mark = "wills/mark/" + ++marks; // one that was there may be of an account that was
      RawSteps.publish(client, true, mark, "now");
      RawSteps.expect(watching, mark, "now");
    }
  }

  @Test
  void willWaitsForItsDelay() throws Exception {
    lost("delayed", HOUR, 60);
    TIME.pass(Duration.ofSeconds(59));
    expectNone();
    TIME.pass(Duration.ofSeconds(1));
    RawSteps.expect(watching, "wills/delayed", "gone");
    TIME.pass(Duration.ofSeconds(60));
    expectNone();
  }

  @Test
  void clientThatReturnsInTimeTakesItsWillBack() throws Exception {
    lost("returning", HOUR, 60);
    TIME.pass(Duration.ofSeconds(30));
    try (RawMqttClient client =
        DurableClient.open(node.mqttPort(), connect(false, HOUR, "returning"), true)) {
      TIME.pass(Duration.ofSeconds(60));
      client.ping();
      expectNone();
    }
  }

  @Test
  void endOfTheSessionIsTheEndOfTheDelay() throws Exception {
    lost("expiring", 30, 60);
    TIME.pass(Duration.ofSeconds(30));
    RawSteps.expect(watching, "wills/expiring", "gone");
    lost("short", 0, 60);
    RawSteps.expect(watching, "wills/short", "gone");
    lost("cleaned", HOUR, 60);
    DurableClient.open(node.mqttPort(), connect(true, HOUR, "cleaned"), false).close();
    RawSteps.expect(watching, "wills/cleaned", "gone");
    TIME.pass(Duration.ofSeconds(60));
    expectNone();
  }

  @Test
  void clientThatSaysGoodByeHasNoWill() throws Exception {
    DurableClient.leave(DurableClient.open(node.mqttPort(), willing("polite", HOUR, 0), false));
    DurableClient.leave(DurableClient.open(node.mqttPort(), willing("polite2", HOUR, 60), false));
    TIME.pass(Duration.ofSeconds(60));
    expectNone();
  }

  @Test
  void willOfASessionThatIsTakenOver() throws Exception {
    try (RawMqttClient first =
            DurableClient.open(node.mqttPort(), willing("over", HOUR, 60), false);
        RawMqttClient second =
            DurableClient.open(node.mqttPort(), connect(false, HOUR, "over"), true)) {
      first.expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
      TIME.pass(Duration.ofSeconds(60));
      second.ping();
      expectNone(); // the session goes on in time
    }
    try (RawMqttClient first =
            DurableClient.open(node.mqttPort(), willing("over0", HOUR, 0), false);
        RawMqttClient second =
            DurableClient.open(node.mqttPort(), connect(false, HOUR, "over0"), true)) {
      first.expectDisconnect(ReasonCode.SESSION_TAKEN_OVER);
      second.ping();
      RawSteps.expect(watching, "wills/over0", "gone"); // it has no delay
    }
  }

  @Test
  void willsOfAnAccountThatWasRemovedAreNotPublished() throws Exception {
    lost("orphan", HOUR, 60);
    node.removeAccount(NAME);
    watching.readToEnd();
    watching.close();
    TIME.pass(Duration.ofSeconds(60));
    node.account(NAME, PASSWORD);
    watching = watch(node);
    TIME.pass(Duration.ofSeconds(60));
    expectNone();
  }

  @Test
  void willIsStoredWithItsSession(@TempDir Path folder) throws Exception {
    TestNode other = TestNode.start(folder, Map.of(), TIME).account(NAME, PASSWORD);
    try {
      RawMqttClient away = DurableClient.open(other.mqttPort(), willing("stored", HOUR, 60), false);
      lose(away);
      RawMqttClient returning =
          DurableClient.open(other.mqttPort(), willing("back", HOUR, 60), false);
      lose(returning);
      other = other.restart();
      try (RawMqttClient watcher = watch(other);
          RawMqttClient back =
              DurableClient.open(other.mqttPort(), connect(false, HOUR, "back"), true)) {
        TIME.pass(Duration.ofSeconds(60));
        RawSteps.expect(watcher, "wills/stored", "gone");
        back.ping();
        RawSteps.publish(back, true, "wills/mark", "now");
        RawSteps.expect(watcher, "wills/mark", "now");
      }
    } finally {
      other.close();
    }
  }
}
