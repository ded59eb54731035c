package io.pipit.broker.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.interop.NodeProgram;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of the npm package {@code mqtt} against a whole node, by TCP and by WebSocket. */
@Timeout(120)
class NpmMqttTest {

  private static final int COUNT = 200;
  private static final JsonObject QOS_2 = new JsonObject().put("qos", 2);

  /** How a client comes. */
  private enum Way {
    TCP_4(4),
    WEBSOCKET_4(4),
    TCP_5(5),
    WEBSOCKET_5(5);

    final int version;

    Way(int version) {
      this.version = version;
    }

    boolean is5() {
      return version == 5;
    }

    String url() {
      return name().startsWith("TCP")
          ? "mqtt://127.0.0.1:" + node.mqttPort()
          : "ws://127.0.0.1:" + node.mqttWebSocketPort() + "/mqtt";
    }
  }

  private static TestNode node;
  private static NodeProgram program;

  /** Of this test; clients have their names. */
  private String topic = "";

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    program = NodeProgram.start("mqtt-clients.js", "mqtt");
    node = TestNode.start(folder).account("juliet", "secret").account("romeo", "secret");
  }

  @AfterAll
  static void stop() throws Exception {
    if (program != null) {
      program.close();
    }
    if (node != null) {
      node.close();
    }
  }

  // ---- what clients do

  private static JsonObject command(String verb, String name) {
    return new JsonObject().put("do", verb).put("name", name);
  }

  private static JsonObject options(Way way, String user, String id) {
    return new JsonObject()
        .put("protocolVersion", way.version)
        .put("username", user)
        .put("password", "secret")
        .put("clientId", id);
  }

  /** Options of a session that outlives its connection. */
  private static JsonObject durable(Way way, String user, String id) {
    JsonObject options = options(way, user, id).put("clean", false);
    return way.is5()
        ? options.put("properties", new JsonObject().put("sessionExpiryInterval", 3_600))
        : options;
  }

  /** Gives whether the session was there. */
  private static boolean connect(Way way, String name, JsonObject options) throws Exception {
    JsonObject connect = command("connect", name).put("url", way.url()).put("options", options);
    return program.must(connect).getBoolean("present");
  }

  private static void connect(Way way, String name) throws Exception {
    String user = name.startsWith("sub") ? "romeo" : "juliet";
    assertFalse(connect(way, name, options(way, user, name)));
  }

  private static void subscribe(String name, String filter, JsonObject options) throws Exception {
    JsonArray granted =
        program
            .must(command("subscribe", name).put("filters", filter).put("options", options))
            .getJsonArray("granted");
    assertEquals(JsonArray.of(options.getInteger("qos")), granted);
  }

  private static JsonObject publish(String topic, String payload, JsonObject options) {
    return command("publish", "pub")
        .put("topic", topic)
        .put("payload", payload)
        .put("options", options);
  }

  private static JsonObject burst(String topic, int qos) {
    return command("burst", "pub")
        .put("topic", topic)
        .put("count", COUNT)
        .put("options", new JsonObject().put("qos", qos));
  }

  /** What came before the end. */
  private static List<JsonObject> untilEnd(String name) throws Exception {
    return program
        .must(command("until", name).put("payload", "end"))
        .getJsonArray("messages")
        .stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static JsonObject next(String name, String payload) throws Exception {
    JsonObject answer = program.must(command("until", name).put("payload", payload));
    assertEquals(new JsonArray(), answer.getJsonArray("messages"));
    return answer.getJsonObject("last");
  }

  private static void end(String... names) throws Exception {
    for (String name : names) {
      program.must(command("end", name));
    }
  }

  private static List<String> numbers() {
    return IntStream.rangeClosed(1, COUNT).mapToObj(String::valueOf).toList();
  }

  private static List<String> payloads(List<JsonObject> messages) {
    return messages.stream().map(message -> message.getString("payload")).toList();
  }

  /** Each number once, in order, with this QoS and without RETAIN. */
  private static void assertNumbers(List<JsonObject> messages, int qos) {
    assertEquals(numbers(), payloads(messages));
    for (JsonObject message : messages) {
      assertEquals(qos, message.getInteger("qos"));
      assertFalse(message.getBoolean("retain"));
    }
  }

  // ---- messages

  static Stream<Arguments> waysAndQos() {
    return Stream.of(Way.values())
        .flatMap(way -> IntStream.rangeClosed(0, 2).mapToObj(qos -> Arguments.of(way, qos)));
  }

  @ParameterizedTest(name = "{0}, QoS {1}")
  @MethodSource("waysAndQos")
  void everyMessageArrivesOnceAndInOrder(Way way, int qos) throws Exception {
    topic = "every/" + way + "/" + qos;
    connect(way, "pub");
    connect(way, "sub");
    subscribe("sub", topic, new JsonObject().put("qos", qos));
    program.must(burst(topic, qos));
    program.must(publish(topic, "end", new JsonObject().put("qos", qos)));
    assertNumbers(untilEnd("sub"), qos);
    end("pub", "sub");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void retainedMessageComesToWhoSubscribesLaterUntilItIsTakenBack(Way way) throws Exception {
    topic = "retained/" + way;
    connect(way, "pub");
    connect(way, "sub");
    JsonObject retain = new JsonObject().put("qos", 1).put("retain", true);
    program.must(publish(topic, "old", retain));
    program.must(publish(topic, "new", retain));
    subscribe("sub", topic, QOS_2);
    assertTrue(next("sub", "new").getBoolean("retain"));
    program.must(publish(topic, "live", retain));
    assertFalse(next("sub", "live").getBoolean("retain"));
    program.must(publish(topic, "", retain));
    assertFalse(next("sub", "").getBoolean("retain"));
    program.must(command("unsubscribe", "sub").put("filters", topic));
    program.must(publish(topic, "unheard", new JsonObject().put("qos", 1)));
    subscribe("sub", topic, QOS_2);
    program.must(publish(topic, "end", new JsonObject().put("qos", 1)));
    assertEquals(List.of(), untilEnd("sub"));
    end("pub", "sub");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void clientThatWasAwayGetsWhatItMissed(Way way) throws Exception {
    topic = "away/" + way;
    connect(way, "pub");
    JsonObject durable = durable(way, "romeo", topic);
    assertFalse(connect(way, "sub", durable));
    subscribe("sub", topic, QOS_2);
    end("sub");
    program.must(burst(topic, 1));
    assertTrue(connect(way, "sub", durable));
    program.must(publish(topic, "end", new JsonObject().put("qos", 1)));
    assertNumbers(untilEnd("sub"), 1);
    end("pub", "sub");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void clientThatIsCutOffConnectsAgainAndMissesNothing(Way way) throws Exception {
    topic = "again/" + way;
    connect(way, "pub");
    assertFalse(connect(way, "sub", durable(way, "romeo", topic).put("reconnectPeriod", 10)));
    subscribe("sub", topic, QOS_2);
    program.must(command("cut", "sub"));
    program.must(burst(topic, 2));
    assertTrue(program.must(command("connected", "sub").put("times", 2)).getBoolean("present"));
    program.must(publish(topic, "end", QOS_2));
    assertNumbers(untilEnd("sub"), 2);
    end("pub", "sub");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatIsPublishedWhileTheConnectionIsCutArrivesOnce(Way way) throws Exception {
    topic = "cut/" + way;
    assertFalse(
        connect(way, "pub", durable(way, "juliet", topic + "/pub").put("reconnectPeriod", 10)));
    connect(way, "sub");
    subscribe("sub", topic, QOS_2);
    program.must(burst(topic, 2).put("cutAt", COUNT / 2));
    program.must(publish(topic, "end", QOS_2));
    List<String> payloads = payloads(untilEnd("sub"));
    assertEquals(numbers().stream().sorted().toList(), payloads.stream().sorted().toList());
    end("pub", "sub");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void willIsPublishedForWhoIsLostAndForNobodyElse(Way way) throws Exception {
    topic = "will/" + way;
    connect(way, "sub");
    subscribe("sub", topic + "/+", QOS_2);
    for (boolean lost : new boolean[] {false, true}) {
      JsonObject will =
          new JsonObject().put("topic", topic + "/" + lost).put("payload", "gone").put("qos", 1);
      connect(way, "pub", options(way, "juliet", topic).put("will", will));
      if (lost) {
        program.must(command("cut", "pub"));
      } else {
        end("pub");
      }
    }
    JsonObject gone = next("sub", "gone");
    assertEquals(topic + "/true", gone.getString("topic"));
    assertEquals(1, gone.getInteger("qos"));
    end("sub");
  }

  // ---- what only MQTT 5 has

  @ParameterizedTest
  @EnumSource(value = Way.class, names = ".*_5", mode = EnumSource.Mode.MATCH_ALL)
  void propertiesComeWithTheMessage(Way way) throws Exception {
    topic = "properties/" + way;
    connect(way, "pub");
    connect(way, "sub");
    subscribe(
        "sub",
        topic,
        new JsonObject()
            .put("qos", 1)
            .put("properties", new JsonObject().put("subscriptionIdentifier", 77)));
    JsonObject properties =
        new JsonObject()
            .put("contentType", "text/plain")
            .put("responseTopic", "answers")
            .put("correlationData", "00ff07")
            .put("messageExpiryInterval", 3_600)
            .put("payloadFormatIndicator", true)
            .put("userProperties", new JsonObject().put("unit", "\u00B0C").put("pipit-id", "i7"));
    program.must(
        publish(topic, "21.5", new JsonObject().put("qos", 1).put("properties", properties)));
    JsonObject got = next("sub", "21.5").getJsonObject("properties");
    assertEquals("text/plain", got.getString("contentType"));
    assertEquals("answers", got.getString("responseTopic"));
    assertEquals("00ff07", got.getString("correlationData"));
    assertEquals(77, got.getInteger("subscriptionIdentifier"));
    assertTrue(got.getInteger("messageExpiryInterval") > 3_000);
    JsonObject user = got.getJsonObject("userProperties");
    assertEquals("\u00B0C", user.getString("unit"));
    assertEquals("i7", user.getString("pipit-id"));
    end("pub", "sub");
  }

  @ParameterizedTest
  @EnumSource(value = Way.class, names = ".*_5", mode = EnumSource.Mode.MATCH_ALL)
  void topicsHaveAliases(Way way) throws Exception {
    topic = "alias/" + way;
    connect(way, "pub", options(way, "juliet", "pub").put("autoAssignTopicAlias", true));
    connect(
        way,
        "sub",
        options(way, "romeo", "sub")
            .put("properties", new JsonObject().put("topicAliasMaximum", 10)));
    subscribe("sub", topic + "/#", new JsonObject().put("qos", 1));
    for (int i = 0; i < 40; i++) { // more topics than there are aliases
      for (String payload : List.of("a", "b")) {
        program.must(publish(topic + "/" + i, payload, new JsonObject().put("qos", 1)));
      }
    }
    program.must(publish(topic, "end", new JsonObject().put("qos", 1)));
    List<JsonObject> messages = untilEnd("sub");
    assertEquals(
        IntStream.range(0, 80)
            .mapToObj(i -> topic + "/" + i / 2 + " " + "ab".charAt(i % 2))
            .toList(),
        messages.stream()
            .map(message -> message.getString("topic") + " " + message.getString("payload"))
            .toList());
    assertTrue(
        messages.stream()
            .anyMatch(message -> message.getJsonObject("properties").containsKey("topicAlias")));
    end("pub", "sub");
  }

  // ---- refusals

  @ParameterizedTest
  @EnumSource(Way.class)
  void wrongPasswordIsRefused(Way way) throws Exception {
    JsonObject options = options(way, "juliet", "wrong").put("password", "guess");
    JsonObject answer =
        program.ask(command("connect", "wrong").put("url", way.url()).put("options", options));
    assertEquals(way.is5() ? 0x86 : 5, answer.getInteger("code"), answer::encode);
  }

  @Test
  void whatIsNotAllowedIsRefusedWithItsReason() throws Exception {
    topic = "mine";
    connect(Way.TCP_5, "pub");
    program.must(publish(topic, "m", new JsonObject().put("qos", 1)));
    end("pub");
    connect(Way.TCP_5, "pub", options(Way.TCP_5, "romeo", "other"));
    JsonObject refused = program.ask(publish(topic, "m", new JsonObject().put("qos", 1)));
    assertEquals(0x87, refused.getInteger("code"), refused::encode);
    end("pub");
  }
}
