package io.pipit.broker.transfer;

import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.module.BookmarkItems;
import io.pipit.broker.transfer.Adding.Outcome;
import io.pipit.pep.profile.AvatarData;
import io.pipit.pep.profile.AvatarMetadata;
import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pep.profile.Reading;
import io.pipit.pep.profile.VCardPhoto;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of what others keep in vCards and private storage: the photo becomes the avatar
 * (XEP-0398), and each room its bookmark (XEP-0402), as when clients store them here. That comes
 * when all of an account was read, since the nodes of a file count first. What cannot be an item
 * stays where it was. Confined to one thread.
 */
final class Converting {

  private static final String VCARD = "vCard";
  private static final String STORAGE = "storage";

  private static final Map<String, List<String>> FOR_EVERYBODY =
      Map.of("pubsub#access_model", List.of("open"));

  private final StoredState state;
  private final AddingNodes nodes;
  private final AddingItems items;
  private final ServiceLimits limits;

  /** What waits, by account. */
  private final Map<BareJid, VCardPhoto> photos = new LinkedHashMap<>();

  private final Map<BareJid, Map<BareJid, Bookmark>> bookmarks = new LinkedHashMap<>();

  Converting(StoredState state, AddingNodes nodes, AddingItems items, ServiceLimits limits) {
    this.state = state;
    this.nodes = nodes;
    this.items = items;
    this.limits = limits;
  }

  /**
   * A document as it is kept here.
   *
   * @param rest without what becomes items; null when nothing is left
   * @param photo null for none
   */
  record Split(
      @Nullable SerializedXml rest, @Nullable VCardPhoto photo, Map<BareJid, Bookmark> rooms) {}

  static Split split(DocumentKind kind, SerializedXml document) {
    if (kind == DocumentKind.VCARD) {
      Element vCard = XmlDocument.parse(document.bytes());
      return VCardPhoto.read(vCard) instanceof VCardPhoto.Said.Photo said
          ? new Split(written(VCardPhoto.without(vCard)), said.photo(), Map.of())
          : new Split(document, null, Map.of());
    }
    if (document.name().equals(STORAGE) && document.namespace().equals(BookmarkStorage.NAMESPACE)) {
      BookmarkStorage storage = BookmarkStorage.of(XmlDocument.parse(document.bytes()));
      if (!storage.conferences().isEmpty()) {
        return new Split(
            written(BookmarkStorage.FORMAT.write(storage.withConferences(Map.of()))),
            null,
            storage.conferences());
      }
    }
    return new Split(document, null, Map.of());
  }

  private static @Nullable SerializedXml written(Element document) {
    return document.elements().isEmpty() ? null : XmlWriter.serialize(document);
  }

  /** Takes what becomes items; gives whether any of it is new. */
  boolean take(BareJid account, Split split, @Nullable Split kept) {
    boolean isNew = false;
    if (split.photo() != null) {
      photos.put(account, split.photo());
      isNew =
          newest(account, AvatarMetadata.NAMESPACE).isEmpty()
              && (kept == null || kept.photo() == null);
    }
    if (!split.rooms().isEmpty()) {
      bookmarks.put(account, split.rooms());
      Map<BareJid, Bookmark> known = bookmarksOf(account).bookmarks();
      isNew |=
          split.rooms().keySet().stream()
              .anyMatch(
                  room ->
                      !known.containsKey(room)
                          && (kept == null || !kept.rooms().containsKey(room)));
    }
    return isNew;
  }

  /** An item has come: older clients keep all bookmarks in one (XEP-0048). */
  void came(Entry.ItemEntry entry) {
    if (entry.node().equals(BookmarkStorage.NAMESPACE) && !entry.service().local().isEmpty()) {
      bookmarks.putIfAbsent(entry.service(), Map.of());
    }
  }

  /**
   * All of the accounts that wait was read.
   *
   * @param refusals is told of what cannot be an item: of whom it is, and why
   */
  void convert(BiConsumer<String, String> refusals) throws IOException {
    for (Map.Entry<BareJid, VCardPhoto> each : photos.entrySet()) {
      Outcome outcome = avatar(each.getKey(), each.getValue());
      if (!outcome.reason().isEmpty()) {
        refusals.accept("user " + each.getKey(), "photo of the vCard: " + outcome.reason());
      }
    }
    photos.clear();
    for (Map.Entry<BareJid, Map<BareJid, Bookmark>> each : bookmarks.entrySet()) {
      BareJid account = each.getKey();
      bookmarks(
          account,
          each.getValue(),
          (room, reason) ->
              refusals.accept("user " + account, "bookmark of " + room + ": " + reason));
    }
    bookmarks.clear();
  }

  // ---- avatars

  private Outcome avatar(BareJid account, VCardPhoto photo) throws IOException {
    AvatarData image = photo.image();
    Optional<Item> said = newest(account, AvatarMetadata.NAMESPACE);
    if (said.isPresent() && !isOf(said.get(), image)) {
      return Outcome.refused("the account has another avatar or shows none, which stays");
    }
    Outcome outcome =
        publish(account, AvatarData.NAMESPACE, image.id(), AvatarData.FORMAT.write(image));
    if (outcome.reason().isEmpty() && said.isEmpty()) {
      outcome =
          publish(
              account,
              AvatarMetadata.NAMESPACE,
              image.id(),
              AvatarMetadata.FORMAT.write(AvatarMetadata.of(image, photo.type())));
    }
    if (!outcome.reason().isEmpty()) {
      keep(
          account,
          DocumentKind.VCARD,
          photo.in(kept(account, DocumentKind.VCARD, VCARD, VCardPhoto.NAMESPACE)));
    }
    return outcome;
  }

  private static boolean isOf(Item metadata, AvatarData image) {
    SerializedXml payload = metadata.payload();
    return payload != null
        && AvatarMetadata.FORMAT.read(XmlDocument.parse(payload.bytes()))
            instanceof Reading.Valid<AvatarMetadata> valid
        && valid
            .value()
            .atDataNode()
            .filter(info -> info.id().equalsIgnoreCase(image.id()))
            .isPresent();
  }

  private Outcome publish(BareJid account, String node, String id, Element payload)
      throws IOException {
    return publish(account, node, FOR_EVERYBODY, id, XmlWriter.serialize(payload));
  }

  // ---- bookmarks

  private BookmarkItems bookmarksOf(BareJid account) {
    return new BookmarkItems(itemsOf(account, Bookmark.NAMESPACE));
  }

  private void bookmarks(
      BareJid account, Map<BareJid, Bookmark> rooms, BiConsumer<BareJid, String> refusals)
      throws IOException {
    Optional<Item> older =
        isPrivate(account, BookmarkStorage.NAMESPACE)
            ? newest(account, BookmarkStorage.NAMESPACE)
            : Optional.empty();
    BookmarkItems known = bookmarksOf(account);
    Map<BareJid, Bookmark> all = new LinkedHashMap<>(known.bookmarks());
    rooms.forEach(all::putIfAbsent);
    older.ifPresent(item -> storage(item).conferences().forEach(all::putIfAbsent));
    Map<BareJid, Bookmark> left = new LinkedHashMap<>();
    boolean isWhole = true;
    for (PublishedItem item : known.to(all).published()) {
      String id = Objects.requireNonNull(item.id(), "bookmarks have ids");
      BareJid room = BookmarkStorage.room(id).orElseThrow();
      Outcome outcome =
          isPrivate(account, Bookmark.NAMESPACE)
              ? publish(account, Bookmark.NAMESPACE, BookmarkItems.NEW_NODE, id, item.payload())
              : Outcome.refused("others may read the node, or it keeps nothing");
      if (!outcome.reason().isEmpty()) {
        isWhole = false;
        refusals.accept(room, outcome.reason());
        Optional.ofNullable(rooms.get(room)).ifPresent(bookmark -> left.put(room, bookmark));
      }
    }
    if (!left.isEmpty()) {
      Element rest = kept(account, DocumentKind.PRIVATE, STORAGE, BookmarkStorage.NAMESPACE);
      keep(
          account,
          DocumentKind.PRIVATE,
          BookmarkStorage.FORMAT.write(BookmarkStorage.of(rest).withConferences(left)));
    }
    if (isWhole && older.isPresent()) {
      follow(account, older.get());
    }
  }

  /** The item of older clients has all bookmarks: with what it lacks, they would take it out. */
  private void follow(BareJid account, Item older) throws IOException {
    NodeState node = node(account, BookmarkStorage.NAMESPACE).orElseThrow();
    BookmarkStorage said = storage(older);
    Map<BareJid, Bookmark> all = bookmarksOf(account).bookmarks();
    SerializedXml payload =
        XmlWriter.serialize(BookmarkStorage.FORMAT.write(said.withConferences(all)));
    if (!said.conferences().equals(all)
        && payload.bytes().length <= node.config().maxPayloadBytes(limits)) {
      Item whole =
          new Item(
              node.lastSeq() + 1,
              older.id(),
              account,
              node.newestArrival(),
              payload,
              older.created());
      state.change(new Change.ItemsPublished(account, node.name(), List.of(whole), 0));
    }
  }

  private static BookmarkStorage storage(Item item) {
    SerializedXml payload = item.payload();
    return payload == null
        ? BookmarkStorage.EMPTY
        : BookmarkStorage.of(XmlDocument.parse(payload.bytes()));
  }

  // ---- what is there

  private Optional<NodeState> node(BareJid account, String node) {
    return state.service(account).node(node);
  }

  private boolean isPrivate(BareJid account, String node) {
    return BookmarkItems.isPrivate(node(account, node).orElse(null), account);
  }

  private List<Item> itemsOf(BareJid account, String node) {
    return node(account, node)
        .map(NodeState::items)
        .map(view -> view.range(0, view.size()))
        .orElse(List.of());
  }

  private Optional<Item> newest(BareJid account, String node) {
    return node(account, node)
        .map(NodeState::items)
        .filter(view -> view.size() > 0)
        .map(view -> view.range(view.size() - 1, view.size()).get(0));
  }

  /** Publishes an item at a node, which is made when it is not there. */
  private Outcome publish(
      BareJid account,
      String node,
      Map<String, List<String>> options,
      String id,
      @Nullable SerializedXml payload)
      throws IOException {
    if (node(account, node).isEmpty()) {
      if (payload != null && payload.bytes().length > limits.payloadBytes()) {
        return Outcome.refused("an item is not larger than " + limits.payloadBytes() + " bytes");
      }
      Outcome made = nodes.node(new Entry.NodeEntry(account, node, account, null, options));
      if (!made.isAdded()) {
        return made;
      }
    }
    return items.item(
        new Entry.ItemEntry(account, node, id, account, null, payload, Entry.Place.LAST));
  }

  private Element kept(BareJid account, DocumentKind kind, String name, String namespace) {
    return state
        .account(account)
        .documents()
        .get(kind, name, namespace)
        .map(document -> XmlDocument.parse(document.bytes()))
        .orElseGet(() -> Element.of(name, namespace));
  }

  private void keep(BareJid account, DocumentKind kind, Element document) throws IOException {
    state.change(new DocumentChange.DocumentSet(account, kind, XmlWriter.serialize(document)));
  }
}
