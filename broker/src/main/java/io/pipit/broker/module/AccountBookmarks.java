package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.module.BookmarkItems.Difference;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pep.profile.Reading;
import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bookmarks of an account in one turn of its shard: what they are in each of their forms, and
 * what makes them other ones. {@link BookmarkConversion} says when.
 */
final class AccountBookmarks {

  static final String ITEMS = Bookmark.NAMESPACE;
  static final String STORAGE = BookmarkStorage.NAMESPACE;

  /** The name of the element that holds all of them. */
  static final String DOCUMENT = "storage";

  /** The one item of a node of XEP-0048. */
  private static final String CURRENT = "current";

  private static final Map<String, List<String>> NEW_STORAGE =
      Map.of(
          "pubsub#access_model", List.of(AccessModel.WHITELIST.wire()),
          "pubsub#persist_items", List.of("true"));

  private final PubsubService pubsub;
  private final AccountUpdates updates;
  private final AccountState account;
  private final EntityShard shard;
  private final BookmarkItems items;

  private AccountBookmarks(
      PubsubService pubsub,
      AccountUpdates updates,
      AccountState account,
      EntityShard shard,
      BookmarkItems items) {
    this.pubsub = pubsub;
    this.updates = updates;
    this.account = account;
    this.shard = shard;
    this.items = items;
  }

  /**
   * Once the items are here.
   *
   * @param otherwise why they cannot be read
   */
  static void whenHere(
      PubsubService pubsub,
      AccountUpdates updates,
      AccountState account,
      EntityShard shard,
      Consumer<AccountBookmarks> told,
      Consumer<StanzaError> otherwise) {
    pubsub.whenHere(
        account.jid(),
        ITEMS,
        shard,
        () -> new BookmarkItems(items(account.jid(), ITEMS, shard)),
        items -> told.accept(new AccountBookmarks(pubsub, updates, account, shard, items)),
        otherwise);
  }

  AccountState account() {
    return account;
  }

  EntityShard shard() {
    return shard;
  }

  /** Whether both nodes of an account are for it alone, as far as they are there. */
  static boolean arePrivate(BareJid account, EntityShard shard) {
    return BookmarkItems.isPrivate(node(account, ITEMS, shard).orElse(null), account)
        && BookmarkItems.isPrivate(node(account, STORAGE, shard).orElse(null), account);
  }

  /** Whether the items are kept, as far as there are any, and what the account has made of them. */
  static boolean areOwnItems(BareJid account, EntityShard shard) {
    return node(account, ITEMS, shard)
        .map(node -> node.config().persistsItems() && BookmarkItems.isWrittenBy(account, node))
        .orElse(true);
  }

  // ---- what they are

  private static Optional<NodeState> node(BareJid account, String node, EntityShard shard) {
    return shard.hasNodes(account) ? shard.nodes(account).node(node) : Optional.empty();
  }

  private static @Nullable NodeConfig config(BareJid account, String node, EntityShard shard) {
    return node(account, node, shard).map(NodeState::config).orElse(null);
  }

  private static List<Item> items(BareJid account, String name, EntityShard shard) {
    return node(account, name, shard)
        .map(NodeState::items)
        .map(view -> view.range(0, view.size()))
        .orElse(List.of());
  }

  /** What is no bookmark of a room; and rooms that an import could not make items of. */
  BookmarkStorage rest() {
    return account
        .documents()
        .get(DocumentKind.PRIVATE, DOCUMENT, STORAGE)
        .map(document -> BookmarkStorage.of(XmlDocument.parse(document.bytes())))
        .orElse(BookmarkStorage.EMPTY);
  }

  /** The document that keeps what is no bookmark of a room. */
  static DocumentChange rest(BareJid account, BookmarkStorage said) {
    return document(account, said.withConferences(Map.of()));
  }

  private static DocumentChange document(BareJid account, BookmarkStorage rest) {
    return rest.equals(BookmarkStorage.EMPTY)
        ? new DocumentChange.DocumentRemoved(account, DocumentKind.PRIVATE, DOCUMENT, STORAGE)
        : new DocumentChange.DocumentSet(
            account, DocumentKind.PRIVATE, XmlWriter.serialize(BookmarkStorage.FORMAT.write(rest)));
  }

  /** The addresses of items at their node, which is here. */
  static List<ItemEntry> entries(BareJid account, EntityShard shard) {
    return node(account, ITEMS, shard)
        .map(NodeState::items)
        .map(view -> view.entries(0, view.size()))
        .orElse(List.of());
  }

  /** Whether the node of older clients has no item, whatever that would say. */
  static boolean isStorageEmpty(BareJid account, EntityShard shard) {
    return node(account, STORAGE, shard).map(node -> node.items().size() == 0).orElse(true);
  }

  /** What the newest item of the node of older clients says, which is here. */
  static Optional<BookmarkStorage> storage(BareJid account, EntityShard shard) {
    SerializedXml payload =
        node(account, STORAGE, shard)
            .map(NodeState::items)
            .filter(view -> view.size() > 0)
            .map(view -> view.range(view.size() - 1, view.size()).get(0).payload())
            .orElse(null);
    return payload != null
            && BookmarkStorage.FORMAT.read(XmlDocument.parse(payload.bytes()))
                instanceof Reading.Valid<BookmarkStorage> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }

  /** All of them, as older clients know them. */
  BookmarkStorage storage() {
    BookmarkStorage rest = rest();
    Map<BareJid, Bookmark> all = new LinkedHashMap<>(rest.conferences());
    all.putAll(items.bookmarks());
    return rest.withConferences(all);
  }

  /** Why they cannot become what an older client says, if so. */
  Optional<StanzaError> refusal(BookmarkStorage said) {
    Difference difference = items.to(said.conferences());
    return difference.isNone() ? Optional.empty() : misfit(difference);
  }

  private Optional<StanzaError> misfit(Difference difference) {
    BareJid jid = account.jid();
    if (!BookmarkItems.isPrivate(node(jid, ITEMS, shard).orElse(null), jid)) {
      return Optional.of(
          PubsubError.PRECONDITION_NOT_MET.toStanzaError(
              "others may read or change the node " + ITEMS + ", or it keeps nothing"));
    }
    if (items.sizeBehind(difference) > mostItems()) {
      return Optional.of(
          PubsubError.PRECONDITION_NOT_MET.toStanzaError(
              "the node " + ITEMS + " has room for " + mostItems() + " bookmarks"));
    }
    if (!difference.published().stream().allMatch(item -> fits(item, ITEMS))) {
      return Optional.of(PubsubError.PAYLOAD_TOO_BIG.toStanzaError());
    }
    List<NodeCommand.Publish> publishes = publishes(difference);
    return (publishes.isEmpty() ? shard.refusesToFree() : shard.refusesChanges())
        ? Optional.of(shard.refusal())
        : pubsub.refusal(jid, publishes, shard);
  }

  private int mostItems() {
    NodeConfig config = config(account.jid(), ITEMS, shard);
    return config == null ? pubsub.limits().itemsPerNode() : config.maxItems(pubsub.limits());
  }

  private boolean fits(PublishedItem item, String node) {
    NodeConfig config = config(account.jid(), node, shard);
    int most =
        config == null ? pubsub.limits().payloadBytes() : config.maxPayloadBytes(pubsub.limits());
    return item.payload() == null || item.payload().bytes().length <= most;
  }

  /** Without the rooms that the items cannot take. */
  private Difference fitting(Difference difference) {
    List<PublishedItem> published =
        difference.published().stream().filter(item -> fits(item, ITEMS)).toList();
    Difference fitting = new Difference(published, difference.retracted());
    return items.sizeBehind(fitting) <= mostItems()
        ? fitting
        : new Difference(
            published.stream().filter(item -> !items.isNew(item)).toList(), difference.retracted());
  }

  private List<NodeCommand.Publish> publishes(Difference difference) {
    BareJid jid = account.jid();
    Map<String, List<String>> options =
        config(jid, ITEMS, shard) == null ? BookmarkItems.NEW_NODE : Map.of();
    int most = pubsub.limits().itemsPerPublish();
    List<PublishedItem> items = difference.published();
    List<NodeCommand.Publish> publishes = new ArrayList<>();
    for (int from = 0; from < items.size(); from += most) {
      publishes.add(
          new NodeCommand.Publish(
              jid, ITEMS, items.subList(from, Math.min(items.size(), from + most)), options, null));
    }
    return publishes;
  }

  // ---- what makes them other ones

  /**
   * Has them become what a client of private storage says, whom {@link #refusal} did not refuse.
   * Bookmarks that stay as they are make no event (XEP-0402 6.3.2).
   *
   * @param documents what else is stored
   * @param told once, when all is durable or why it is not
   */
  void store(
      BookmarkStorage said, List<DocumentChange> documents, Consumer<Optional<StanzaError>> told) {
    Together together = new Together(told);
    change(items.to(said.conferences()), together);
    if (!together.hasFailed()) {
      updates.commit(account, shard, documents);
    }
    together.ended();
  }

  private void change(Difference difference, Together together) {
    // An item for which there is no room yet would push out one that stays.
    if (items.sizeWithin(difference) > mostItems()) {
      retract(difference, together);
      publish(difference, together);
    } else {
      publish(difference, together);
      retract(difference, together);
    }
  }

  private void publish(Difference difference, Together together) {
    for (NodeCommand.Publish publish : publishes(difference)) {
      if (!together.hasFailed()) {
        pubsub.decide(account.jid(), publish, shard, together.another());
      }
    }
  }

  private void retract(Difference difference, Together together) {
    BareJid jid = account.jid();
    for (String id : difference.retracted()) {
      if (!together.hasFailed()) {
        pubsub.decide(
            jid, new NodeCommand.Retract(jid, ITEMS, id, true), shard, together.another());
      }
    }
  }

  // ---- what one form says to the other

  /**
   * The list of older clients is another one: the items become what it says of the rooms in which
   * it differs from the one before, and of no others.
   *
   * @param base the list before, which is what an older client can have known
   * @param privateBytes the most that the private documents of an account come to
   */
  void hear(BookmarkStorage base, BookmarkStorage said, long privateBytes) {
    Set<Element> others = new LinkedHashSet<>(rest().others());
    base.others().stream().filter(each -> !said.others().contains(each)).forEach(others::remove);
    said.others().stream().filter(each -> !base.others().contains(each)).forEach(others::add);
    keepOthers(others, privateBytes);
    Set<BareJid> rooms = new LinkedHashSet<>(said.conferences().keySet());
    rooms.addAll(base.conferences().keySet());
    rooms.removeIf(
        room -> Objects.equals(base.conferences().get(room), said.conferences().get(room)));
    change(fitting(items.to(said.conferences(), rooms)), new Together(unused -> {}));
  }

  /** The items take in what the list of older clients says and they do not; of rooms they count. */
  void takeIn(BookmarkStorage said, long privateBytes) {
    Set<Element> others = new LinkedHashSet<>(rest().others());
    others.addAll(said.others());
    keepOthers(others, privateBytes);
    Set<BareJid> rooms = new LinkedHashSet<>(said.conferences().keySet());
    rooms.removeAll(items.bookmarks().keySet());
    change(fitting(items.to(said.conferences(), rooms)), new Together(unused -> {}));
  }

  private void keepOthers(Set<Element> others, long privateBytes) {
    BookmarkStorage rest = rest();
    List<DocumentChange> changed =
        List.of(
            document(account.jid(), new BookmarkStorage(rest.conferences(), List.copyOf(others))));
    if (!others.equals(Set.copyOf(rest.others()))
        && !shard.refusesChanges()
        && PrivateStorageModule.bytesBehind(account, changed) <= privateBytes) {
      updates.commit(account, shard, changed);
    }
  }

  /** All rooms of which there are items. */
  Set<BareJid> rooms() {
    return items.bookmarks().keySet();
  }

  /**
   * Has the list of older clients say what the items do of some rooms, and of no others. A list
   * that would be too long only loses what it has to lose.
   *
   * @param present what it says now
   * @param others what it shall say besides
   */
  void tell(BookmarkStorage present, Set<BareJid> rooms, List<Element> others) {
    BareJid jid = account.jid();
    Map<BareJid, Bookmark> fewer = new LinkedHashMap<>(present.conferences());
    Map<BareJid, Bookmark> more = new LinkedHashMap<>(fewer);
    for (BareJid room : rooms) {
      Bookmark bookmark = items.bookmarks().get(room);
      if (bookmark == null) {
        fewer.remove(room);
        more.remove(room);
      } else if (!items.says(room, present.conferences().get(room))) {
        more.put(room, bookmark);
      }
    }
    if (!arePrivate(jid, shard) || !publish(present, new BookmarkStorage(more, others))) {
      List<Element> fewerOthers = present.others().stream().filter(others::contains).toList();
      publish(present, new BookmarkStorage(fewer, fewerOthers));
    }
  }

  /**
   * @return whether the node can take it
   */
  private boolean publish(BookmarkStorage present, BookmarkStorage wanted) {
    if (wanted.equals(present)) {
      return true;
    }
    SerializedXml list = xml(wanted);
    PublishedItem item = new PublishedItem(CURRENT, list);
    if (!fits(item, STORAGE)) {
      return false;
    }
    BareJid jid = account.jid();
    Map<String, List<String>> options =
        config(jid, STORAGE, shard) == null ? NEW_STORAGE : Map.of();
    // What the list does not lose while the disk is full would come back with the next start.
    boolean makesRoom = shard.refusesChanges() && list.bytes().length < xml(present).bytes().length;
    pubsub.decide(
        jid,
        new NodeCommand.Publish(jid, STORAGE, List.of(item), options, null),
        shard,
        makesRoom ? Requester.NOBODY_MAKING_ROOM : Requester.NOBODY);
    return true;
  }

  private static SerializedXml xml(BookmarkStorage list) {
    return XmlWriter.serialize(BookmarkStorage.FORMAT.write(list));
  }
}
