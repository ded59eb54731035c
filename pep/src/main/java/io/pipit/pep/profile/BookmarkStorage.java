package io.pipit.pep.profile;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All bookmarks of an account in one element (XEP-0048 3), as older clients keep them. Any thread.
 *
 * @param conferences bookmarks by the address of the room, in their order; which does not matter
 *     when two are compared
 * @param others all other children as they are: bookmarks of pages, and conferences that cannot be
 *     one of those
 */
public record BookmarkStorage(Map<BareJid, Bookmark> conferences, List<Element> others) {

  public static final String NAMESPACE = "storage:bookmarks";

  public static final BookmarkStorage EMPTY = new BookmarkStorage(Map.of(), List.of());

  public static final PayloadFormat<BookmarkStorage> FORMAT =
      new RecordFormat<>("storage", NAMESPACE, BookmarkStorage::read, BookmarkStorage::write);

  public BookmarkStorage {
    conferences = Collections.unmodifiableMap(new LinkedHashMap<>(conferences));
    others = List.copyOf(others);
  }

  /** What a {@code storage} element holds; nothing when it is another one. */
  public static BookmarkStorage of(Element storage) {
    return FORMAT.read(storage) instanceof Reading.Valid<BookmarkStorage> valid
        ? valid.value()
        : EMPTY;
  }

  private static Reading<BookmarkStorage> read(Element storage) {
    Map<BareJid, Bookmark> conferences = new LinkedHashMap<>();
    List<Element> others = new ArrayList<>();
    for (Element child : storage.elements()) {
      Optional<BareJid> room = room(child).filter(jid -> !conferences.containsKey(jid));
      if (room.isPresent() && Bookmark.read(child) instanceof Reading.Valid<Bookmark> valid) {
        conferences.put(room.get(), valid.value());
      } else {
        others.add(child);
      }
    }
    return new Reading.Valid<>(new BookmarkStorage(conferences, others));
  }

  private static Optional<BareJid> room(Element child) {
    return child.is("conference", NAMESPACE)
        ? child.attribute("jid").flatMap(BookmarkStorage::room)
        : Optional.empty();
  }

  /** The room that an address or the id of an item names; empty when none can have it. */
  public static Optional<BareJid> room(String address) {
    return Jid.parse(address).filter(jid -> jid instanceof BareJid).map(Jid::bare);
  }

  private Element write() {
    Element.Builder storage = Element.builder("storage", NAMESPACE);
    conferences.forEach(
        (room, bookmark) -> storage.child(bookmark.write(NAMESPACE).with("jid", room.toString())));
    return storage.children(others).build();
  }

  /** The same other children with these bookmarks. */
  public BookmarkStorage withConferences(Map<BareJid, Bookmark> others) {
    return new BookmarkStorage(others, this.others);
  }
}
