package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vCards and bookmarks of another server's file (XEP-0227): what everybody gets to see of them
 * once they are imported.
 */
@Timeout(120)
class ImportedStorageTest {

  private static final String JULIET = "juliet@" + TestNode.DOMAIN;
  private static final String DATA = "urn:xmpp:avatar:data";
  private static final String METADATA = "urn:xmpp:avatar:metadata";
  private static final String ITEMS = "urn:xmpp:bookmarks:1";
  private static final String STORAGE = "storage:bookmarks";
  private static final String VCARD = "<vCard xmlns='vcard-temp'/>";
  private static final String PRIVATE =
      "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>";

  /** The SHA-1 hashes of the bytes "cat" and "dog". */
  private static final String CAT = "9d989e8d27dc9e0ec3389fc855f142c3d40f0c50";

  private static final String DOG = "e49512524f47b4138d850c9d9d85972927281da0";
  private static final String URL = "<url name='Works' url='https://pipit.test/'/>";

  private final Path folder;
  private final ExportFiles pipit;

  ImportedStorageTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new ExportFiles(folder);
  }

  private Result run(String juliet) throws IOException {
    Files.writeString(
        folder.resolve("theirs.xml"),
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'>"
            + "<user name='juliet' password='juliet'>"
            + juliet
            + "</user><user name='paris' password='paris'/></host></server-data>");
    return pipit.run("import", "theirs.xml");
  }

  /** Imported whole, and nothing of it a second time. */
  private void imports(String juliet) throws IOException {
    Result first = run(juliet);
    assertEquals(0, first.exit(), first.err());
    assertNothingNew(juliet, 0);
  }

  private void assertNothingNew(String juliet, int refusals) throws IOException {
    Result again = run(juliet);
    assertTrue(again.out().startsWith("0 added, "), again.out() + again.err());
    assertEquals(refusals, ExportFiles.refusals(again).size(), again.err());
  }

  private void refuses(String juliet, String... reasons) throws IOException {
    Result result = run(juliet);
    List<String> refusals = ExportFiles.refusals(result);
    assertEquals(reasons.length, refusals.size(), result.err());
    for (int i = 0; i < reasons.length; i++) {
      assertTrue(refusals.get(i).contains("user " + JULIET), refusals.get(i));
      assertTrue(refusals.get(i).contains(reasons[i]), refusals.get(i));
    }
  }

  private static String photo(byte[] image) {
    return "<PHOTO><TYPE>image/png</TYPE><BINVAL>"
        + Base64.getMimeEncoder().encodeToString(image)
        + "</BINVAL></PHOTO>";
  }

  private static String vCard(String content) {
    return "<vCard xmlns='vcard-temp'>" + content + "</vCard>";
  }

  private static String kept(String content) {
    return "<query xmlns='jabber:iq:private'>" + storage(content) + "</query>";
  }

  private static String storage(String content) {
    return "<storage xmlns='storage:bookmarks'>" + content + "</storage>";
  }

  private static String old(String room) {
    return "<conference jid='" + room + "@rooms.test' name='" + room + "' autojoin='1'/>";
  }

  private static String node(String name, String model, String id, String payload) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='"
        + name
        + "'><x xmlns='jabber:x:data' type='form'><field var='pubsub#access_model'><value>"
        + model
        + "</value></field></x></configure></pubsub>"
        + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='"
        + name
        + "'><item id='"
        + id
        + "'>"
        + payload
        + "</item></items></pubsub>";
  }

  private static String items(String node) {
    return PepClient.pubsub("<items node='" + node + "'/>");
  }

  private static void assertHas(String part, String whole) {
    assertTrue(whole.contains(part), whole);
  }

  private static void assertLacks(String part, String whole) {
    assertFalse(whole.contains(part), whole);
  }

  /** What is asked of the imported accounts. */
  @FunctionalInterface
  private interface Questions {
    void ask(PepClient juliet, PepClient paris) throws IOException;
  }

  private void served(Questions questions) throws IOException {
    try (TestNode node = TestNode.startPlain(folder);
        PepClient juliet = PepClient.login(node, "juliet", "balcony", "x");
        PepClient paris = PepClient.login(node, "paris", "church", "x")) {
      questions.ask(juliet, paris);
    }
  }

  private static String presence(PepClient client) throws IOException {
    client.send("<presence><status>here</status></presence>");
    return XmlWriter.text(client.presence("", client.address()));
  }

  // ---- photos

  @Test
  void photoOfAnotherAvatarStaysWithNobody() throws IOException {
    String file =
        node(DATA, "presence", DOG, "<data xmlns='urn:xmpp:avatar:data'>ZG9n</data>")
            + node(
                METADATA,
                "presence",
                DOG,
                "<metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='3' type='image/png' id='"
                    + DOG
                    + "'/></metadata>")
            + vCard("<FN>Juliet</FN>" + photo(new byte[] {'c', 'a', 't'}));
    refuses(file, "another avatar");
    assertNothingNew(file, 1);
    served(
        (juliet, paris) -> {
          assertHas("ZG9n", juliet.result("get", "", VCARD));
          assertHas(vCard("<FN>Juliet</FN>"), paris.result("get", JULIET, VCARD));
          paris.refused("get", JULIET, items(DATA), "not-authorized");
          assertHas(DOG, presence(juliet));
        });
  }

  @Test
  @Tag("PF-0084-disable")
  void whoShowsNoAvatarGetsNoneByImport() throws IOException {
    String file = vCard("<FN>Juliet</FN>" + photo(new byte[] {'c', 'a', 't'}));
    imports(file);
    served(
        (juliet, paris) ->
            juliet.result(
                "set",
                "",
                PepClient.pubsub(
                    "<publish node='"
                        + METADATA
                        + "'><item id='none'><metadata xmlns='"
                        + METADATA
                        + "'/></item></publish>")));
    refuses(file, "shows none");
    served((juliet, paris) -> assertLacks("PHOTO", paris.result("get", JULIET, VCARD)));
  }

  @Test
  void photoThatIsTooLargeForAnItemStaysInTheVCard() throws IOException {
    String file = vCard("<FN>Juliet</FN>" + photo(new byte[150_000]));
    refuses(file, "photo of the vCard: an item is not larger than");
    assertNothingNew(file, 1);
    served(
        (juliet, paris) -> {
          assertHas("<BINVAL>AAAA", paris.result("get", JULIET, VCARD));
          juliet.refused("get", "", items(METADATA), "item-not-found");
          juliet.refused("get", "", items(DATA), "item-not-found");
        });
  }

  @Test
  void photoOfAVCardThatIsRefusedIsRefusedWithIt() throws IOException {
    imports(vCard("<FN>Juliet</FN>"));
    refuses(vCard("<FN>J</FN>" + photo(new byte[] {'c', 'a', 't'})), "keeps another one");
    served((juliet, paris) -> juliet.refused("get", "", items(METADATA), "item-not-found"));
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  @Tag("XC-0153-hash")
  void photoIsTheAvatar() throws IOException {
    imports(vCard("<FN>Juliet</FN>" + photo(new byte[] {'c', 'a', 't'})));
    served(
        (juliet, paris) -> {
          assertHas(
              "<data xmlns='" + DATA + "'>Y2F0</data>", paris.result("get", JULIET, items(DATA)));
          assertHas("id='" + CAT + "'", paris.result("get", JULIET, items(METADATA)));
          String seen = paris.result("get", JULIET, VCARD);
          assertHas("<FN>Juliet</FN>", seen);
          assertHas("<BINVAL>Y2F0</BINVAL>", seen);
          assertHas("<photo>" + CAT + "</photo>", presence(juliet));
        });
    String exported = pipit.export("data", "mine.jsonl");
    assertLacks("PHOTO", exported);
    assertHas("Y2F0", exported);
  }

  @Test
  @Tag("XC-0398-vcard-to-pep")
  void photoIsForWhoMayReadTheNodesOfTheFile() throws IOException {
    imports(
        vCard(photo(new byte[] {'c', 'a', 't'}))
            + node(DATA, "whitelist", CAT, "<data xmlns='urn:xmpp:avatar:data'>Y2F0</data>"));
    served(
        (juliet, paris) -> {
          assertHas("Y2F0", juliet.result("get", "", VCARD));
          paris.refused("get", JULIET, VCARD, "service-unavailable");
        });
  }

  // ---- bookmarks

  @Test
  @Tag("PF-0411-conversion")
  void bookmarksDoNotGetWhereOthersReadThem() throws IOException {
    String file =
        node(ITEMS, "open", "hall@rooms.test", "<conference xmlns='urn:xmpp:bookmarks:1'/>")
            + kept(old("play") + URL);
    refuses(file, "bookmark of play@rooms.test: others may read the node");
    assertNothingNew(file, 1);
    served(
        (juliet, paris) -> {
          String stored = juliet.result("get", "", PRIVATE);
          assertHas("jid='play@rooms.test'", stored);
          assertHas(URL, stored);
          assertLacks("play@", paris.result("get", JULIET, items(ITEMS)));
        });
  }

  /** What is refused as an item stays where it was. */
  @Test
  @Tag("PF-0048-legacy")
  void listOfAFullNodeKeepsWhatDoesNotFit() throws IOException {
    String file =
        node(ITEMS, "whitelist", "hall@rooms.test", "<conference xmlns='urn:xmpp:bookmarks:1'/>")
                .replace("</x>", "<field var='pubsub#max_items'><value>1</value></field></x>")
            + node(STORAGE, "whitelist", "current", storage(old("play")))
            + kept(old("orchard"));
    refuses(
        file, "bookmark of orchard@rooms.test: the node is full", "bookmark of play@rooms.test");
    served(
        (juliet, paris) -> {
          assertHas("jid='play@rooms.test'", juliet.result("get", "", items(STORAGE)));
          String stored = juliet.result("get", "", PRIVATE);
          assertHas("jid='orchard@rooms.test'", stored);
          assertHas("jid='hall@rooms.test'", stored);
        });
  }

  @Test
  @Tag("PF-0411-conversion")
  void listThatOthersReadIsNotConverted() throws IOException {
    imports(node(STORAGE, "open", "current", storage(old("play"))));
    served((juliet, paris) -> juliet.refused("get", "", items(ITEMS), "item-not-found"));
  }

  @Test
  @Tag("XC-0048-bookmarks")
  @Tag("PF-0402-compat")
  void bookmarksOfPrivateStorageAreItems() throws IOException {
    imports(kept(old("play") + "<conference jid='no room/x' name='?'/>" + URL + old("hall")));
    served(
        (juliet, paris) -> {
          String items = juliet.result("get", "", items(ITEMS));
          assertHas("id='play@rooms.test'", items);
          assertHas("id='hall@rooms.test'", items);
          assertHas(
              "<conference xmlns='urn:xmpp:bookmarks:1' name='play' autojoin='true'/>", items);
          paris.refused("get", JULIET, items(ITEMS), "not-allowed");
          juliet.result(
              "set",
              "",
              PepClient.pubsub(
                  "<retract node='" + ITEMS + "'><item id='play@rooms.test'/></retract>"));
          String stored = juliet.result("get", "", PRIVATE);
          assertLacks("play@", stored);
          assertHas("jid='hall@rooms.test'", stored);
          assertHas("jid='no room/x'", stored);
          assertHas(URL, stored);
        });
  }

  /** Lists that were not in step with each other, as of servers that do not convert. */
  @Test
  @Tag("PF-0048-legacy")
  @Tag("PF-0402-compat")
  void allListsOfAFileAreOneHere() throws IOException {
    String file =
        node(
                ITEMS,
                "whitelist",
                "hall@rooms.test",
                "<conference xmlns='urn:xmpp:bookmarks:1' name='newest'/>")
            + kept(old("hall") + old("play"))
            + node(STORAGE, "whitelist", "current", storage(old("orchard") + URL));
    assertEquals(0, run(file).exit());
    assertNothingNew(file, 1); // the list is the whole one by now
    served(
        (juliet, paris) -> {
          String items = juliet.result("get", "", items(ITEMS));
          String list = juliet.result("get", "", items(STORAGE));
          String stored = juliet.result("get", "", PRIVATE);
          for (String room : List.of("hall", "play", "orchard")) {
            assertHas("id='" + room + "@rooms.test'", items);
            assertHas("jid='" + room + "@rooms.test'", list);
            assertHas("jid='" + room + "@rooms.test'", stored);
          }
          assertHas("name='newest'", stored);
          assertHas("name='newest'", list);
          assertHas(URL, list);
        });
  }
}
