package io.pipit.devices.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.DeviceStatus;
import io.pipit.devices.client.Payload;
import io.pipit.pep.profile.Geoloc;
import io.pipit.xmpp.Element;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page about payloads says what our own devices publish, and nothing else. */
class PayloadsPageTest {

  /** The folder of the module is the working folder of its tests. */
  private static final Path PAGE = Path.of("../docs/payloads.md");

  /** The cells of each line of the tables, but for their heads. */
  private static List<List<String>> lines(String first) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| `" + first))
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }

  /** What each node of the demo gets, by the name of the node. */
  private static Map<String, Payload> published() {
    Map<String, Payload> published = new HashMap<>();
    HostReadings readings = HostReadings.of(Path.of("."));
    for (int time = 0; time < 2; time++) { // a rate needs two
      readings
          .read()
          .forEach((name, value) -> published.put(Demo.hostNode(name), Payload.json(value)));
    }
    for (SimulatedDevice device : Demo.DEVICES) {
      device
          .sensors(1)
          .forEach((node, sensor) -> published.put(node, sensor.read(Instant.EPOCH).payload()));
    }
    return published;
  }

  @Test
  @Tag("PS-2-nodeid-payload-ns")
  void everyPayloadIsThereWithItsNamespace() throws IOException {
    Set<String> written =
        Stream.of(Payload.json("1"), Payload.text("t"), new Payload.Binary("a/b", new byte[1]))
            .map(Payload::toElement)
            .map(element -> quoted(element.namespace()) + " <" + element.name())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> said =
        lines("urn:").stream()
            .map(cells -> cells.get(1) + " " + cells.get(2).replaceAll("[`/>]|( .*)", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(written, said);
  }

  @Test
  @Tag("PS-2-nodeid-payload-ns")
  void everyNodeIsThereWithTheNamespaceOfItsPayload() throws IOException {
    Map<String, Payload> published = published();
    Map<String, List<String>> said =
        lines("demo/").stream().collect(Collectors.toMap(cells -> cells.get(1), cells -> cells));
    published.forEach(
        (node, payload) -> {
          List<String> cells = Objects.requireNonNull(said.get(quoted(node)), node);
          assertEquals(quoted(payload.toElement().namespace()), cells.get(4), node);
          new JsonObject(((Payload.Json) payload).text())
              .fieldNames()
              .forEach(
                  member -> assertTrue(cells.get(3).contains(quoted(member)), node + " " + member));
        });
    Set<String> others = new TreeSet<>(said.keySet());
    published.keySet().forEach(node -> others.remove(quoted(node)));
    assertTrue(
        others.stream().allMatch(node -> node.startsWith("`demo/host/")),
        () -> "not every machine has all readings of itself, but nobody publishes to " + others);
  }

  /** As the demo does: all of its nodes have payloads of one namespace. */
  @Test
  @Tag("PEP-7.2-format-spec")
  void severalNodesOfANamespaceAreAllowed() throws IOException {
    assertTrue(
        Files.readString(PAGE)
            .contains("An account may have several nodes with payloads of one namespace"));
    assertEquals(
        Set.of(Payload.JSON),
        published().values().stream()
            .map(payload -> payload.toElement().namespace())
            .collect(Collectors.toSet()));
  }

  /** The nodes at a device's own account, each with the payload that the device publishes there. */
  @Test
  @Tag("PEP-7.2-format-spec")
  void whatADeviceSaysOfItselfIsThere() throws IOException {
    String page = Files.readString(PAGE);
    Map<String, Payload> personal =
        Map.of(
            Geoloc.NAMESPACE,
            new Payload.Xml(Geoloc.FORMAT.write(Geoloc.NONE)),
            DeviceStatus.NODE,
            new DeviceStatus(true, 1, 2, 3, 4).toPayload());
    personal.forEach(
        (node, payload) -> {
          Element root = payload.toElement();
          String tag = "<" + root.name() + " xmlns='" + root.namespace() + "'/>";
          String line =
              page.lines()
                  .filter(row -> row.contains("| " + quoted(node) + " | " + quoted(tag) + " |"))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError(node));
          assertTrue(line.endsWith("| yes | allowed |"), line);
          if (payload instanceof Payload.Json json) {
            new JsonObject(json.text())
                .fieldNames()
                .forEach(member -> assertTrue(line.contains(quoted(member)), member));
          }
        });
  }

  /** Whether a payload is bound to a node of its name, and which node has one item alone. */
  @Test
  @Tag("PS-2-payload-node-binding")
  void everyPayloadAndNodeSaysHowTheyBelongTogether() throws IOException {
    lines("urn:").forEach(cells -> assertEquals("no", cells.get(4), cells.toString()));
    lines("demo/").forEach(cells -> assertEquals("no", cells.get(5), cells.toString()));
    assertTrue(
        published().keySet().stream().noneMatch(Set.of(Payload.JSON, Payload.PAYLOAD)::contains),
        "no node is named like a payload");
  }
}
