package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands for nodes, and the headers of items, go to another node as they are. */
@Timeout(120)
class ExportedStandingTest {

  private static final String HEADER =
      "{\"pipit\":\"export\",\"version\":1,\"domain\":\"localhost\"}";
  private static final String SERVICE = "pubsub.localhost";

  private final ExportFiles pipit;

  ExportedStandingTest(@TempDir Path folder) throws IOException {
    this.pipit = new ExportFiles(folder);
    for (String data : List.of("data", "other")) {
      Files.createDirectories(folder.resolve(data));
      Files.writeString(folder.resolve(data + "/domain"), "localhost\n");
    }
  }

  private static String node(String name, String... fields) {
    JsonObject configuration = new JsonObject();
    for (int i = 0; i < fields.length; i += 2) {
      configuration.put(fields[i], fields[i + 1]);
    }
    return new JsonObject()
        .put("type", "node")
        .put("service", SERVICE)
        .put("node", name)
        .put("creator", "juliet@localhost")
        .put("created", "2026-01-01T00:00:00Z")
        .put("configuration", configuration)
        .encode();
  }

  private static JsonObject item(String type, String node, String id, int sequence) {
    return new JsonObject()
        .put("type", type)
        .put("service", SERVICE)
        .put("node", node)
        .put("id", id)
        .put("sequence", sequence)
        .put("publisher", "juliet@localhost")
        .put("arrival", "2026-01-01T00:00:0%dZ".formatted(sequence))
        .put("payload", "<v xmlns='urn:x'>" + sequence + "</v>");
  }

  private static final String HEADERS = "[{\"name\":\"Content-Type\",\"value\":\"t/\u00E9\"}]";

  private static String with(JsonObject line, String member, Object value) {
    return line.put(member, value).encode();
  }

  /** All that there is to say of one, which an export says in the same words. */
  private List<String> lines() {
    return List.of(
        HEADER,
        node("chosen"),
        node("nothing"),
        node("passing", "pubsub#persist_items", "0"),
        node("usual"),
        with(item("item", "chosen", "a", 1), "stands", true),
        with(item("item", "chosen", "b", 2), "headers", new JsonArray(HEADERS)),
        item("item", "nothing", "a", 1).encode(),
        with(item("item", "nothing", "b", 2), "stands", false),
        with(item("standing", "passing", "c", 3), "headers", new JsonArray(HEADERS)),
        item("item", "usual", "a", 1).encode());
  }

  private static List<String> items(List<String> lines) {
    return lines.stream()
        .map(JsonObject::new)
        .filter(line -> line.containsKey("id"))
        .map(JsonObject::encode)
        .sorted()
        .toList();
  }

  @Test
  void exportOfAnImportSaysTheSame() throws IOException {
    pipit.write("a.ndjson", lines());
    pipit.succeed("import", "a.ndjson", "--data", "data");
    List<String> exported = pipit.lines("data", "b.ndjson");
    assertEquals(items(lines()), items(exported));
    pipit.write("b.ndjson", exported);
    pipit.succeed("import", "b.ndjson", "--data", "other");
    assertEquals(exported, pipit.lines("other", "c.ndjson"));
    pipit.succeed("import", "b.ndjson", "--data", "other");
    assertEquals(exported, pipit.lines("other", "d.ndjson"), "an import changes it once");
  }

  @Test
  void whatCannotStandIsRefused() throws IOException {
    pipit.write("a.ndjson", lines());
    pipit.succeed("import", "a.ndjson", "--data", "data");
    String tooMany =
        "[" + "{\"name\":\"n\",\"value\":\"v\"},".repeat(32) + "{\"name\":\"n\",\"value\":\"v\"}]";
    pipit.write(
        "b.ndjson",
        List.of(
            HEADER,
            with(item("standing", "passing", "c", 3), "payload", "<v xmlns='urn:x'>other</v>"),
            with(item("item", "usual", "x", 9), "headers", new JsonArray(tooMany)),
            with(item("item", "chosen", "b", 2), "headers", new JsonArray())));
    Result result = pipit.run("import", "b.ndjson", "--data", "data");
    ExportFiles.assertRefused(
        result,
        2,
        List.of(
            "another item stands for the node", "headers are too many", "another item of this id"));
  }
}
