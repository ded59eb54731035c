package io.pipit.broker.interop;

import static io.pipit.broker.interop.SmackClient.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.bookmarks.BookmarkManager;
import org.jivesoftware.smackx.bookmarks.BookmarkedConference;
import org.jivesoftware.smackx.bookmarks.BookmarkedURL;
import org.jivesoftware.smackx.iqprivate.PrivateDataManager;
import org.jivesoftware.smackx.iqprivate.packet.DefaultPrivateData;
import org.jivesoftware.smackx.iqprivate.packet.PrivateDataIQ;
import org.jivesoftware.smackx.pep.PepManager;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.LeafNode;
import org.jivesoftware.smackx.pubsub.PayloadItem;
import org.jivesoftware.smackx.pubsub.PubSubManager;
import org.jivesoftware.smackx.pubsub.SimplePayload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** Smack's private storage and the bookmarks that it keeps there, unchanged, against a node. */
class SmackBookmarksTest {

  private static final String ITEMS = "urn:xmpp:bookmarks:1";
  private static final EntityBareJid ORCHARD =
      JidCreate.entityBareFromOrThrowUnchecked("orchard@rooms.verona.test");
  private static final EntityBareJid HALL =
      JidCreate.entityBareFromOrThrowUnchecked("hall@rooms.verona.test");

  private final List<XMPPTCPConnection> connections = new ArrayList<>();
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path folder) {
    node = TestNode.start(folder).account("juliet", "juliet").account("romeo", "romeo");
  }

  @AfterEach
  void stop() {
    connections.forEach(XMPPTCPConnection::disconnect);
    node.close();
  }

  private XMPPTCPConnection login(String name) throws Exception {
    XMPPTCPConnection connection = SmackClient.login(node, name, name);
    connections.add(connection);
    return connection;
  }

  /** Of a new client: they read the list once. */
  private BookmarkManager bookmarks() throws Exception {
    return BookmarkManager.getBookmarkManager(login("juliet"));
  }

  private static LeafNode items(XMPPTCPConnection client, EntityBareJid account) throws Exception {
    return PubSubManager.getInstanceFor(client, account).getLeafNode(ITEMS);
  }

  private static Set<EntityBareJid> rooms(BookmarkManager bookmarks) throws Exception {
    return bookmarks.getBookmarkedConferences().stream()
        .map(BookmarkedConference::getJid)
        .collect(Collectors.toSet());
  }

  @Test
  @Tag("XC-0049-private")
  @Tag("XC-0049-no-child")
  void whatIsAnothersOrNothingIsRefused() throws Exception {
    XMPPTCPConnection juliet = login("juliet");
    XMPPTCPConnection romeo = login("romeo");
    PrivateDataIQ theirs = new PrivateDataIQ("notes", "urn:example:notes");
    theirs.setTo(juliet.getUser().asBareJid());
    refused(Condition.forbidden, () -> romeo.sendIqRequestAndWaitForResponse(theirs));
    refused(
        Condition.not_acceptable,
        () ->
            PrivateDataManager.getInstanceFor(juliet)
                .setPrivateData(new DefaultPrivateData("notes", "jabber:client")));
  }

  @Test
  @Tag("XC-0049-private")
  void privateDataIsStoredAndReplaced() throws Exception {
    PrivateDataManager storage = PrivateDataManager.getInstanceFor(login("juliet"));
    assertTrue(storage.isSupported());
    for (String text : List.of("wherefore", "why")) {
      DefaultPrivateData notes = new DefaultPrivateData("notes", "urn:example:notes");
      notes.setValue("note", text);
      storage.setPrivateData(notes);
      DefaultPrivateData stored =
          (DefaultPrivateData)
              PrivateDataManager.getInstanceFor(login("juliet"))
                  .getPrivateData("notes", "urn:example:notes");
      assertEquals(text, stored.getValue("note"));
    }
    DefaultPrivateData none =
        (DefaultPrivateData) storage.getPrivateData("other", "urn:example:notes");
    assertNull(none.getValue("note"));
  }

  @Test
  @Tag("XC-0048-bookmarks")
  @Tag("PF-0402-compat")
  void bookmarksAreItems() throws Exception {
    BookmarkManager first = bookmarks();
    assertEquals(Set.of(), rooms(first));
    first.addBookmarkedConference(
        "Orchard", ORCHARD, true, Resourcepart.from("jule"), "balc0ny & co");
    first.addBookmarkedConference("Hall", HALL, false, null, null);
    first.addBookmarkedURL("https://verona.test/", "Verona", false);

    XMPPTCPConnection juliet = login("juliet");
    EntityBareJid account = juliet.getUser().asEntityBareJid();
    List<Item> items = items(juliet, account).getItems();
    assertEquals(
        Set.of(ORCHARD.toString(), HALL.toString()),
        items.stream().map(Item::getId).collect(Collectors.toSet()));
    XMPPTCPConnection romeo = login("romeo");
    refused(Condition.not_allowed, () -> items(romeo, account).getItems());

    BookmarkManager second = bookmarks();
    assertEquals(Set.of(ORCHARD, HALL), rooms(second));
    BookmarkedConference orchard =
        second.getBookmarkedConferences().stream()
            .filter(room -> room.getJid().equals(ORCHARD))
            .findFirst()
            .orElseThrow();
    assertEquals("Orchard", orchard.getName());
    assertTrue(orchard.isAutoJoin());
    assertEquals(Resourcepart.from("jule"), orchard.getNickname());
    assertEquals("balc0ny & co", orchard.getPassword());
    assertEquals(
        List.of("https://verona.test/"),
        second.getBookmarkedURLs().stream().map(BookmarkedURL::getURL).toList());
    second.removeBookmarkedConference(ORCHARD);
    assertEquals(1, items(juliet, account).getItems().size());
  }

  @Test
  @Tag("PF-0402-compat")
  void itemsAreBookmarks() throws Exception {
    XMPPTCPConnection juliet = login("juliet");
    PepManager.getInstanceFor(juliet)
        .publish(
            ITEMS,
            new PayloadItem<>(
                HALL.toString(),
                new SimplePayload("<conference xmlns='" + ITEMS + "' name='Hall'/>")));
    assertEquals(Set.of(HALL), rooms(bookmarks()));
    items(juliet, juliet.getUser().asEntityBareJid()).deleteItem(HALL.toString());
    assertEquals(Set.of(), rooms(bookmarks()));
  }
}
