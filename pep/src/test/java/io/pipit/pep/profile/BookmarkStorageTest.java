package io.pipit.pep.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.xml.XmlDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bookmarks as items of their own and in one element. */
class BookmarkStorageTest {

  private static final BareJid ORCHARD = BareJid.of("orchard@rooms.pipit.test");
  private static final BareJid PLAY = BareJid.of("play@rooms.pipit.test");

  private static Element xml(String text) {
    return XmlDocument.parse(text.getBytes(UTF_8));
  }

  private static Bookmark bookmark(String content) {
    Element element = xml("<conference xmlns='urn:xmpp:bookmarks:1' " + content);
    Reading<Bookmark> reading = Bookmark.FORMAT.read(element);
    Bookmark value = ((Reading.Valid<Bookmark>) reading).value();
    assertEquals(element, Bookmark.FORMAT.write(value));
    return value;
  }

  private static BookmarkStorage storage(String children) {
    return BookmarkStorage.of(xml("<storage xmlns='storage:bookmarks'>" + children + "</storage>"));
  }

  // ---- refusals

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "TRUE", "2"})
  void autojoinIsTrueOrFalse(String autojoin) {
    assertInstanceOf(
        Reading.Invalid.class,
        Bookmark.FORMAT.read(
            xml("<conference xmlns='urn:xmpp:bookmarks:1' autojoin='" + autojoin + "'/>")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<storage xmlns='urn:xmpp:bookmarks:1'/>",
        "<storage xmlns='storage:rosternotes'/>",
        "<conference xmlns='storage:bookmarks' jid='orchard@rooms.pipit.test'/>"
      })
  void otherElementsHoldNoBookmarks(String other) {
    assertInstanceOf(Reading.Invalid.class, BookmarkStorage.FORMAT.read(xml(other)));
    assertEquals(BookmarkStorage.EMPTY, BookmarkStorage.of(xml(other)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<conference/>",
        "<conference jid=''/>",
        "<conference jid='a@b/c'/>",
        "<conference jid='@'/>",
        "<conference jid='orchard@rooms.pipit.test' autojoin='perhaps'/>",
        "<conference xmlns='urn:other' jid='orchard@rooms.pipit.test'/>",
        "<url name='Works' url='https://pipit.test/'/>"
      })
  void whatIsNoBookmarkOfARoomIsKeptAsItIs(String child) {
    BookmarkStorage storage = storage(child);
    assertEquals(Map.of(), storage.conferences());
    assertEquals(1, storage.others().size());
    assertEquals(
        xml("<storage xmlns='storage:bookmarks'>" + child + "</storage>"),
        BookmarkStorage.FORMAT.write(storage));
  }

  @Test
  void passwordIsNotPrinted() {
    assertFalse(
        bookmark("name='a'><password>s3cret</password></conference>")
            .toString()
            .contains("s3cret"));
  }

  // ---- what works

  @Test
  @Tag("PF-0402-one-item-per-room")
  void bookmarkIsReadAndWritten() {
    assertEquals(new Bookmark(null, false, null, null, List.of()), bookmark("/>"));
    assertEquals(
        new Bookmark(
            "Orchard", true, "JC", "s3cret", List.of(Element.of("minimised", "urn:other"))),
        bookmark(
            "name='Orchard' autojoin='true'><nick>JC</nick><password>s3cret</password>"
                + "<minimised xmlns='urn:other'/></conference>"));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "false, false", "1, true", "true, true", "' true ', true"})
  void autojoinHasFourSpellings(String autojoin, boolean expected) {
    Element element = xml("<conference xmlns='urn:xmpp:bookmarks:1' autojoin='" + autojoin + "'/>");
    assertEquals(
        new Reading.Valid<>(new Bookmark(null, expected, null, null, List.of())),
        Bookmark.FORMAT.read(element));
  }

  @Test
  @Tag("PF-0048-legacy")
  void bothFormsSayTheSame() {
    Bookmark orchard =
        bookmark(
            "name='Orchard' autojoin='true'><nick>JC</nick>"
                + "<extensions><pinned xmlns='urn:xmpp:bookmarks-pinning:0'/></extensions>"
                + "</conference>");
    BookmarkStorage both =
        storage(
            "<conference jid='orchard@rooms.pipit.test' name='Orchard' autojoin='1'>"
                + "<nick>JC</nick>"
                + "<extensions><pinned xmlns='urn:xmpp:bookmarks-pinning:0'/></extensions>"
                + "</conference>"
                + "<url name='Works' url='https://pipit.test/'/>"
                + "<conference jid='play@rooms.pipit.test'/>");
    assertEquals(List.of(ORCHARD, PLAY), List.copyOf(both.conferences().keySet()));
    assertEquals(orchard, both.conferences().get(ORCHARD));
    assertEquals(both, BookmarkStorage.of(BookmarkStorage.FORMAT.write(both)));
    assertEquals(
        storage("<url name='Works' url='https://pipit.test/'/>"), both.withConferences(Map.of()));
  }

  @Test
  void addressesArePreparedAndTheFirstOfTwoCounts() {
    BookmarkStorage storage =
        storage(
            "<conference jid='Orchard@Rooms.Pipit.test' name='1'/>"
                + "<conference jid='orchard@rooms.pipit.test' name='2'/>");
    assertEquals(
        Map.of(ORCHARD, new Bookmark("1", false, null, null, List.of())), storage.conferences());
    assertEquals(1, storage.others().size());
    assertEquals(Optional.of(ORCHARD), BookmarkStorage.room("ORCHARD@rooms.pipit.test"));
    assertEquals(Optional.empty(), BookmarkStorage.room("orchard@rooms.pipit.test/nick"));
  }

  @Test
  @Tag("PF-0469-pinning")
  void olderClientsLeaveWhatTheyDoNotKnow() {
    Bookmark pinned =
        bookmark(
            "name='Orchard'><extensions><pinned xmlns='urn:xmpp:bookmarks-pinning:0'/></extensions>"
                + "<own xmlns='urn:own' a='1'/></conference>");
    Bookmark renamed = pinned.updated(new Bookmark("Garden", true, "JC", null, List.of()));
    assertEquals(new Bookmark("Garden", true, "JC", null, pinned.others()), renamed);

    Element own = Element.builder("own", "urn:own").attribute("a", "2").build();
    assertEquals(
        List.of(pinned.others().get(0), own),
        pinned.updated(new Bookmark("Orchard", false, null, null, List.of(own))).others());
    Bookmark reordered =
        new Bookmark(
            "Orchard", false, null, null, List.of(pinned.others().get(1), pinned.others().get(0)));
    assertNotEquals(pinned, reordered);
    assertEquals(pinned, pinned.updated(reordered));
  }
}
