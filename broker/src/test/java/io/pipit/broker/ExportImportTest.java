package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.store.AccountRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node of many kinds of state exports, and that another one becomes the same by it. */
@Timeout(120)
class ExportImportTest {

  private final Path folder;
  private final ExportFiles pipit;
  private TestNode node;

  ExportImportTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new ExportFiles(folder);
    this.node = TestNode.startPlain(folder);
  }

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(folder.resolve("data/domain"), TestNode.DOMAIN + "\n");
    Files.writeString(
        folder.resolve("data/run.json"),
        """
        {"pid": %d, "domain": "localhost", "token": "%s", "addresses": {"http": "127.0.0.1:%d"}}
        """
            .formatted(ProcessHandle.current().pid(), TestNode.ADMIN_TOKEN, node.httpPort()));
    node.account("juliet", "juliet")
        .account("romeo", "romeo")
        .account("tybalt", "tybalt")
        .account("admin", "admin", AccountRole.ADMINISTRATOR);
    try (PepClient juliet = PepClient.login(node, "juliet", "balcony", "x");
        PepClient romeo = PepClient.login(node, "romeo", "orchard", "x");
        PepClient tybalt = PepClient.login(node, "tybalt", "street", "x")) {
      people(juliet, romeo, tybalt);
      nodes(juliet, romeo);
      collections(juliet, romeo);
    }
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static void people(PepClient juliet, PepClient romeo, PepClient tybalt)
      throws IOException {
    PepClient.befriend(juliet, romeo);
    juliet.result(
        "set",
        "",
        "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost' name='R&amp;o &lt;3'>"
            + "<group>Friends</group><group>Verona</group></item></query>");
    tybalt.send(
        "<presence type='subscribe' to='juliet@localhost'><nick"
            + " xmlns='http://jabber.org/protocol/nick'>Prince of cats</nick></presence>");
    juliet.presence("subscribe", "tybalt@localhost");
    juliet.result(
        "set",
        "",
        "<query xmlns='jabber:iq:private'><notes xmlns='urn:notes' a='&lt;'>\u00e9 &amp;</notes>"
            + "<storage xmlns='storage:bookmarks'><url name='w' url='https://pipit.test/'/>"
            + "</storage></query>");
    juliet.result("set", "", "<vCard xmlns='vcard-temp'><FN>Juliet &lt;3</FN></vCard>");
    juliet.result(
        "set",
        "",
        "<block xmlns='urn:xmpp:blocking'><item jid='paris@localhost/x'/>"
            + "<item jid='spam.example'/></block>");
    juliet.create("urn:xmpp:bookmarks:1", "access_model=whitelist", "max_items=10");
    for (String id : List.of("a", "b", "a")) {
      juliet.result(
          "set",
          "",
          PepClient.pubsub(
              "<publish node='urn:xmpp:bookmarks:1'><item id='"
                  + id
                  + "'><conference xmlns='urn:xmpp:bookmarks:1' name='\"&apos;&lt;&amp;'>\n\t"
                  + "\u00e9\u6f22\ud83d\ude00]]&gt;</conference></item></publish>"));
    }
  }

  private static void service(PepClient client, String content) throws IOException {
    client.result("set", TestNode.SERVICE, content);
  }

  private static void nodes(PepClient juliet, PepClient romeo) throws IOException {
    service(
        juliet,
        PepClient.pubsub(
            "<create node='plant/a'/><configure>"
                + PepClient.form("title=Plant <A>".replace("<", "&lt;"), "publish_model=open")
                + "</configure>"));
    service(
        juliet,
        PepClient.owner(
            "<affiliations node='plant/a'><affiliation jid='romeo@localhost'"
                + " affiliation='publisher'/><affiliation jid='tybalt@localhost'"
                + " affiliation='outcast'/></affiliations>"));
    service(
        romeo,
        PepClient.pubsub(
            "<subscribe node='plant/a' jid='romeo@localhost/x'/><options><x xmlns='jabber:x:data'"
                + " type='submit'><field var='FORM_TYPE'><value>"
                + "http://jabber.org/protocol/pubsub#subscribe_options</value></field><field"
                + " var='pubsub#digest'><value>1</value></field><field"
                + " var='pubsub#digest_frequency'><value>100</value></field><field"
                + " var='pubsub#expire'><value>2999-01-01T00:00:00Z</value></field></x></options>"));
    service(romeo, PepClient.pubsub("<subscribe node='plant/a' jid='romeo@localhost'/>"));
    for (int i = 0; i < 150; i++) {
      service(
          i % 2 == 0 ? juliet : romeo,
          PepClient.pubsub(
              "<publish node='plant/a'><item id='i"
                  + i
                  + "'><temp xmlns='urn:example'>"
                  + i
                  + "</temp></item></publish>"));
    }
    service(
        juliet,
        PepClient.pubsub(
            "<publish node='plant/a'><item id='i1'><temp xmlns='urn:example'/></item></publish>")); // again
    service(juliet, PepClient.pubsub("<create node='empty'/>"));
  }

  private static void collections(PepClient juliet, PepClient romeo) throws IOException {
    service(
        juliet,
        PepClient.pubsub(
            "<create node='all'/><configure>"
                + PepClient.form("node_type=collection")
                + "</configure>"));
    service(
        juliet,
        PepClient.owner(
            "<configure node='plant/a'>" + PepClient.form("collection=all") + "</configure>"));
    service(romeo, PepClient.pubsub("<subscribe node='all' jid='romeo@localhost'/>"));
    service(romeo, PepClient.pubsub("<subscribe node='plant/#' jid='romeo@localhost'/>"));
    service(
        juliet,
        PepClient.owner(
            "<affiliations node='empty'><affiliation jid='romeo@localhost'"
                + " affiliation='owner'/><affiliation jid='juliet@localhost'"
                + " affiliation='none'/></affiliations>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".ndjson", ".xml"})
  void whatIsExportedImportedAndExportedAgainIsTheSame(String suffix) throws IOException {
    String running = pipit.export("data", "running" + suffix);
    assertFalse(Files.exists(folder.resolve("data/copies/" + ProcessHandle.current().pid())));
    node.close();
    Files.delete(folder.resolve("data/run.json"));
    assertEquals(running, pipit.export("data", "first" + suffix));

    Result imported = pipit.succeed("import", "first" + suffix, "--data", "other");
    assertTrue(imported.out().contains(" added, 0 there already, 0 refused"), imported.out());
    assertEquals(running, pipit.export("other", "second" + suffix));

    Result again = pipit.succeed("import", "first" + suffix, "--data", "other");
    assertTrue(again.out().startsWith("0 added, "), again.out());
    assertTrue(again.out().endsWith(", 0 refused\n"), again.out());
    assertEquals(running, pipit.export("other", "third" + suffix));
  }

  @Test
  void bothFormatsSayTheSameButForWhatIsNoItemAnyMore() throws IOException {
    List<String> before = pipit.lines("data", "a.ndjson");
    pipit.export("data", "a.xml");
    pipit.succeed("import", "a.xml", "--data", "other");
    assertEquals(
        before.stream().filter(line -> !line.startsWith("{\"type\":\"publish\"")).toList(),
        pipit.lines("other", "b.ndjson"));
  }

  @Test
  void nodeThatImportedServesIt() throws IOException {
    pipit.export("data", "a.ndjson");
    node.close();
    Files.createDirectory(folder.resolve("new"));
    pipit.succeed("import", "a.ndjson", "--data", "new/data");
    node = TestNode.startPlain(folder.resolve("new"));
    try (PepClient romeo = PepClient.login(node, "romeo", "orchard", "urn:xmpp:bookmarks:1");
        PepClient juliet = PepClient.login(node, "juliet", "balcony", "x")) {
      romeo.presence("", juliet.account());
      String items =
          romeo.result("get", TestNode.SERVICE, PepClient.pubsub("<items node='plant/a'/>"));
      assertTrue(items.contains("id='i149'"), items);
      String subscriptions =
          romeo.result("get", TestNode.SERVICE, PepClient.pubsub("<subscriptions/>"));
      assertEquals(5, subscriptions.split("<subscription ", -1).length, subscriptions);
      juliet.send("<presence type='unavailable'/><presence/>");
      juliet.presence("subscribe", "tybalt@localhost");
      service(
          juliet,
          PepClient.pubsub(
              "<publish node='plant/a'><item id='i1'><temp xmlns='urn:example'/></item>"
                  + "</publish>"));
      String own =
          juliet.result("get", "", PepClient.pubsub("<items node='urn:xmpp:bookmarks:1'/>"));
      assertTrue(own.indexOf("id='b'") < own.indexOf("id='a'"), own);
      String kept =
          juliet.result(
              "get", "", "<query xmlns='jabber:iq:private'><notes xmlns='urn:notes'/></query>");
      assertTrue(kept.contains("a='&lt;'>\u00e9 &amp;</notes>"), kept);
      String blocked = juliet.result("get", "", "<blocklist xmlns='urn:xmpp:blocking'/>");
      assertTrue(
          blocked.indexOf("'paris@localhost/x'") < blocked.indexOf("'spam.example'"), blocked);
      assertTrue(
          romeo
              .result("get", juliet.account(), "<vCard xmlns='vcard-temp'/>")
              .contains("<FN>Juliet &lt;3</FN>"));
    }
  }

  @Test
  void everyMemberOfALineIsDocumented() throws IOException {
    String manual = Files.readString(Path.of("../docs/export.md"));
    for (String line : pipit.export("data", "a.ndjson").lines().skip(1).toList()) { // with its end
      JsonObject object = new JsonObject(line);
      String row =
          manual
              .lines()
              .filter(each -> each.startsWith("| `" + object.getString("type") + "` |"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(line));
      object.remove("type");
      for (String member : object.fieldNames()) {
        assertTrue(row.contains("`" + member + "`"), member + " in " + row);
      }
    }
  }

  @Test
  void exportReplacesNoFileAndStandardOutputIsOne() throws IOException {
    String file = pipit.export("data", "a.ndjson");
    Result again = pipit.run("export", "a.ndjson");
    assertEquals(7, again.exit());
    assertEquals(file, pipit.succeed("export", "-").out());
    assertTrue(pipit.succeed("export", "-", "--format", "xep-0227").out().startsWith("<?xml "));
    assertEquals(2, pipit.run("export", "-", "--format", "csv").exit());
  }

  @Test
  void nothingIsImportedIntoANodeThatRuns() throws IOException {
    pipit.export("data", "a.ndjson");
    Result running = pipit.run("import", "a.ndjson");
    assertEquals(1, running.exit());
    assertTrue(running.err().contains("is in use by process"), running.err());
  }

  @Test
  void eachRefusalIsToldAndTheOthersAreImported() throws IOException {
    List<String> lines = new ArrayList<>(pipit.lines("data", "a.ndjson"));
    int known = lines.size();
    lines.add("nonsense");
    lines.add("{\"type\":\"unknown\"}");
    lines.add("{\"type\":\"account\",\"jid\":\"x@elsewhere\"}");
    lines.add("{\"type\":\"account\",\"jid\":\"x@localhost\"}");
    lines.add("{\"type\":\"account\",\"jid\":\"juliet@localhost\",\"password\":\"another\"}");
    lines.add("{\"type\":\"item\",\"service\":\"pubsub.localhost\",\"node\":\"no\",\"id\":\"1\"}");
    lines.add(
        "{\"type\":\"item\",\"service\":\"pubsub.localhost\",\"node\":\"plant/a\",\"id\":\"i1\","
            + "\"payload\":\"<other xmlns='urn:example'/>\"}");
    lines.add(
        "{\"type\":\"item\",\"service\":\"pubsub.localhost\",\"node\":\"plant/a\",\"id\":\"i500\","
            + "\"payload\":\"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>\"}");
    lines.add(
        "{\"type\":\"child\",\"service\":\"pubsub.localhost\",\"node\":\"all\",\"child\":\"all\"}");
    lines.add(
        "{\"type\":\"child\",\"service\":\"pubsub.localhost\",\"node\":\"empty\",\"child\":\"all\"}");
    lines.add("{\"type\":\"node\",\"service\":\"pubsub.localhost\",\"node\":\"plant/a\"}");
    lines.add("{\"type\":\"node\",\"service\":\"pubsub.localhost\",\"node\":\"$x\"}");
    lines.add("{\"type\":\"node\",\"service\":\"x@localhost\",\"node\":\"n\"}");
    lines.add(
        "{\"type\":\"affiliation\",\"service\":\"pubsub.localhost\",\"node\":\"plant/a\","
            + "\"jid\":\"tybalt@localhost\",\"affiliation\":\"owner\"}");
    lines.add(
        "{\"type\":\"contact\",\"account\":\"juliet@localhost\",\"jid\":\"romeo@localhost\"}");
    int wrong = lines.size() - known;
    lines.add("{\"type\":\"account\",\"jid\":\"last@localhost\",\"password\":\"pencil\"}");
    pipit.write("b.ndjson", lines);

    Result result = pipit.run("import", "b.ndjson", "--data", "other");
    ExportFiles.assertRefused(result, known + 1, Collections.nCopies(wrong, ""));
    assertTrue(pipit.succeed("user", "ls", "--data", "other").lines().contains("last"));
  }

  /** As when the copy of a file ends early. */
  @ParameterizedTest
  @ValueSource(strings = {".ndjson", ".xml"})
  void fileThatIsCutAnywhereChangesNothing(String suffix) throws IOException {
    String whole = pipit.export("data", "a" + suffix);
    int end = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    for (int at : List.of(0, 1, whole.indexOf('\n') + 1, end / 2, middle(whole), end, end + 5)) {
      Files.writeString(folder.resolve("cut" + suffix), whole.substring(0, at));
      Result cut = pipit.run("import", "cut" + suffix, "--data", "other");
      pipit.assertNothingImported(cut, "export or copy it again", "other");
    }
  }

  /** The end of a line in the middle. */
  private static int middle(String text) {
    return text.indexOf('\n', text.length() / 2) + 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ndjson", "xep-0227"})
  void whatIsCutOnStandardInputIsImportedAndToldNotToBeWhole(String format) throws IOException {
    String whole = pipit.succeed("export", "-", "--format", format).out();
    String[] command = {"import", "-", "--format", format, "--data", "other"};
    Result cut = pipit.read(whole.substring(0, middle(whole)), command);
    assertEquals(1, cut.exit());
    assertTrue(cut.out().endsWith(" added, 0 there already, 0 refused\n"), cut.out());
    assertTrue(cut.err().contains("standard input is imported, and it is not whole"), cut.err());
    assertTrue(cut.err().endsWith(" [E1106]\n"), cut.err());
    assertEquals(0, pipit.read(whole, command).exit());
    assertEquals(whole, pipit.succeed("export", "-", "--format", format, "--data", "other").out());
  }

  @Test
  void fileThatHasNotWhatItsEndSaysChangesNothing() throws IOException {
    List<String> lines = pipit.lines("data", "a.ndjson");
    int count = lines.size() - 1;
    String end = "{\"type\":\"end\",\"entries\":" + count + "}";
    List<String> fewer = new ArrayList<>(lines);
    fewer.remove(count / 2);
    List<String> more = new ArrayList<>(lines);
    more.add(lines.get(count / 2));
    String differs = " says that " + count + " entries come before it, and ";
    notWhole(fewer, end, differs + (count - 1) + " do");
    notWhole(more, end, differs + (count + 1) + " do");
    notWhole(lines, "{\"type\":\"end\"}", " says that null entries");
    notWhole(lines, end + "\n" + end, "there is more behind it");
  }

  @Test
  void fileWithBytesThatAreNoTextChangesNothing() throws IOException {
    pipit.lines("data", "a.ndjson");
    byte[] bytes = Files.readAllBytes(folder.resolve("a.ndjson"));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\"id\":\"") + 6;
    bytes[at] = (byte) 0xFF;
    Files.write(folder.resolve("b.ndjson"), bytes);
    Result result = pipit.run("import", "b.ndjson", "--data", "other");
    pipit.assertNothingImported(result, " is not UTF-8", "other");
  }

  private void notWhole(List<String> lines, String end, String reason) throws IOException {
    Files.writeString(folder.resolve("b.ndjson"), String.join("\n", lines) + "\n" + end + "\n");
    Result result = pipit.run("import", "b.ndjson", "--data", "other");
    pipit.assertNothingImported(result, reason, "other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}\n", "{\"pipit\":\"export\",\"version\":2}\n", "<a/>\n"})
  void fileThatIsNoExportIsRefused(String text) throws IOException {
    Files.writeString(folder.resolve("b.ndjson"), text);
    Result result = pipit.run("import", "b.ndjson", "--data", "other");
    pipit.assertNothingImported(result, "b.ndjson: ", "other");
  }
}
