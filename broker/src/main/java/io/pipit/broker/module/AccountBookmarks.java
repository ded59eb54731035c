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

  /** Whether both nodes of an account are for their owner alone, as far as they are there. */
  static boolean arePrivate(BareJid account, EntityShard shard) {
    return BookmarkItems.isPrivate(config(account, ITEMS, shard))
        && BookmarkItems.isPrivate(config(account, STORAGE, shard));
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
    BookmarkStorage rest = said.withConferences(Map.of());
    return rest.equals(BookmarkStorage.EMPTY)
        ? new DocumentChange.DocumentRemoved(account, DocumentKind.PRIVATE, DOCUMENT, STORAGE)
        : new DocumentChange.DocumentSet(
            account, DocumentKind.PRIVATE, XmlWriter.serialize(BookmarkStorage.FORMAT.write(rest)));
  }

  /** What the newest item of the node of older clients says, which is here. */
  static Optional<BookmarkStorage> storage(BareJid account, EntityShard shard) {
    List<Item> items = items(account, STORAGE, shard);
    SerializedXml payload = items.isEmpty() ? null : items.get(items.size() - 1).payload();
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
    NodeConfig config = config(account.jid(), ITEMS, shard);
    if (!BookmarkItems.isPrivate(config)) {
      return Optional.of(
          PubsubError.PRECONDITION_NOT_MET.toStanzaError(
              "others may read the node " + ITEMS + ", or it keeps nothing"));
    }
    int most = config == null ? pubsub.limits().itemsPerNode() : config.maxItems(pubsub.limits());
    if (items.sizeBehind(difference) > most) {
      return Optional.of(
          PubsubError.PRECONDITION_NOT_MET.toStanzaError(
              "the node " + ITEMS + " has room for " + most + " bookmarks"));
    }
    int mostBytes =
        config == null ? pubsub.limits().payloadBytes() : config.maxPayloadBytes(pubsub.limits());
    if (difference.published().stream()
        .anyMatch(item -> item.payload() != null && item.payload().bytes().length > mostBytes)) {
      return Optional.of(PubsubError.PAYLOAD_TOO_BIG.toStanzaError());
    }
    List<NodeCommand.Publish> publishes = publishes(difference);
    return (publishes.isEmpty() ? shard.refusesToFree() : shard.refusesChanges())
        ? Optional.of(shard.refusal())
        : pubsub.refusal(account.jid(), publishes, shard);
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
   * @param then run when they are what the client says, before anybody is told
   * @param told once, when all is durable or why it is not
   */
  void store(
      BookmarkStorage said,
      List<DocumentChange> documents,
      Runnable then,
      Consumer<Optional<StanzaError>> told) {
    Together together = new Together(told);
    change(items.to(said.conferences()), together);
    if (!together.hasFailed()) {
      updates.commit(account, shard, documents);
      then.run();
    }
    together.ended();
  }

  private void change(Difference difference, Together together) {
    BareJid jid = account.jid();
    for (NodeCommand.Publish publish : publishes(difference)) {
      if (!together.hasFailed()) {
        pubsub.decide(jid, publish, shard, together.another());
      }
    }
    for (String id : difference.retracted()) {
      if (!together.hasFailed()) {
        pubsub.decide(
            jid, new NodeCommand.Retract(jid, ITEMS, id, true), shard, together.another());
      }
    }
  }

  /** All that an older client says, and what it does not mention; of a room as its item says. */
  BookmarkStorage joined(BookmarkStorage said) {
    Map<BareJid, Bookmark> all = new LinkedHashMap<>(said.conferences());
    all.putAll(items.bookmarks());
    Set<Element> others = new LinkedHashSet<>(rest().others());
    others.addAll(said.others());
    return new BookmarkStorage(all, List.copyOf(others));
  }

  /**
   * An older client has published all bookmarks in one item.
   *
   * @param privateBytes the most that the private documents of an account come to
   * @return whether they can become what it says
   */
  boolean hear(BookmarkStorage said, long privateBytes) {
    if (refusal(said).isPresent()) {
      return false;
    }
    List<DocumentChange> changed = List.of(rest(account.jid(), said));
    boolean isKept = rest().others().equals(said.others());
    if (!isKept
        && !shard.refusesChanges()
        && PrivateStorageModule.bytesBehind(account, changed) <= privateBytes) {
      updates.commit(account, shard, changed);
    }
    change(items.to(said.conferences()), new Together(unused -> {}));
    return true;
  }

  /**
   * Has the node of older clients say what the items do.
   *
   * @param present what it says now
   * @param rest with what is no bookmark of a room
   */
  void publish(Optional<BookmarkStorage> present, BookmarkStorage rest) {
    BookmarkStorage wanted = rest.withConferences(items.bookmarks());
    boolean isSaid =
        present
            .map(
                said ->
                    items.to(said.conferences()).isNone() && said.others().equals(wanted.others()))
            .orElse(wanted.equals(BookmarkStorage.EMPTY));
    if (!isSaid) {
      BareJid jid = account.jid();
      PublishedItem item =
          new PublishedItem(CURRENT, XmlWriter.serialize(BookmarkStorage.FORMAT.write(wanted)));
      Map<String, List<String>> options =
          config(jid, STORAGE, shard) == null ? NEW_STORAGE : Map.of();
      pubsub.decide(
          jid,
          new NodeCommand.Publish(jid, STORAGE, List.of(item), options, null),
          shard,
          Requester.NOBODY);
    }
  }
}
