package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private storage (XEP-0049), and bookmarks in their three forms: XEP-0049, 0048 and 0402. */
class BookmarkConversionTest {

  private static final String ITEMS = "urn:xmpp:bookmarks:1";
  private static final String STORAGE = "storage:bookmarks";
  private static final String URL = "<url name='Works' url='https://pipit.test/'/>";

  private static TestNode node;
  private static int accounts;
  private PepClient juliet;
  private PepClient romeo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node =
        TestNode.start(
            folder,
            Map.of(
                "PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_QUOTAS__PRIVATE_STORAGE_BYTES", "2KiB"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Two friends that nothing is known of, interested in both nodes. */
  @BeforeEach
  void login() throws IOException {
    accounts++;
    juliet = login("juliet" + accounts);
    romeo = login("romeo" + accounts);
    PepClient.befriend(juliet, romeo);
  }

  private static PepClient login(String name) throws IOException {
    node.account(name, name);
    return PepClient.login(node, name, "balcony", ITEMS, STORAGE);
  }

  /** Nobody has been told more than the test has waited for, and the friend nothing at all. */
  @AfterEach
  void logout() throws IOException {
    nothingMore();
    romeo.fence();
    romeo.publish("urn:example:end", "end");
    romeo.announce("urn:example:end");
    romeo.event(romeo.account(), "urn:example:end", "end");
    juliet.close();
    romeo.close();
  }

  /** What follows from a change follows at once: a newer event comes behind it. */
  private void nothingMore() throws IOException {
    for (int turn = 0; turn < 3; turn++) {
      juliet.fence();
    }
    juliet.announce(ITEMS, STORAGE, "urn:example:fence");
    juliet.publish("urn:example:fence", "fence");
    juliet.event(juliet.account(), "urn:example:fence", "fence");
    juliet.announce(ITEMS, STORAGE);
    juliet.result("set", "", PepClient.owner("<delete node='urn:example:fence'/>"));
  }

  private static String query(String content) {
    return "<query xmlns='jabber:iq:private'>" + content + "</query>";
  }

  private static String storage(String children) {
    return "<storage xmlns='storage:bookmarks'>" + children + "</storage>";
  }

  private static String old(String room, String name) {
    return "<conference jid='" + room + "@rooms.pipit.test' name='" + name + "'/>";
  }

  private static String conference(String name) {
    return "<conference xmlns='urn:xmpp:bookmarks:1' name='" + name + "'/>";
  }

  private static String publish(String name, String id, String payload) {
    return PepClient.pubsub(
        "<publish node='" + name + "'><item id='" + id + "'>" + payload + "</item></publish>");
  }

  private void set(String content) throws IOException {
    juliet.result("set", "", query(content));
  }

  private String stored(String element) throws IOException {
    return juliet.result("get", "", query(element));
  }

  /** The rooms that private storage has, with their names. */
  private Set<String> inPrivate() throws IOException {
    return rooms("<conference [^>]*jid='([a-z0-9]+)@[^>]*>", stored(storage("")));
  }

  private Set<String> items(String name) throws IOException {
    String found = juliet.result("get", "", PepClient.pubsub("<items node='" + name + "'/>"));
    return rooms(
        name.equals(ITEMS) ? "<item [^>]*id='([a-z0-9]+)@" : "<conference [^>]*jid='([a-z0-9]+)@",
        found);
  }

  private static Set<String> rooms(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    Set<String> rooms = new TreeSet<>();
    while (matcher.find()) {
      rooms.add(matcher.group(1));
    }
    return rooms;
  }

  private void allHave(String... rooms) throws IOException {
    TreeSet<String> expected = new TreeSet<>(List.of(rooms));
    assertEquals(expected, inPrivate());
    assertEquals(expected, items(ITEMS));
    assertEquals(expected, items(STORAGE));
  }

  private String told(String name, String... ids) throws IOException {
    return XmlWriter.text(juliet.event(juliet.account(), name, ids));
  }

  private static String room(String name) {
    return name + "@rooms.pipit.test";
  }

  // ---- refusals

  @ParameterizedTest(name = "XC-0049-private {0}")
  @CsvSource({"get", "set"})
  @Tag("XC-0049-private")
  void privateStorageOfOthersIsForbiddenWhetherTheyExistOrNot(String type) throws IOException {
    set("<a xmlns='urn:a'>mine</a>");
    for (String other : List.of(juliet.account(), "nobody@" + node.domain())) {
      String error = romeo.refused(type, other, query("<a xmlns='urn:a'/>"), "forbidden");
      assertFalse(error.contains("mine"), error);
    }
    assertTrue(stored("<a xmlns='urn:a'/>").contains("mine"));
  }

  @ParameterizedTest(name = "XC-0049-no-child {0} {1}: {2}")
  @CsvSource({
    "set, '', not-acceptable",
    "set, <query xmlns='jabber:iq:private'/>, not-acceptable",
    "set, <a xmlns='jabber:client'/>, not-acceptable",
    "set, <a xmlns=''/>, not-acceptable",
    "set, <a xmlns='urn:a'>1</a><b/>, not-acceptable",
    "get, '', bad-request",
    "get, <a/>, not-acceptable",
    "get, <a xmlns='urn:a'/><a xmlns='urn:b'/>, not-acceptable"
  })
  @Tag("XC-0049-no-child")
  void whatHasNoNamespaceOfItsOwnIsRefused(String type, String content, String condition)
      throws IOException {
    String error = juliet.refused(type, "", query(content), condition);
    assertTrue(error.contains("type='modify'"), error);
    assertTrue(stored("<a xmlns='urn:a'/>").contains("<a xmlns='urn:a'/>"));
  }

  @Test
  @Tag("XC-0049-private")
  void moreThanTheQuotaIsRefusedAndNothingOfItStored() throws IOException {
    String much = "x".repeat(1_500);
    set("<a xmlns='urn:a'>" + much + "</a>");
    juliet.refused(
        "set",
        "",
        query("<b xmlns='urn:b'/><c xmlns='urn:c'>" + much + "</c>"),
        "policy-violation");
    juliet.refused(
        "set", "", query(storage(old("orchard", much) + URL.repeat(20))), "policy-violation");
    assertEquals(new TreeSet<>(), inPrivate());
    set("<a xmlns='urn:a'>" + much.replace('x', 'y') + "</a>");
    set("<a xmlns='urn:a'/>");
    set("<c xmlns='urn:c'>" + much + "</c>");
  }

  @ParameterizedTest(name = "PF-0411-conversion {0}")
  @CsvSource({"access_model=open", "access_model=presence", "persist_items=false", "max_items=1"})
  @Tag("PF-0411-conversion")
  void bookmarksAreNotConvertedIntoANodeThatIsNotForThem(String option) throws IOException {
    juliet.create(
        ITEMS,
        option.startsWith("access") ? option : "access_model=whitelist",
        option.startsWith("access") ? "max_items=10" : option);
    String error =
        juliet.refused(
            "set",
            "",
            query("<a xmlns='urn:a'>1</a>" + storage(old("orchard", "1") + old("play", "2"))),
            "conflict");
    assertTrue(error.contains("precondition-not-met"), error);
    assertEquals(new TreeSet<>(), inPrivate());
    assertTrue(stored("<a xmlns='urn:a'/>").contains("<a xmlns='urn:a'/>"));
    nothingMore();
  }

  @Test
  @Tag("PF-0411-conversion")
  void nothingIsKeptInStepWithANodeThatOthersRead() throws IOException {
    juliet.create(STORAGE, "access_model=presence", "persist_items=true");
    juliet.result(
        "set",
        "",
        privately(
            ITEMS, room("orchard"), conference("1"), "access_model=whitelist", "max_items=max"));
    told(ITEMS, room("orchard"));
    set(storage(old("orchard", "2")));
    told(ITEMS, room("orchard"));
    assertEquals(new TreeSet<>(), items(STORAGE));
    nothingMore();
  }

  private static String privately(String name, String id, String payload, String... options) {
    return publish(name, id, payload)
        .replace(
            "</publish>",
            "</publish><publish-options>"
                + PepClient.form(options).replace("#node_config", "#publish-options")
                + "</publish-options>");
  }

  private void configure(String name, String model) throws IOException {
    juliet.configure(name, "access_model=" + model);
  }

  /** What was told is not what the test is about. */
  private void forgetEvents() throws IOException {
    for (PepClient client : new PepClient[] {juliet, romeo}) {
      client.fence();
      client.takeEvents();
    }
  }

  /** What was said meanwhile is not lost, and what was taken out stays out. */
  @ParameterizedTest(name = "PF-0402-compat PF-0411-conversion {0}")
  @CsvSource({STORAGE, ITEMS})
  @Tag("PF-0402-compat")
  @Tag("PF-0411-conversion")
  void olderClientsAreToldWhenBothNodesAreForTheirOwnerAgain(String opened) throws IOException {
    set(storage(old("orchard", "1") + old("garden", "2")));
    configure(opened, "presence");
    juliet.result("set", "", publish(ITEMS, room("play"), conference("3")));
    juliet.result(
        "set",
        "",
        PepClient.pubsub(
            "<retract node='" + ITEMS + "'><item id='" + room("garden") + "'/></retract>"));
    assertEquals(new TreeSet<>(List.of("orchard")), items(STORAGE));
    configure(opened, "whitelist");
    allHave("orchard", "play");
    forgetEvents();
  }

  @ParameterizedTest(name = "PF-0048-legacy PF-0411-conversion {0}")
  @CsvSource({STORAGE, ITEMS})
  @Tag("PF-0048-legacy")
  @Tag("PF-0411-conversion")
  void listThatCouldNotBeHeardIsJoinedAsSoonAsItCanBe(String opened) throws IOException {
    set(storage(old("orchard", "1")));
    configure(opened, "presence");
    juliet.result("set", "", publish(STORAGE, "current", storage(old("play", "2") + URL)));
    assertEquals(new TreeSet<>(List.of("orchard")), items(ITEMS));
    configure(opened, "whitelist");
    allHave("orchard", "play");
    assertTrue(stored(storage("")).contains("<url "));
    // From now on what it leaves out goes.
    juliet.result("set", "", publish(STORAGE, "current", storage(old("play", "2"))));
    allHave("play");
    forgetEvents();
  }

  @Test
  @Tag("PF-0048-legacy")
  @Tag("PF-0411-conversion")
  void firstListOfANodeThatOthersReadIsNoFirstListLater() throws IOException {
    juliet.result(
        "set",
        "",
        privately(STORAGE, "current", storage(old("orchard", "1")), "access_model=presence"));
    configure(STORAGE, "whitelist");
    allHave("orchard");
    juliet.result("set", "", publish(ITEMS, room("play"), conference("2")));
    allHave("orchard", "play");
    juliet.result("set", "", publish(STORAGE, "current", storage(old("garden", "3"))));
    allHave("garden");
    forgetEvents();
  }

  @Test
  @Tag("PF-0048-legacy")
  void listForWhichThereIsNoRoomIsJoinedOnceThereIs() throws IOException {
    juliet.create(ITEMS, "access_model=whitelist", "persist_items=true", "max_items=1");
    juliet.create(STORAGE, "access_model=whitelist", "persist_items=true");
    String two = storage(old("orchard", "1") + old("play", "2"));
    juliet.result("set", "", publish(STORAGE, "current", two));
    assertEquals(new TreeSet<>(), items(ITEMS));
    juliet.result("set", "", publish(ITEMS, room("garden"), conference("3")));
    assertEquals(new TreeSet<>(List.of("garden", "orchard", "play")), items(STORAGE));
    juliet.configure(ITEMS, "max_items=10");
    allHave("garden", "orchard", "play");
    forgetEvents();
  }

  /** No node can be made for the items: nothing of a list is stored, and none is overwritten. */
  @Test
  @Tag("PF-0411-conversion")
  @Tag("XC-0049-private")
  void listIsRefusedWholeWhenItsItemsHaveNoNode(@TempDir Path folder) throws IOException {
    Map<String, String> small =
        Map.of("PIPIT_LISTENERS__C2S__TLS", "off", "PIPIT_QUOTAS__PEP_NODES", "1");
    try (TestNode full = TestNode.start(folder, small).account("juliet", "juliet");
        PepClient client = PepClient.login(full, "juliet", "balcony")) {
      String list = storage(old("orchard", "1"));
      client.create(STORAGE, "access_model=whitelist", "persist_items=true");
      String error =
          client.refused("set", "", query("<a xmlns='urn:a'>1</a>" + list + ""), "not-allowed");
      assertTrue(error.contains("max-nodes-exceeded"), error);
      String stored = client.result("get", "", query("<a xmlns='urn:a'/>"));
      assertTrue(stored.contains("<a xmlns='urn:a'/>"), stored);
      client.result("set", "", publish(STORAGE, "current", list));
      String kept = client.result("get", "", PepClient.pubsub("<items node='" + STORAGE + "'/>"));
      assertTrue(kept.contains("orchard@"), kept);
    }
  }

  @Test
  @Tag("PF-0048-legacy")
  void whatIsNoStorageElementChangesNoBookmarks() throws IOException {
    set(storage(old("orchard", "1")));
    told(ITEMS, room("orchard"));
    told(STORAGE, "current");
    juliet.result("set", "", publish(STORAGE, "current", "<other xmlns='urn:other'/>"));
    told(STORAGE, "current");
    nothingMore();
    assertEquals(new TreeSet<>(List.of("orchard")), items(ITEMS));
  }

  @Test
  @Tag("PF-0402-options")
  void passwordsAreForTheirOwnerAlone() throws IOException {
    set(
        storage(
            "<conference jid='orchard@rooms.pipit.test'><password>s3cret</password></conference>"));
    assertTrue(told(ITEMS, room("orchard")).contains("s3cret"));
    told(STORAGE, "current");
    for (String name : List.of(ITEMS, STORAGE)) {
      romeo.refused(
          "get", juliet.account(), PepClient.pubsub("<items node='" + name + "'/>"), "not-allowed");
    }
    String listed =
        romeo.result(
            "get", juliet.account(), "<query xmlns='http://jabber.org/protocol/disco#items'/>");
    assertFalse(listed.contains("bookmarks"), listed);
    String form = juliet.result("get", "", PepClient.owner("<configure node='" + ITEMS + "'/>"));
    assertTrue(form.contains("<value>whitelist</value>"), form);
    assertTrue(form.contains("<value>never</value>"), form);
    assertTrue(form.contains("<value>max</value>"), form);
  }

  // ---- what works

  @Test
  @Tag("XC-0049-private")
  void privateStorageKeepsOneElementForEachNameAndNamespace() throws IOException {
    set("<a xmlns='urn:a'>1</a><b xmlns='urn:a'>2</b><a xmlns='urn:c'>3</a>");
    set("<a xmlns='urn:a' n='4'><d xmlns='urn:d'/></a>");
    String both = stored("<a xmlns='urn:a'/><b xmlns='urn:a'/><c xmlns='urn:a'/>");
    assertTrue(
        both.contains(
            "<a xmlns='urn:a' n='4'><d xmlns='urn:d'/></a><b xmlns='urn:a'>2</b>"
                + "<c xmlns='urn:a'/>"),
        both);
    set("<a xmlns='urn:a'/>");
    assertTrue(stored("<a xmlns='urn:a'/>").contains("<a xmlns='urn:a'/>"));
    assertTrue(stored("<a xmlns='urn:c'/>").contains("<a xmlns='urn:c'>3</a>"));
  }

  @Test
  @Tag("XC-0049-private")
  @Tag("XC-0048-bookmarks")
  void privateStorageSurvivesARestart(@TempDir Path folder) throws IOException {
    try (TestNode first = TestNode.startPlain(folder).account("juliet", "juliet")) {
      try (PepClient client = PepClient.login(first, "juliet", "balcony")) {
        client.result(
            "set", "", query("<a xmlns='urn:a'>1</a>" + storage(old("orchard", "1") + URL)));
      }
      try (TestNode again = first.restart();
          PepClient client = PepClient.login(again, "juliet", "balcony")) {
        assertTrue(client.result("get", "", query("<a xmlns='urn:a'/>")).contains("'>1</a>"));
        String storage = client.result("get", "", query(storage("")));
        assertTrue(storage.contains("orchard@") && storage.contains("<url "), storage);
      }
    }
  }

  @Test
  @Tag("XC-0048-bookmarks")
  @Tag("PF-0402-compat")
  @Tag("PF-0411-conversion")
  void privateStorageBecomesItemsAndOlderClientsAreTold() throws IOException {
    set(storage(old("orchard", "1") + URL + old("play", "2")));
    told(ITEMS, room("orchard"), room("play"));
    assertTrue(told(STORAGE, "current").contains("<url "));
    set(storage(old("orchard", "1") + old("play", "3") + old("garden", "4")));
    assertTrue(told(ITEMS, room("play"), room("garden")).contains("name='3'"));
    assertFalse(told(STORAGE, "current").contains("<url "));
    set(storage(old("play", "3")));
    assertTrue(told(ITEMS, room("orchard")).contains("<retract "));
    assertTrue(told(ITEMS, room("garden")).contains("<retract "));
    told(STORAGE, "current");
    set(storage(old("play", "3")));
    nothingMore();
    allHave("play");
    set(storage(""));
    assertTrue(told(ITEMS, room("play")).contains("<retract "));
    told(STORAGE, "current");
    allHave();
  }

  @Test
  @Tag("XC-0048-bookmarks")
  @Tag("PF-0402-compat")
  @Tag("PF-0048-legacy")
  void itemsAreInPrivateStorageAndInTheNodeOfOlderClients() throws IOException {
    juliet.create(ITEMS, "access_model=whitelist", "persist_items=true", "max_items=max");
    juliet.result("set", "", publish(ITEMS, room("orchard"), conference("1")));
    told(ITEMS, room("orchard"));
    assertTrue(told(STORAGE, "current").contains("name='1'"));
    juliet.result("set", "", publish(ITEMS, room("play"), conference("2")));
    told(ITEMS, room("play"));
    told(STORAGE, "current");
    allHave("orchard", "play");
    juliet.result(
        "set",
        "",
        PepClient.pubsub(
            "<retract node='"
                + ITEMS
                + "' notify='true'><item id='"
                + room("orchard")
                + "'/></retract>"));
    told(ITEMS, room("orchard"));
    told(STORAGE, "current");
    allHave("play");
    // What is no bookmark of a room is nobody's business.
    juliet.result("set", "", publish(ITEMS, "a@b/c", conference("3")));
    told(ITEMS, "a@b/c");
    juliet.result("set", "", publish(ITEMS, room("broken"), "<x xmlns='urn:x'/>"));
    told(ITEMS, room("broken"));
    nothingMore();
    assertEquals(new TreeSet<>(List.of("play")), inPrivate());
    set(storage(""));
    told(ITEMS, room("play"));
    told(STORAGE, "current");
    assertEquals(new TreeSet<>(List.of("a", "broken")), items(ITEMS));
  }

  @Test
  @Tag("PF-0048-legacy")
  @Tag("PF-0402-compat")
  void oneItemOfAnOlderClientBecomesAnItemForEachRoom() throws IOException {
    juliet.create(STORAGE, "access_model=whitelist", "persist_items=true");
    juliet.result(
        "set",
        "",
        publish(STORAGE, "current", storage(old("orchard", "1") + URL + old("play", "2"))));
    told(STORAGE, "current");
    told(ITEMS, room("orchard"), room("play"));
    nothingMore();
    assertTrue(stored(storage("")).contains("<url "));
    juliet.result("set", "", publish(STORAGE, "current", storage(old("play", "3"))));
    told(STORAGE, "current");
    assertTrue(told(ITEMS, room("play")).contains("name='3'"));
    assertTrue(told(ITEMS, room("orchard")).contains("<retract "));
    nothingMore();
    assertFalse(stored(storage("")).contains("<url "));
    allHave("play");
  }

  @Test
  @Tag("PF-0048-legacy")
  void firstListOfAnOlderClientTakesNothingOut() throws IOException {
    juliet.create(ITEMS, "access_model=whitelist", "persist_items=true", "max_items=max");
    juliet.result("set", "", publish(ITEMS, room("orchard"), conference("1")));
    told(ITEMS, room("orchard"));
    told(STORAGE, "current");
    juliet.configure(STORAGE, "publish_model=open"); // and so takes nothing along
    juliet.result("set", "", PepClient.owner("<delete node='" + STORAGE + "'/>"));
    juliet.nextEvent();
    juliet.create(STORAGE, "access_model=whitelist", "persist_items=true");
    juliet.result("set", "", publish(STORAGE, "current", storage(old("play", "2"))));
    told(STORAGE, "current");
    told(ITEMS, room("play"));
    assertTrue(told(STORAGE, "current").contains("orchard@"));
    nothingMore();
    allHave("orchard", "play");
  }

  /** Clients of either generation see that there is no bookmark any more. */
  @Test
  @Tag("PF-0048-legacy")
  @Tag("PF-0402-compat")
  void endOfANodeIsToldAtTheOther() throws IOException {
    juliet.create(ITEMS, "access_model=whitelist", "persist_items=true", "max_items=max");
    juliet.result("set", "", publish(ITEMS, room("orchard"), conference("1")));
    told(ITEMS, room("orchard"));
    told(STORAGE, "current");
    juliet.result("set", "", PepClient.owner("<delete node='" + ITEMS + "'/>"));
    assertTrue(XmlWriter.text(juliet.nextEvent()).contains("<delete node='" + ITEMS + "'"));
    assertFalse(told(STORAGE, "current").contains("<conference"));
    nothingMore();

    juliet.result("set", "", publish(STORAGE, "current", storage(old("play", "2"))));
    told(STORAGE, "current");
    told(ITEMS, room("play"));
    juliet.result("set", "", PepClient.owner("<delete node='" + STORAGE + "'/>"));
    assertTrue(XmlWriter.text(juliet.nextEvent()).contains("<delete node='" + STORAGE + "'"));
    assertTrue(told(ITEMS, room("play")).contains("<retract "));
    nothingMore();
    assertEquals(Set.of(), inPrivate());
  }

  @Test
  @Tag("PF-0469-pinning")
  void olderClientsLeaveExtensions() throws IOException {
    String extensions = "<extensions><pinned xmlns='urn:xmpp:bookmarks-pinning:0'/></extensions>";
    juliet.create(ITEMS, "access_model=whitelist", "persist_items=true", "max_items=max");
    juliet.result(
        "set",
        "",
        publish(
            ITEMS,
            room("orchard"),
            "<conference xmlns='urn:xmpp:bookmarks:1' name='1'>" + extensions + "</conference>"));
    told(ITEMS, room("orchard"));
    told(STORAGE, "current");
    set(storage(old("orchard", "1")));
    nothingMore();
    set(storage(old("orchard", "2")));
    String event = told(ITEMS, room("orchard"));
    assertTrue(event.contains("name='2'") && event.contains("<pinned "), event);
    told(STORAGE, "current");
    juliet.result("set", "", publish(STORAGE, "current", storage(old("orchard", "3"))));
    told(STORAGE, "current");
    event = told(ITEMS, room("orchard"));
    assertTrue(event.contains("name='3'") && event.contains("<pinned "), event);
  }

  @Test
  @Tag("PF-0402-one-item-per-room")
  void manyBookmarksComeAndGoInOneRequest() throws IOException {
    String many =
        IntStream.range(0, 150).mapToObj(i -> old("r" + i, "n")).collect(Collectors.joining());
    // Two requests at a time: the second finds all that the first has said.
    juliet.send("<iq type='set' id='many'>" + query(storage(many)) + "</iq>");
    set(storage(old("r7", "n")));
    assertEquals(100, itemsOf(juliet.nextEvent()));
    assertEquals(50, itemsOf(juliet.nextEvent()));
    for (int gone = 0; gone < 149; gone++) {
      Element event = juliet.nextEvent();
      if (XmlWriter.text(event).contains("node='" + STORAGE)) {
        gone--;
      }
    }
    told(STORAGE, "current");
    allHave("r7");
  }

  private static int itemsOf(Element message) {
    return message.firstElement().flatMap(Element::firstElement).orElseThrow().elements().size();
  }

  @Test
  @Tag("PF-0402-compat")
  @Tag("PF-0411-conversion")
  @Tag("XC-0049-private")
  void accountSaysThatItConverts() throws IOException {
    String info =
        juliet.result(
            "get", juliet.account(), "<query xmlns='http://jabber.org/protocol/disco#info'/>");
    for (String feature :
        List.of(
            "urn:xmpp:bookmarks:1#compat",
            "urn:xmpp:bookmarks:1#compat-pep",
            "urn:xmpp:bookmarks-conversion:0",
            "jabber:iq:private")) {
      assertTrue(info.contains("<feature var='" + feature + "'/>"), feature);
    }
  }
}
