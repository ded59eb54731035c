package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nodes remember beside their items goes to another node as it is. */
@Timeout(120)
class ExportedHistoryTest {

  private final Path folder;
  private final ExportFiles pipit;

  /** What the archives answered of the node that was exported. */
  private List<String> answers = List.of();

  /** The header and entries of its export. */
  private List<JsonObject> lines = List.of();

  ExportedHistoryTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new ExportFiles(folder);
  }

  /**
   * Of {@code log} all are remembered and the last two are items. Of {@code taken} b was taken
   * back. Of {@code brief} all are items, and the last is remembered.
   */
  @BeforeEach
  void export() throws IOException {
    try (TestNode node = TestNode.startPlain(folder).account("juliet", "j")) {
      try (WireClient juliet = WireClient.login(node, "juliet", "j", "x")) {
        create(juliet, "log", "pubsub#max_items", "2");
        publish(juliet, "log", "a", "b", "c", "a", "d", "e");
        create(juliet, "taken", "pubsub#max_items", "9");
        publish(juliet, "taken", "a", "b", "a", "c");
        juliet
            .pubsub("set", "r", "<retract node='taken'><item id='b'/></retract>")
            .answer("result", "r");
        create(juliet, "brief", "{urn:pipit:pubsub:0}history_items", "1");
        publish(juliet, "brief", "a", "b", "a");
      }
    }
    Files.writeString(folder.resolve("data/domain"), TestNode.DOMAIN + "\n");
    lines = objects("data", "a.ndjson");
    try (TestNode node = TestNode.startPlain(folder)) {
      answers = answers(node);
    }
  }

  private static void create(WireClient client, String node, String field, String value)
      throws IOException {
    client
        .pubsub(
            "set",
            "c",
            "<create node='%s'/><configure><x xmlns='jabber:x:data' type='submit'>".formatted(node)
                + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#node_config"
                + "</value></field><field var='%s'><value>%s</value></field></x></configure>"
                    .formatted(field, value))
        .answer("result", "c");
  }

  private static void publish(WireClient client, String node, String... ids) throws IOException {
    for (String id : ids) {
      String item = "<item id='" + id + "'><a xmlns='urn:a'>&lt;" + id + "</a></item>";
      client
          .pubsub("set", "p", "<publish node='" + node + "'>" + item + "</publish>")
          .answer("result", "p");
    }
  }

  private List<JsonObject> objects(String data, String file) throws IOException {
    return pipit.lines(data, file).stream().map(JsonObject::new).toList();
  }

  private List<JsonObject> of(String node, String type) {
    return lines.stream()
        .filter(line -> node.equals(line.getString("node")) && type.equals(line.getString("type")))
        .toList();
  }

  private static List<String> ids(List<JsonObject> lines) {
    return lines.stream().map(line -> line.getLong("sequence") + line.getString("id")).toList();
  }

  /** What juliet is answered about the archives, to the letter. */
  private List<String> answers(TestNode node) throws IOException {
    List<String> answers = new ArrayList<>();
    try (WireClient juliet = WireClient.login(node, "juliet", "j", "x")) {
      for (String name : List.of("log", "taken", "brief")) {
        List<String> all = query(juliet, name, "");
        answers.addAll(all);
        for (String message : all.subList(0, all.size() - 1)) {
          String id = message.replaceFirst("(?s).*<result [^>]*?\\bid='([^']*)'.*", "$1");
          answers.addAll(query(juliet, name, page(2, "<after>" + id + "</after>")));
          answers.addAll(query(juliet, name, page(1, "<before>" + id + "</before>")));
        }
        answers.addAll(query(juliet, name, page(2, "<before/>")));
        for (JsonObject line : of(name, "publish")) {
          answers.addAll(query(juliet, name, since(line.getString("arrival"))));
        }
        juliet.pubsub("get", "i", "<items node='" + name + "'/>");
        answers.add(XmlWriter.text(juliet.next()));
      }
    }
    return answers;
  }

  private static String page(int max, String where) {
    return "<set xmlns='http://jabber.org/protocol/rsm'><max>" + max + "</max>" + where + "</set>";
  }

  private static String since(String start) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2"
        + "</value></field><field var='start'><value>"
        + start
        + "</value></field></x>";
  }

  private static List<String> query(WireClient client, String node, String content)
      throws IOException {
    client.send(
        "<iq type='set' id='q' to='%s'><query xmlns='urn:xmpp:mam:2' node='%s'>%s</query></iq>"
            .formatted(TestNode.SERVICE, node, content));
    List<String> answers = new ArrayList<>();
    Element next = client.next();
    while (next.name().equals("message")) {
      answers.add(XmlWriter.text(next));
      next = client.next();
    }
    assertEquals("result", next.attribute("type", ""), XmlWriter.text(next));
    answers.add(XmlWriter.text(next));
    return answers;
  }

  @Test
  void whatIsRememberedStandsInItsPlaceAndWhatIsAnItemTooStandsOnce() {
    assertEquals(List.of("1a", "2b", "3c", "4a"), ids(of("log", "publish")));
    assertEquals(List.of("5d", "6e"), ids(of("log", "item")));
    assertEquals(List.of("1a"), ids(of("taken", "publish")));
    assertEquals(List.of("3a", "4c"), ids(of("taken", "item")));
    assertEquals(1, of("taken", "item").get(0).getLong("first"));
    assertEquals(List.of("2b", "3a"), ids(of("brief", "item")));
    assertEquals(false, of("brief", "item").get(0).getBoolean("remembered"));
    assertEquals(List.of(), of("brief", "publish"));
  }

  @Test
  void anEmptyNodeThatImportsItExportsTheSameLinesAndAnswersTheSame() throws IOException {
    Result first = pipit.succeed("import", "a.ndjson", "--data", "other/data");
    assertTrue(first.out().endsWith(" added, 0 there already, 0 refused\n"), first.out());
    Result again = pipit.succeed("import", "a.ndjson", "--data", "other/data");
    assertTrue(again.out().startsWith("0 added, "), again.out());
    assertEquals(
        Files.readString(folder.resolve("a.ndjson")), pipit.export("other/data", "b.ndjson"));

    // Names in archives are made with the secret of a node.
    Files.copy(
        folder.resolve("data/secret"),
        folder.resolve("other/data/secret"),
        StandardCopyOption.REPLACE_EXISTING);
    try (TestNode other = TestNode.startPlain(folder.resolve("other"))) {
      assertEquals(answers, answers(other));
      try (WireClient juliet = WireClient.login(other, "juliet", "j", "x")) {
        publish(juliet, "log", "f");
        assertEquals(8, query(juliet, "log", "").size());
      }
    }
    try (TestNode restarted = TestNode.startPlain(folder.resolve("other"));
        WireClient juliet = WireClient.login(restarted, "juliet", "j", "x")) {
      assertEquals(8, query(juliet, "log", "").size());
    }
  }

  @Test
  void itemsWithoutNumbersGetThem() throws IOException {
    List<String> plain = new ArrayList<>();
    for (JsonObject line : lines) {
      JsonObject copy = line.copy();
      for (String member : List.of("sequence", "first", "remembered")) {
        copy.remove(member);
      }
      if (!"publish".equals(line.getString("type"))) {
        plain.add(copy.encode());
      }
    }
    pipit.write("plain.ndjson", plain);
    Result result = pipit.succeed("import", "plain.ndjson", "--data", "other/data");
    assertTrue(result.out().endsWith(" added, 0 there already, 0 refused\n"), result.out());
    lines = objects("other/data", "b.ndjson");
    assertEquals(List.of("1d", "2e"), ids(of("log", "item")));
    Result newer = pipit.run("import", "a.ndjson", "--data", "other/data");
    assertEquals(1, newer.exit());
    assertTrue(
        newer.err().contains("the node remembers another publish of this number"), newer.err());
  }

  @Test
  void badLineIsRefusedByItsNumberAndTheOthersAreImported() throws IOException {
    List<List<String>> bad =
        List.of(
            List.of("id", "z", "remembers another publish of this number"),
            List.of("payload", "<b xmlns='urn:b'/>", "remembers another publish of this number"),
            List.of("payload", "<b", "its payload is not XML that is taken"),
            List.of("sequence", "0", "'0' is no sequence number"),
            List.of("sequence", "x", "'x' is no sequence number"),
            List.of("sequence", "", "it has no sequence"),
            List.of("first", "9", "its first is behind its sequence"),
            List.of("id", "", "it has no id"),
            List.of("arrival", "yesterday", "'yesterday' is no time"),
            List.of("publisher", "juliet@localhost/x", "is no bare JID"),
            List.of("node", "brief", "the node has given its number already"),
            List.of("node", "nowhere", "there is no such node"));
    List<String> all = new ArrayList<>(lines.stream().map(JsonObject::encode).toList());
    for (List<String> each : bad) {
      all.add(of("log", "publish").get(0).copy().put(each.get(0), each.get(1)).encode());
    }
    pipit.write("bad.ndjson", all);
    Result result = pipit.run("import", "bad.ndjson", "--data", "other");
    ExportFiles.assertRefused(
        result, lines.size() + 1, bad.stream().map(each -> each.get(2)).toList());
    assertEquals(Files.readString(folder.resolve("a.ndjson")), pipit.export("other", "b.ndjson"));
  }
}
