package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.store.ScramHash;
import io.pipit.broker.store.ScramKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of XEP-0227 as other servers write them, and as nobody should. */
@Timeout(120)
class PortableFileTest {

  private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  private final Path folder;
  private final ExportFiles pipit;

  PortableFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new ExportFiles(folder);
  }

  private static ScramKeys keys(ScramHash hash, String password) {
    return ScramKeys.derive(hash, password, SALT, 4_096).orElseThrow();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String scram(ScramHash hash, String password) {
    ScramKeys keys = keys(hash, password);
    return """
        <scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-%s'>
          <iter-count>4096</iter-count><salt>%s</salt>
          <server-key>%s</server-key>
          <stored-key>%s</stored-key>
        </scram-credentials>"""
        .formatted(hash.digest(), base64(SALT), base64(keys.serverKey()), base64(keys.storedKey()));
  }

  private static String data(String content) {
    return "<?xml version='1.0' encoding='UTF-8'?>\n<server-data xmlns='urn:xmpp:pie:0'\n"
        + " xmlns:xi='http://www.w3.org/2001/XInclude'>\n"
        + content
        + "</server-data>\n";
  }

  private static String users(String content) {
    return data("<host jid='localhost'>" + content + "</host>");
  }

  private Result run(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
    return pipit.run("import", file);
  }

  /** Keys behind the data, names of its own, white space, and no word about some options. */
  private static String juliet() {
    return """
        <user name='juliet'>
          <query xmlns='jabber:iq:roster' ver='12'>
            <item jid='romeo@localhost' name='Romeo' subscription='both'>
              <group>Friends</group></item>
            <item jid='nurse@localhost' subscription='none' ask='subscribe' approved='true'/>
          </query>
          <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
            <configure node='urn:xmpp:bookmarks:1'>
              <x xmlns='jabber:x:data' type='form'>
                <field var='FORM_TYPE' type='hidden'>
                  <value>http://jabber.org/protocol/pubsub#node_config</value></field>
                <field var='pubsub#access_model'><value>whitelist</value></field>
                <field var='pubsub#of_another_server'><value>7</value></field>
              </x>
            </configure>
            <configure node='http://jabber.org/protocol/nick'>
              <x xmlns='jabber:x:data' type='form'>
                <field var='pubsub#access_model'><value>open</value></field></x>
            </configure>
            <affiliations node='urn:xmpp:bookmarks:1'>
              <affiliation jid='juliet@localhost' affiliation='owner'/>
              <affiliation jid='mercutio@example.net' affiliation='member'/>
            </affiliations>
            <subscriptions node='urn:xmpp:bookmarks:1'>
              <subscription jid='mercutio@example.net' subscription='subscribed' subid='123-abc'/>
              <subscription jid='romeo@localhost' subscription='subscribed'/>
            </subscriptions>
          </pubsub>
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <items node='urn:xmpp:bookmarks:1'>
              <item id='theplay@conference.example.net' publisher='juliet@localhost/balcony'>
                <conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'/></item>
              <item id='orchard@conference.example.net'>
                <conference xmlns='urn:xmpp:bookmarks:1'/></item>
            </items>
            <items node='http://jabber.org/protocol/nick'>
              <item id='current'><nick xmlns='http://jabber.org/protocol/nick'>J</nick></item>
            </items>
          </pubsub>
          <presence xmlns='jabber:client' type='subscribe' from='tybalt@localhost'/>
        """
        + scram(ScramHash.SHA_1, "juliet")
        + "</user>";
  }

  @Test
  void fileOfAnotherServerIsImportedAndServed() throws IOException {
    String others =
        "<user name='romeo' password='romeo'/>"
            + "<user name='nurse' password='scram:%s,%s,%s,4096'/>"
                .formatted(
                    base64(keys(ScramHash.SHA_1, "nurse").storedKey()),
                    base64(keys(ScramHash.SHA_1, "nurse").serverKey()),
                    base64(SALT))
            + "<user name='tybalt'>"
            + scram(ScramHash.SHA_1, "tybalt")
            + scram(ScramHash.SHA_256, "tybalt")
            + "</user>";
    Result first = run("theirs.xml", users(juliet() + others));
    assertEquals(0, first.exit(), first.err());
    Result again = pipit.run("import", "theirs.xml");
    assertTrue(again.out().startsWith("0 added, "), again.out() + again.err());
    assertEquals(0, again.exit(), again.err());

    try (TestNode node = TestNode.startPlain(folder);
        PepClient juliet = PepClient.login(node, "juliet", "balcony", "x");
        PepClient romeo = PepClient.login(node, "romeo", "orchard", "x");
        PepClient nurse = PepClient.login(node, "nurse", "house", "x");
        PepClient tybalt = PepClient.login(node, "tybalt", "street", "x")) {
      String roster = juliet.result("get", "", "<query xmlns='jabber:iq:roster'/>");
      assertTrue(roster.contains("subscription='both' name='Romeo'"), roster);
      assertTrue(roster.contains("ask='subscribe' approved='true'"), roster);
      String bookmarks = PepClient.pubsub("<items node='urn:xmpp:bookmarks:1'/>");
      String items = juliet.result("get", "", bookmarks);
      assertTrue(
          items.indexOf("theplay@") > 0 && items.indexOf("theplay@") < items.indexOf("orchard@"),
          items);
      romeo.refused("get", "juliet@localhost", bookmarks, "not-allowed");
      String nick = PepClient.pubsub("<items node='http://jabber.org/protocol/nick'/>");
      nurse.result("get", "juliet@localhost", nick);
      tybalt.result("get", "juliet@localhost", nick);
      String subscriptions =
          juliet.result("get", "", PepClient.owner("<subscriptions node='urn:xmpp:bookmarks:1'/>"));
      assertTrue(subscriptions.contains("subid='123-abc'"), subscriptions);
      assertTrue(subscriptions.contains("jid='romeo@localhost'"), subscriptions);
    }
  }

  @Test
  void passwordOfAnAccountWithKeysOfOneHashIsChecked() throws IOException {
    assertEquals(
        0,
        run("one.xml", users("<user name='a'>" + scram(ScramHash.SHA_1, "right") + "</user>"))
            .exit());
    try (TestNode node = TestNode.startPlain(folder)) {
      WireClient.login(node, "a", "right", "r").close();
      assertThrows(AssertionError.class, () -> WireClient.login(node, "a", "wrong", "r"));
    }
  }

  @Test
  void exportLeavesOutKeysThatNobodyKnows() throws IOException {
    String user = "<user name='a'>" + scram(ScramHash.SHA_1, "right") + "</user>";
    run("one.xml", users(user));
    String exported = pipit.run("export", "-").out();
    assertTrue(exported.contains("\"SCRAM-SHA-1\""), exported);
    assertTrue(!exported.contains("\"SCRAM-SHA-256\""), exported);
  }

  @Test
  void storageOfOthersIsImportedOnceAndBadBlocksAreNot() throws IOException {
    String file =
        data(
            "<host jid='localhost'><user name='juliet' password='juliet'>"
                + "<vCard xmlns='vcard-temp'><FN>J</FN></vCard>"
                + "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>"
                + "<conference jid='play@rooms.localhost' name='Play'/></storage>"
                + "<notes xmlns='urn:notes'/></query>"
                + "<blocklist xmlns='urn:xmpp:blocking'><item jid='spam.example'/><item/>"
                + "<item jid='@'/><other/></blocklist>"
                + "</user></host>");
    Result result = run("theirs.xml", file);
    assertEquals(3, ExportFiles.refusals(result).size(), result.err());
    assertTrue(result.out().startsWith("5 added, "), result.out());
    Result again = run("again.xml", file.replace("<FN>J<", "<FN>K<"));
    assertEquals(4, ExportFiles.refusals(again).size(), again.err());
    assertTrue(again.out().startsWith("0 added, 4 there already"), again.out());
  }

  @Test
  void whatIsNotKeptIsToldAndTheRestImported() throws IOException {
    Result result =
        run(
            "theirs.xml",
            data(
                "<host jid='elsewhere'><user name='x' password='p'/></host>"
                    + "<host jid='localhost'>"
                    + "<user name='juliet' password='p'>"
                    + "<photo-album/>"
                    + "<offline-messages/>"
                    + "<query xmlns='jabber:iq:roster'><item jid='@'/>"
                    + "<item jid='romeo@localhost' subscription='love'/></query>"
                    + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='none'>"
                    + "<item id='1'/></items></pubsub>"
                    + "<scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-512'/>"
                    + "</user>"
                    + "<user name='weak'><scram-credentials xmlns='urn:xmpp:pie:0#scram'"
                    + " mechanism='SCRAM-SHA-1'><iter-count>1</iter-count><salt>AAAA</salt>"
                    + "<server-key>0pXWGK0GZJ6TR73AIUN3ITYtA1g=</server-key>"
                    + "<stored-key>0pXWGK0GZJ6TR73AIUN3ITYtA1g=</stored-key></scram-credentials>"
                    + "</user>"
                    + "<user name=''/><user name='a@b'/><user name='none'/>"
                    + "<user name='last' password='p'/></host>"));
    assertEquals(1, result.exit());
    List<String> refusals = ExportFiles.refusals(result);
    assertEquals(12, refusals.size(), result.err());
    assertTrue(refusals.get(0).contains("accounts of localhost only"), refusals.get(0));
    assertEquals(List.of("juliet", "last"), pipit.run("user", "ls").lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <!DOCTYPE a [<!ENTITY b 'c'>]><server-data xmlns='urn:xmpp:pie:0'/> | document type decl
          <server-data xmlns='urn:xmpp:pie:0'>&b;</server-data>               | restricted-xml
          <server-data xmlns='urn:xmpp:pie:0'><!-- x --></server-data>        | restricted-xml
          <server-data xmlns='urn:xmpp:pie:0'>                                | not complete
          <server-data xmlns='urn:xmpp:pie:0'></x>                            | not-well-formed
          """)
  void fileOfRestrictedOrMalformedXmlChangesNothing(String file, String reason) throws IOException {
    pipit.assertNothingImported(run("bad.xml", file), reason, "data");
  }

  @Test
  void whatWasReadBeforeStandardInputBrokeIsImported() {
    String cut = users("<user name='a' password='p'/>").replace("</host></server-data>", "");
    assertEquals(1, pipit.read(cut, "import", "-", "--format", "xep-0227").exit());
    assertEquals(List.of("a"), pipit.run("user", "ls").lines());
  }

  @Test
  void filesAreIncludedFromTheirFolderOnly() throws IOException {
    Files.createDirectories(folder.resolve("in/localhost"));
    Files.writeString(
        folder.resolve("in/localhost.xml"),
        "<host xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude' jid='localhost'>"
            + "<xi:include href='localhost/a.xml'/><xi:include href='../secret.xml'/>"
            + "<xi:include href='localhost/none.xml'/><xi:include href='file:///etc/passwd'/>"
            + "<xi:include href='localhost.xml'/><xi:include href='x' parse='text'/>"
            + "<xi:include href='localhost/b%20c.xml'/></host>");
    Files.writeString(
        folder.resolve("in/localhost/a.xml"),
        "<user xmlns='urn:xmpp:pie:0' name='a' password='p'/>");
    Files.writeString(
        folder.resolve("in/localhost/b c.xml"),
        "<user xmlns='urn:xmpp:pie:0' name='b' password='p'/>");
    Files.writeString(
        folder.resolve("secret.xml"), "<user xmlns='urn:xmpp:pie:0' name='s' password='p'/>");
    Result result = run("in/main.xml", data("<xi:include href='localhost.xml'/>"));
    assertEquals(1, result.exit());
    assertEquals(List.of("a", "b"), pipit.run("user", "ls").lines());
    assertEquals(5, ExportFiles.refusals(result).size(), result.err());
  }

  @Test
  void includedFileThatIsCutChangesNothing() throws IOException {
    Files.writeString(
        folder.resolve("part.xml"),
        "<host xmlns='urn:xmpp:pie:0' jid='localhost'><user name='a'/>");
    Result result = run("main.xml", data("<xi:include href='part.xml'/>"));
    pipit.assertNothingImported(result, "'part.xml', which it includes, ", "data");
  }

  @Test
  void serviceOfAnotherServerWithCollections() throws IOException {
    Result result =
        run(
            "service.xml",
            data(
                """
                <host jid='localhost'><user name='admin' password='admin'/></host>
                <host jid='pubsub.localhost'>
                  <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
                    <configure node='leaf'><x xmlns='jabber:x:data' type='form'>
                      <field var='pubsub#collection'><value>top</value></field>
                      <field var='pubsub#access_model'><value>open</value></field></x></configure>
                    <affiliations node='leaf'>
                      <affiliation jid='admin@localhost' affiliation='owner'/></affiliations>
                    <configure node='top'><x xmlns='jabber:x:data' type='form'>
                      <field var='pubsub#node_type'><value>collection</value></field></x>
                    </configure>
                  </pubsub>
                  <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                    <items node='leaf'><item id='1'><a xmlns='urn:example'/></item></items>
                  </pubsub>
                </host>
                """));
    assertEquals(0, result.exit(), result.err());
    try (TestNode node = TestNode.startPlain(folder);
        PepClient admin = PepClient.login(node, "admin", "desk")) {
      String children =
          admin.result(
              "get",
              TestNode.SERVICE,
              "<query xmlns='http://jabber.org/protocol/disco#items' node='top'/>");
      assertTrue(children.contains("node='leaf'"), children);
      assertEquals(Optional.empty(), Optional.of(children).filter(text -> text.contains("error")));
      String items =
          admin.result("get", TestNode.SERVICE, PepClient.pubsub("<items node='leaf'/>"));
      assertTrue(items.contains("id='1'"), items);
    }
  }

  @Test
  void allOfOneUserFitsHoweverMuchItIs() throws IOException {
    StringBuilder roster = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      roster.append("<item jid='c" + i + "@example.net' subscription='to' a" + i + "='x'/>");
    }
    Result result =
        run(
            "large.xml",
            users(
                "<user name='a' password='p'><query xmlns='jabber:iq:roster'>"
                    + roster
                    + "</query></user>"));
    assertEquals("12001 added, 0 there already, 0 refused\n", result.out(), result.err());
  }
}
