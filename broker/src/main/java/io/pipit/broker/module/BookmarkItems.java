package io.pipit.broker.module;

import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pep.profile.Reading;
import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.PublishModel;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * Whether a node is for its account alone, to read and to write, and keeps what is published.
   *
   * @param node null for one that has to come
   */
  public static boolean isPrivate(@Nullable NodeState node, BareJid account) {
    return node == null
        || (node.config().accessModel() == AccessModel.WHITELIST
            && node.config().persistsItems()
            && !node.config().isCollection()
            && isWrittenBy(account, node)
            && hasNoOther(account, node, Affiliation.MEMBER));
  }

  /** Whether nobody but the account can have changed a node. */
  static boolean isWrittenBy(BareJid account, NodeState node) {
    return node.config().publishModel() == PublishModel.PUBLISHERS
        && hasNoOther(account, node, Affiliation.OWNER)
        && hasNoOther(account, node, Affiliation.PUBLISHER)
        && hasNoOther(account, node, Affiliation.PUBLISH_ONLY);
  }

  private static boolean hasNoOther(BareJid account, NodeState node, Affiliation affiliation) {
    return node.affiliations().entrySet().stream()
        .noneMatch(each -> each.getValue() == affiliation && !each.getKey().equals(account));
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
    Set<BareJid> rooms = new LinkedHashSet<>(said.keySet());
    rooms.addAll(ids.keySet());
    return to(said, rooms);
  }

  /** The same of some rooms alone. */
  Difference to(Map<BareJid, Bookmark> said, Set<BareJid> rooms) {
    List<PublishedItem> published = new ArrayList<>();
    List<String> retracted = new ArrayList<>();
    for (BareJid room : rooms) {
      Bookmark wanted = said.get(room);
      if (wanted == null) {
        retracted.addAll(ids.getOrDefault(room, List.of()));
      } else if (!says(room, wanted)) {
        Bookmark known = bookmarks.get(room);
        published.add(
            new PublishedItem(
                id(room),
                XmlWriter.serialize(
                    Bookmark.FORMAT.write(known == null ? wanted : known.updated(wanted)))));
      }
    }
    return new Difference(published, retracted);
  }

  /** Whether nothing would become of it when an older client says this of a room. */
  boolean says(BareJid room, @Nullable Bookmark said) {
    Bookmark known = bookmarks.get(room);
    return known == null ? said == null : said != null && known.updated(said).equals(known);
  }

  private String id(BareJid room) {
    List<String> known = ids.getOrDefault(room, List.of(room.toString()));
    return known.get(known.size() - 1);
  }

  /** How many items there are behind a difference. */
  int sizeBehind(Difference difference) {
    return size + added(difference) - difference.retracted().size();
  }

  /** How many items there are in between, when nothing is retracted before all is published. */
  int sizeWithin(Difference difference) {
    return size + added(difference);
  }

  private int added(Difference difference) {
    return (int) difference.published().stream().filter(this::isNew).count();
  }

  /** Whether there is no item yet that this one replaces. */
  boolean isNew(PublishedItem item) {
    return Optional.ofNullable(item.id())
        .flatMap(BookmarkStorage::room)
        .filter(room -> ids.getOrDefault(room, List.of()).contains(item.id()))
        .isEmpty();
  }
}
