package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.pipit.broker.interop.ForeignProgram;
import io.pipit.broker.interop.NodeProgram;
import io.pipit.xmpp.Element;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices as packages of npm make them, which publish to a Mosquitto, and what its bridge makes of
 * them. The device has an account here, and who is signed in as it sees all.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NpmPublishersTest {

  private static final String DEVICE = "press";
  private static final String EVENT = "http://jabber.org/protocol/pubsub#event";

  private final Path folder;
  private MosquittoBroker mosquitto;
  private @Nullable TestNode node;
  private @Nullable NodeProgram program;
  private @Nullable WireClient phone;

  /** What has come and was not asked for yet, by node. */
  private final Map<String, List<String>> items = new LinkedHashMap<>();

  /** The same of how the device is: empty for available. */
  private final List<String> presences = new ArrayList<>();

  NpmPublishersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void startMosquitto() throws Exception {
    ForeignProgram.requireNpm("sparkplug-client");
    ForeignProgram.requireNpm("homie-device");
    Path own = Files.createDirectories(folder.resolve("mosquitto"));
    mosquitto = new MosquittoBroker(own, "allow_anonymous true");
  }

  @AfterEach
  void stop() throws Exception {
    if (phone != null) {
      phone.close();
    }
    if (program != null) {
      program.close();
    }
    if (node != null) {
      node.close();
    }
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  /** Starts the node, whose bridge has subscribed then. */
  private void startNode() throws Exception {
    String bridges =
        """
        [{name: plant, addresses: ['mqtt://127.0.0.1:%d'],
          subscribe: [{filter: 'spBv1.0/#', payload: sparkplug}, {filter: 'homie/#', payload: homie}],
          publish: [{nodes: ['devices/+/+/+/set'], topic: 'homie/{1}/{2}/{3}/set', retain: false}]}]
        """
            .formatted(mosquitto.port());
    TestNode started =
        TestNode.start(folder, Map.of("PIPIT_BRIDGES", bridges, "PIPIT_LISTENERS__C2S__TLS", "off"))
            .account(DEVICE, "secret");
    node = started;
    mosquitto.awaitLog(0, "pipit-localhost-plant 1 spBv1.0/#");
    mosquitto.awaitLog(0, "pipit-localhost-plant 1 homie/#");
    phone = WireClient.login(started, DEVICE, "secret", "phone");
    phone().send("<presence/>").next();
    for (String filter : List.of("sparkplug/#", "devices/#")) {
      phone()
          .pubsub(
              "set",
              "sub",
              "<subscribe jid='"
                  + phone().address()
                  + "' node='"
                  + filter
                  + "'/><options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                  + "<value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>"
                  + "<field var='pubsub#subscription_type'><value>items</value></field>"
                  + "<field var='pubsub#subscription_depth'><value>all</value></field></x></options>");
      phone().answer("result", "sub");
    }
  }

  private static JsonObject command(String verb) {
    return new JsonObject().put("do", verb);
  }

  private NodeProgram program() {
    return Objects.requireNonNull(program);
  }

  private WireClient phone() {
    return Objects.requireNonNull(phone);
  }

  // ---- what is seen

  private void read() throws IOException {
    Element stanza = phone().next();
    if (stanza.name().equals("presence")) {
      presences.add(stanza.attribute("type", ""));
    }
    stanza
        .child("event", EVENT)
        .flatMap(Element::firstElement)
        .ifPresent(
            event -> {
              String name = event.attribute("node", "");
              for (Element item : event.elements()) {
                String content = item.firstElement().map(Element::text).orElse("");
                items.computeIfAbsent(name, first -> new ArrayList<>()).add(content);
              }
            });
  }

  /** The next item of a node; those of other nodes may come before it, and are kept. */
  private String next(String name) throws IOException {
    List<String> ofNode = items.computeIfAbsent(name, first -> new ArrayList<>());
    while (ofNode.isEmpty()) {
      read();
    }
    return ofNode.remove(0);
  }

  private String nextPresence() throws IOException {
    while (presences.isEmpty()) {
      read();
    }
    return presences.remove(0);
  }

  private void assertNothingElse() {
    items.forEach((name, rest) -> assertEquals(List.of(), rest, name));
    assertEquals(List.of(), presences);
  }

  // ---- Sparkplug

  private static JsonObject edge() {
    return new JsonObject().put("device", DEVICE);
  }

  private void startEdge() throws Exception {
    program = NodeProgram.start("sparkplug-edge.js", "sparkplug-client");
    program()
        .must(
            edge()
                .put("do", "connect")
                .put("url", "mqtt://127.0.0.1:" + mosquitto.port())
                .put("group", "hall")
                .put("name", "edge"));
  }

  private static String metric(String name, String type, Object value) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"value\":%s,\"ts\":1772366400000,\"is_null\":false}"
        .formatted(name, type, value);
  }

  private static String message(String kind, int seq, String... metrics) {
    return "{\"message\":\"%s\",\"ts\":1772366400000,\"seq\":%d,\"metrics\":[%s]}"
        .formatted(kind, seq, String.join(",", metrics));
  }

  private void assertBirths() throws IOException {
    assertEquals(
        message(
            "NBIRTH",
            0,
            metric("Node Control/Rebirth", "Boolean", false),
            metric("load", "Float", 1.5),
            metric("total", "Int64", "9007199254740991"),
            metric("bdSeq", "UInt64", 0)),
        next("sparkplug/hall/edge/metrics"));
    assertEquals("{\"status\":\"ready\"}", next("sparkplug/hall/edge/status"));
    assertEquals(
        message(
            "DBIRTH",
            1,
            metric("temp", "Double", 21.5),
            metric("place", "String", "\"Gr\u00FCn\"")),
        next("sparkplug/hall/edge/press/metrics"));
    assertEquals("{\"status\":\"ready\"}", next("sparkplug/hall/edge/press/status"));
  }

  private static void assertStale(String kind, String json, String... names) {
    JsonObject item = new JsonObject(json);
    assertEquals(kind, item.getString("message"));
    List<String> stale = new ArrayList<>();
    for (Object metric : item.getJsonArray("metrics")) {
      if (((JsonObject) metric).getBoolean("stale")) {
        stale.add(((JsonObject) metric).getString("name"));
      }
    }
    assertEquals(List.of(names), stale);
  }

  @Test
  void edgeNodeOfSparkplugIsBornSaysItsValuesAndDies() throws Exception {
    startNode();
    startEdge();
    assertBirths();
    assertEquals("", nextPresence());
    program().must(command("nodeData").put("value", 2.5));
    program().must(edge().put("do", "deviceData").put("value", 22.5));
    assertEquals(
        message("NDATA", 2, metric("load", "Float", 2.5)), next("sparkplug/hall/edge/metrics"));
    assertEquals(
        message("DDATA", 3, metric("temp", "Double", 22.5)),
        next("sparkplug/hall/edge/press/metrics"));
    assertNothingElse();

    program().kill();
    assertEquals("{\"status\":\"offline\"}", next("sparkplug/hall/edge/status"));
    assertEquals("{\"status\":\"offline\"}", next("sparkplug/hall/edge/press/status"));
    assertEquals("unavailable", nextPresence());
    assertStale(
        "NDEATH",
        next("sparkplug/hall/edge/metrics"),
        "Node Control/Rebirth",
        "load",
        "total",
        "bdSeq");
    assertStale("NDEATH", next("sparkplug/hall/edge/press/metrics"), "temp", "place");
    assertNothingElse();
  }

  @Test
  void deviceOfAnEdgeNodeDiesAlone() throws Exception {
    startNode();
    startEdge();
    assertBirths();
    assertEquals("", nextPresence());
    program().must(edge().put("do", "deviceDeath"));
    assertEquals("{\"status\":\"offline\"}", next("sparkplug/hall/edge/press/status"));
    assertEquals("unavailable", nextPresence());
    assertStale("DDEATH", next("sparkplug/hall/edge/press/metrics"), "temp", "place");
    program().must(command("nodeData").put("value", 2.5));
    assertEquals(
        message("NDATA", 3, metric("load", "Float", 2.5)), next("sparkplug/hall/edge/metrics"));
    assertNothingElse();
  }

  @Test
  void edgeNodeThatWasBornBeforeIsAskedToBeBornAgain() throws Exception {
    startEdge();
    startNode();
    program().must(command("nodeData").put("value", 2.5));
    assertEquals(
        message("NDATA", 2, metric("load", "Float", 2.5)), next("sparkplug/hall/edge/metrics"));
    assertEquals(2, program().must(command("announced").put("times", 2)).getInteger("times"));
    assertBirths();
    assertEquals("", nextPresence());
    assertNothingElse();
  }

  // ---- Homie

  @Test
  void deviceOfHomieSaysWhatItIsTakesAValueAndIsLost() throws Exception {
    startNode();
    program = NodeProgram.start("homie-device.js", "homie-device");
    program().must(command("connect").put("id", DEVICE).put("port", mosquitto.port()));
    assertEquals("{\"status\":\"init\"}", next("devices/press/status"));
    assertEquals("{\"status\":\"ready\"}", next("devices/press/status"));
    JsonObject configuration = new JsonObject(next("devices/press/config"));
    assertEquals("Pump", configuration.getString("$name"));
    assertEquals("climate", configuration.getString("$nodes"));
    assertEquals("C", configuration.getString("climate/temp/$unit"));
    assertEquals("true", configuration.getString("climate/temp/$settable"));
    assertEquals("60", next("devices/press/$stats/interval"));
    assertTrue(Integer.parseInt(next("devices/press/$stats/uptime")) >= 0);
    assertEquals("", nextPresence()); // init
    assertEquals("", nextPresence()); // ready
    program().must(command("send").put("value", "21.5"));
    program().must(command("send").put("value", "22.5"));
    assertEquals("21.5", next("devices/press/climate/temp"));
    assertEquals("22.5", next("devices/press/climate/temp"));

    phone()
        .pubsub(
            "set",
            "set",
            "<publish node='devices/press/climate/temp/set'><item>"
                + "<text xmlns='urn:pipit:payload:0' type='text/plain'>19</text></item></publish>");
    assertEquals("19", next("devices/press/climate/temp/set"));
    assertEquals(
        JsonArray.of("19"), program().must(command("told").put("times", 1)).getJsonArray("values"));
    assertEquals("19", next("devices/press/climate/temp"));
    assertNothingElse();

    program().kill();
    assertEquals("{\"status\":\"lost\"}", next("devices/press/status"));
    assertEquals("unavailable", nextPresence());
    assertNothingElse();
  }
}
