package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.store.AccountRole;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final CommandLineRun pipit;
  private TestNode node;

  ExportImportTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder);
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

  private Result succeed(String... command) {
    Result result = pipit.run(command);
    assertEquals(0, result.exit(), result.err());
    return result;
  }

  private String exported(String data, String file) throws IOException {
    succeed("export", file, "--data", data);
    return Files.readString(folder.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {".ndjson", ".xml"})
  void whatIsExportedImportedAndExportedAgainIsTheSame(String suffix) throws IOException {
    String running = exported("data", "running" + suffix);
    assertFalse(Files.exists(folder.resolve("data/copies/" + ProcessHandle.current().pid())));
    node.close();
    Files.delete(folder.resolve("data/run.json"));
    assertEquals(running, exported("data", "first" + suffix));

    Result imported = succeed("import", "first" + suffix, "--data", "other");
    assertTrue(imported.out().contains(" added, 0 there already, 0 refused"), imported.out());
    assertEquals(running, exported("other", "second" + suffix));

    Result again = succeed("import", "first" + suffix, "--data", "other");
    assertTrue(again.out().startsWith("0 added, "), again.out());
    assertTrue(again.out().endsWith(", 0 refused\n"), again.out());
    assertEquals(running, exported("other", "third" + suffix));
  }

  @Test
  void bothFormatsSayTheSameButForWhatIsNoItemAnyMore() throws IOException {
    List<String> before = exported("data", "a.ndjson").lines().toList();
    exported("data", "a.xml");
    succeed("import", "a.xml", "--data", "other");
    assertEquals(
        before.stream().filter(line -> !line.startsWith("{\"type\":\"publish\"")).toList(),
        exported("other", "b.ndjson").lines().toList());
  }

  @Test
  void nodeThatImportedServesIt() throws IOException {
    exported("data", "a.ndjson");
    node.close();
    Files.createDirectory(folder.resolve("new"));
    succeed("import", "a.ndjson", "--data", "new/data");
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
    }
  }

  @Test
  void everyMemberOfALineIsDocumented() throws IOException {
    String manual = Files.readString(Path.of("../docs/export.md"));
    for (String line : exported("data", "a.ndjson").lines().skip(1).toList()) {
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
    String file = exported("data", "a.ndjson");
    Result again = pipit.run("export", "a.ndjson");
    assertEquals(7, again.exit());
    assertEquals(file, succeed("export", "-").out());
    assertTrue(succeed("export", "-", "--format", "xep-0227").out().startsWith("<?xml "));
    assertEquals(2, pipit.run("export", "-", "--format", "csv").exit());
  }

  @Test
  void nothingIsImportedIntoANodeThatRuns() throws IOException {
    exported("data", "a.ndjson");
    Result running = pipit.run("import", "a.ndjson");
    assertEquals(1, running.exit());
    assertTrue(running.err().contains("is in use by process"), running.err());
  }

  @Test
  void eachRefusalIsToldAndTheOthersAreImported() throws IOException {
    List<String> lines = new ArrayList<>(exported("data", "a.ndjson").lines().toList());
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
    int wrong = lines.size() - (int) exported("data", "count.ndjson").lines().count();
    lines.add("{\"type\":\"account\",\"jid\":\"last@localhost\",\"password\":\"pencil\"}");
    Files.write(folder.resolve("b.ndjson"), lines);

    Result result = pipit.run("import", "b.ndjson", "--data", "other");
    assertEquals(1, result.exit());
    List<String> refusals =
        result.err().lines().filter(line -> line.startsWith("refused: ")).toList();
    assertEquals(wrong, refusals.size(), result.err());
    int first = lines.size() - wrong;
    for (int i = 0; i < wrong; i++) {
      String place = "refused: line " + (first + i) + ": ";
      assertTrue(refusals.get(i).startsWith(place), refusals.get(i));
    }
    assertTrue(result.err().endsWith(" [E1107]\n"), result.err());
    assertTrue(succeed("user", "ls", "--data", "other").lines().contains("last"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}\n", "{\"pipit\":\"export\",\"version\":2}\n", "<a/>\n"})
  void fileThatIsNoExportIsRefused(String text) throws IOException {
    Files.writeString(folder.resolve("b.ndjson"), text);
    Result result = pipit.run("import", "b.ndjson", "--data", "other");
    assertEquals(1, result.exit());
    assertTrue(result.err().contains("[E1106]"), result.err());
  }
}
