package io.pipit.broker.module;

import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pep.profile.Reading;
import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bookmarks of an account as the items of their node say (XEP-0402). Items that say nothing of
 * a room are left alone. Immutable: true for one turn of the account's shard.
 */
public final class BookmarkItems {

  /** What their node has to be like, or becomes when it is not there (XEP-0402). */
  public static final Map<String, List<String>> NEW_NODE =
      Map.of(
          "pubsub#access_model", List.of(AccessModel.WHITELIST.wire()),
          "pubsub#persist_items", List.of("true"),
          "pubsub#max_items", List.of("max"),
          "pubsub#send_last_published_item", List.of("never"));

  /** Of rooms by their address; of two items about one room the newer. */
  private final Map<BareJid, Bookmark> bookmarks = new LinkedHashMap<>();

  /** The items about a room, the newest last. */
  private final Map<BareJid, List<String>> ids = new LinkedHashMap<>();

  private final int size;

  public BookmarkItems(List<Item> items) {
    size = items.size();
    items.stream().sorted(Comparator.comparingLong(Item::created)).forEach(this::add);
  }

  /**
   * Whether a node is for its owner alone and keeps what is published.
   *
   * @param config null for a node that has to come
   */
  public static boolean isPrivate(@Nullable NodeConfig config) {
    return config == null
        || (config.accessModel() == AccessModel.WHITELIST
            && config.persistsItems()
            && !config.isCollection());
  }

  private void add(Item item) {
    SerializedXml payload = item.payload();
    Optional<BareJid> room = BookmarkStorage.room(item.id());
    if (payload != null
        && room.isPresent()
        && Bookmark.FORMAT.read(XmlDocument.parse(payload.bytes()))
            instanceof Reading.Valid<Bookmark> valid) {
      bookmarks.put(room.get(), valid.value());
      ids.computeIfAbsent(room.get(), jid -> new ArrayList<>()).add(item.id());
    }
  }

  public Map<BareJid, Bookmark> bookmarks() {
    return Collections.unmodifiableMap(bookmarks);
  }

  /**
   * What has to happen to the items.
   *
   * @param published of bookmarks that are new or different
   * @param retracted ids of items
   */
  public record Difference(List<PublishedItem> published, List<String> retracted) {

    boolean isNone() {
      return published.isEmpty() && retracted.isEmpty();
    }
  }

  /** What is between these bookmarks and what an older client says they are. */
  public Difference to(Map<BareJid, Bookmark> said) {
    List<PublishedItem> published = new ArrayList<>();
    said.forEach(
        (room, bookmark) -> {
          Bookmark known = bookmarks.get(room);
          Bookmark wanted = known == null ? bookmark : known.updated(bookmark);
          if (!wanted.equals(known)) {
            published.add(
                new PublishedItem(id(room), XmlWriter.serialize(Bookmark.FORMAT.write(wanted))));
          }
        });
    List<String> retracted = new ArrayList<>();
    ids.forEach(
        (room, items) -> {
          if (!said.containsKey(room)) {
            retracted.addAll(items);
          }
        });
    return new Difference(published, retracted);
  }

  private String id(BareJid room) {
    List<String> known = ids.getOrDefault(room, List.of(room.toString()));
    return known.get(known.size() - 1);
  }

  /** How many items there are behind a difference. */
  int sizeBehind(Difference difference) {
    long added =
        difference.published().stream()
            .filter(item -> ids.values().stream().noneMatch(known -> known.contains(item.id())))
            .count();
    return size + (int) added - difference.retracted().size();
  }
}
