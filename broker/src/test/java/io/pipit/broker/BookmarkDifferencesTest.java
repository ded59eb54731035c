package io.pipit.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A form of the bookmarks that cannot take a room never takes it from another one. */
class BookmarkDifferencesTest {

  private static final String ITEMS = "urn:xmpp:bookmarks:1";
  private static final String STORAGE = "storage:bookmarks";
  private static final Map<String, String> PLAIN = Map.of("PIPIT_LISTENERS__C2S__TLS", "off");

  private static TestNode node;
  private static int accounts;
  private PepClient juliet;
  private String romeo;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = TestNode.start(folder, PLAIN);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void login() throws IOException {
    accounts++;
    node.account("juliet" + accounts, "juliet" + accounts);
    juliet = PepClient.login(node, "juliet" + accounts, "balcony");
    romeo = "romeo" + accounts + "@" + node.domain();
  }

  @AfterEach
  void logout() throws IOException {
    juliet.close();
  }

  private static String room(String name) {
    return name + "@rooms.pipit.test";
  }

  private static String list(String... rooms) {
    StringBuilder list = new StringBuilder("<storage xmlns='storage:bookmarks'>");
    for (String room : rooms) {
      list.append("<conference jid='").append(room(room)).append("' name='N'/>");
    }
    return list.append("</storage>").toString();
  }

  private static String published(String name, String id, String payload) {
    return PepClient.pubsub(
        "<publish node='" + name + "'><item id='" + id + "'>" + payload + "</item></publish>");
  }

  private void listed(String... rooms) throws IOException {
    juliet.result("set", "", published(STORAGE, "current", list(rooms)));
  }

  private void added(String... rooms) throws IOException {
    for (String each : rooms) {
      juliet.result("set", "", published(ITEMS, room(each), "<conference xmlns='" + ITEMS + "'/>"));
    }
  }

  private void retracted(String name, String id) throws IOException {
    juliet.result(
        "set",
        "",
        PepClient.pubsub("<retract node='" + name + "'><item id='" + id + "'/></retract>"));
  }

  private void owner(String content) throws IOException {
    juliet.result("set", "", PepClient.owner(content));
  }

  private void affiliated(String name, String affiliation) throws IOException {
    owner(
        "<affiliations node='"
            + name
            + "'><affiliation jid='"
            + romeo
            + "' affiliation='"
            + affiliation
            + "'/></affiliations>");
  }

  /** The node of items, and the list that follows the first of them. */
  private void startWith(String... rooms) throws IOException {
    juliet.create(ITEMS, "access_model=whitelist", "persist_items=true", "max_items=max");
    added(rooms);
    allHave(rooms);
  }

  private void assertRooms(String name, String... rooms) throws IOException {
    Set<String> found = new TreeSet<>();
    String answer = juliet.result("get", "", PepClient.pubsub("<items node='" + name + "'/>"));
    Matcher matcher =
        Pattern.compile(name.equals(ITEMS) ? "id='([a-z0-9]+)@" : "jid='([a-z0-9]+)@")
            .matcher(answer);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    assertEquals(new TreeSet<>(List.of(rooms)), found, name);
  }

  private void allHave(String... rooms) throws IOException {
    assertRooms(ITEMS, rooms);
    assertRooms(STORAGE, rooms);
  }

  // ---- what has no room

  @Test
  @Tag("PF-0048-legacy")
  @Tag("PF-0402-compat")
  void roomThatTheItemsCouldNotTakeStaysInTheListAndJoinsOnceItCan(@TempDir Path folder)
      throws IOException {
    try (TestNode first = TestNode.start(folder, PLAIN).account("juliet", "juliet")) {
      juliet.close();
      juliet = PepClient.login(first, "juliet", "balcony");
      startWith("a", "b");
      juliet.configure(ITEMS, "max_items=2");
      listed("a", "b", "c");
      assertRooms(ITEMS, "a", "b");
      juliet.close();
      try (TestNode again = first.restart()) {
        juliet = PepClient.login(again, "juliet", "balcony");
        assertRooms(STORAGE, "a", "b", "c");
        assertRooms(ITEMS, "a", "b");
        added("a");
        assertRooms(STORAGE, "a", "b", "c");
        juliet.configure(ITEMS, "max_items=max");
        allHave("a", "b", "c");
      }
    }
  }

  @Test
  @Tag("PF-0048-legacy")
  void whatWasTakenOutOfTheItemsDoesNotComeBackWithAListThatTheyCouldNotTake() throws IOException {
    startWith("a", "b");
    juliet.configure(ITEMS, "max_items=2");
    listed("a", "b", "c");
    retracted(ITEMS, room("b"));
    assertRooms(STORAGE, "a", "c");
    juliet.configure(ITEMS, "max_items=max");
    allHave("a", "c");
  }

  @Test
  @Tag("PF-0048-legacy")
  void olderClientTakesOutNothingThatItCannotHaveRead() throws IOException {
    startWith("a", "b");
    juliet.configure(STORAGE, "max_payload_size=150");
    added("c", "d");
    assertRooms(STORAGE, "a", "b");
    listed("a");
    assertRooms(ITEMS, "a", "c", "d");
    retracted(ITEMS, room("c"));
    juliet.configure(STORAGE, "max_payload_size=10000");
    allHave("a", "d");
  }

  @Test
  @Tag("PF-0048-legacy")
  void roomsThatFitAreHeardBesidesThoseThatDoNot() throws IOException {
    startWith("a", "b", "c");
    juliet.configure(ITEMS, "max_items=3");
    listed("a", "c", "d");
    allHave("a", "c", "d");
    listed("c", "d", "e", "f");
    assertRooms(ITEMS, "c", "d");
    assertRooms(STORAGE, "c", "d", "e", "f");
  }

  @Test
  @Tag("PF-0402-compat")
  void itemThatIsPushedOutLeavesTheListToo() throws IOException {
    startWith("a", "b");
    juliet.configure(ITEMS, "max_items=2");
    added("c");
    allHave("b", "c");
    juliet.configure(ITEMS, "max_items=1");
    allHave("c");
  }

  // ---- the end of a node's items

  @Test
  @Tag("PF-0048-legacy")
  void purgedListTakesOutItsRoomsAndNoOthers() throws IOException {
    startWith("a", "b");
    juliet.configure(STORAGE, "max_payload_size=150");
    added("c");
    owner("<purge node='" + STORAGE + "'/>");
    allHave("c");
    listed("c", "d");
    allHave("c", "d");
    juliet.configure(STORAGE, "max_payload_size=10000");
    retracted(STORAGE, "current");
    allHave();
    listed("e");
    allHave("e");
  }

  @Test
  @Tag("PF-0402-compat")
  void purgedItemsLeaveTheList() throws IOException {
    startWith("a", "b");
    owner("<purge node='" + ITEMS + "'/>");
    allHave();
    added("c");
    allHave("c");
  }

  @ParameterizedTest(name = "PF-0402-compat {0}")
  @CsvSource({STORAGE, ITEMS})
  @Tag("PF-0402-compat")
  void deletedNodeTakesItsRoomsOutOfTheOther(String deleted) throws IOException {
    startWith("a", "b");
    owner("<delete node='" + deleted + "'/>");
    assertRooms(deleted.equals(ITEMS) ? STORAGE : ITEMS);
    assertEquals(false, inPrivate().contains("<conference"));
    juliet.create(deleted, "access_model=whitelist", "persist_items=true", "max_items=10");
    added("c");
    allHave("c");
  }

  private String inPrivate() throws IOException {
    return juliet.result("get", "", "<query xmlns='jabber:iq:private'>" + list() + "</query>");
  }

  @ParameterizedTest(name = "PF-0402-compat {0}")
  @CsvSource({STORAGE, ITEMS})
  @Tag("PF-0402-compat")
  void roomsOfADeletedNodeDoNotComeBackWithARestart(String deleted, @TempDir Path folder)
      throws IOException {
    try (TestNode first = TestNode.start(folder, PLAIN).account("juliet", "juliet")) {
      juliet.close();
      juliet = PepClient.login(first, "juliet", "balcony");
      startWith("a", "b");
      owner("<delete node='" + deleted + "'/>");
      juliet.close();
      try (TestNode again = first.restart()) {
        juliet = PepClient.login(again, "juliet", "balcony");
        assertEquals(false, inPrivate().contains("<conference"));
        assertRooms(deleted.equals(ITEMS) ? STORAGE : ITEMS);
        juliet.create(deleted, "access_model=whitelist", "persist_items=true", "max_items=10");
        added("c");
        allHave("c");
      }
    }
  }

  @Test
  @Tag("PF-0048-legacy")
  void deletedListTakesOutItsRoomsAndNoOthers() throws IOException {
    startWith("a", "b");
    juliet.configure(STORAGE, "max_payload_size=150");
    added("c");
    owner("<delete node='" + STORAGE + "'/>");
    allHave("c");
  }

  @ParameterizedTest(name = "PF-0411-conversion {0} {1}")
  @CsvSource({STORAGE + ", member", STORAGE + ", publisher", ITEMS + ", publisher"})
  @Tag("PF-0411-conversion")
  void deletedNodeThatWasForOthersTooTakesNothingOut(String deleted, String affiliation)
      throws IOException {
    startWith("a", "b");
    affiliated(deleted, affiliation);
    owner("<delete node='" + deleted + "'/>");
    assertRooms(deleted.equals(ITEMS) ? STORAGE : ITEMS, "a", "b");
    juliet.create(deleted, "access_model=whitelist", "persist_items=true", "max_items=10");
    added("c");
    allHave("a", "b", "c");
  }

  @Test
  @Tag("PF-0411-conversion")
  void nodeThatKeepsNothingTakesNothingOut() throws IOException {
    startWith("a", "b");
    juliet.configure(ITEMS, "persist_items=false");
    assertRooms(STORAGE, "a", "b");
    juliet.configure(ITEMS, "persist_items=true");
    allHave("a", "b");
    juliet.configure(STORAGE, "persist_items=false");
    assertRooms(ITEMS, "a", "b");
    juliet.configure(STORAGE, "persist_items=true");
    allHave("a", "b");
  }

  // ---- others

  @ParameterizedTest(name = "PF-0411-conversion {0} {1}")
  @CsvSource({
    STORAGE + ", member",
    STORAGE + ", publisher",
    STORAGE + ", publish-only",
    STORAGE + ", owner",
    STORAGE + ", publish_model=open",
    STORAGE + ", publish_model=subscribers",
    ITEMS + ", member",
    ITEMS + ", publisher",
    ITEMS + ", publish-only",
    ITEMS + ", owner",
    ITEMS + ", publish_model=open"
  })
  @Tag("PF-0411-conversion")
  void nothingPassesBetweenNodesOfWhichOneIsForOthersToo(String opened, String how)
      throws IOException {
    startWith("a");
    boolean isModel = how.startsWith("publish_model");
    if (isModel) {
      juliet.configure(opened, how);
    } else {
      affiliated(opened, how);
    }
    added("b");
    assertRooms(STORAGE, "a");
    listed("a", "c");
    assertRooms(ITEMS, "a", "b");
    if (isModel) {
      juliet.configure(opened, "publish_model=publishers");
    } else {
      affiliated(opened, "none");
    }
    allHave("a", "b", "c");
  }

  @Test
  @Tag("PF-0411-conversion")
  void outcastsKeepNothingApart() throws IOException {
    startWith("a");
    affiliated(STORAGE, "outcast");
    affiliated(ITEMS, "outcast");
    added("b");
    listed("a", "b", "c");
    allHave("a", "b", "c");
  }
}
