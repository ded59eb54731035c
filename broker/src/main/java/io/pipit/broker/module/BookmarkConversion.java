package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.account.DocumentKind;
import io.pipit.broker.module.BookmarkItems.Difference;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pep.profile.Reading;
import io.pipit.pubsub.AccessModel;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.xml.XmlDocument;
import io.pipit.xmpp.xml.XmlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bookmarks of rooms for clients of three generations: those that keep all in private storage
 * (XEP-0049), those that keep all in one item (XEP-0048), and those of one item for each room
 * (XEP-0402).
 *
 * <p><b>One truth.</b> The items of {@link Bookmark#NAMESPACE} are the bookmarks. Private storage
 * is made of them when it is asked for, and what is stored there becomes changes of them. The node
 * {@link BookmarkStorage#NAMESPACE} is kept in step: it follows the items, and what is published
 * there becomes changes of them. What is no bookmark of a room is kept beside them as a private
 * document.
 *
 * <p><b>No loops.</b> Whatever is to follow from a change compares first, and does nothing when
 * both sides say the same.
 *
 * <p><b>No leaks.</b> Nothing is converted while one of the two nodes is for others to read
 * (XEP-0411 5), or does not keep what is published.
 *
 * <p>Called in the account's shard. What a client asks for is decided in one turn, so that what two
 * clients say at a time comes one behind the other.
 */
public final class BookmarkConversion implements XmppModule {

  private static final String ITEMS = Bookmark.NAMESPACE;
  private static final String STORAGE = BookmarkStorage.NAMESPACE;

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
  private final long privateBytes;

  /** What is going to be looked at: once for any number of changes. */
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  private record Waiting(BareJid account, String node) {}

  /** Accounts whose node of older clients has its first item, which was not looked at yet. */
  private final Set<BareJid> created = ConcurrentHashMap.newKeySet();

  /**
   * @param privateBytes the most that the private documents of an account come to
   */
  public BookmarkConversion(PubsubService pubsub, AccountUpdates updates, long privateBytes) {
    this.pubsub = pubsub;
    this.updates = updates;
    this.privateBytes = privateBytes;
    pubsub.watch(ITEMS, this::itemsChanged);
    pubsub.watch(STORAGE, this::storageChanged);
  }

  @Override
  public Set<String> accountFeatures() {
    return Set.of(ITEMS + "#compat", ITEMS + "#compat-pep", "urn:xmpp:bookmarks-conversion:0");
  }

  /** What the items say, once they are here. */
  void whenHere(
      AccountState account,
      EntityShard shard,
      Consumer<Kept> told,
      Consumer<StanzaError> otherwise) {
    pubsub.whenHere(
        account.jid(),
        ITEMS,
        shard,
        () -> new BookmarkItems(items(account.jid(), ITEMS, shard)),
        items -> told.accept(new Kept(account, shard, items)),
        otherwise);
  }

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

  /** The document of what is no bookmark of a room. */
  private static BookmarkStorage document(AccountState account) {
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

  /** The bookmarks of an account in this turn of its shard. */
  final class Kept {

    private final AccountState account;
    private final EntityShard shard;
    private final BookmarkItems items;

    private Kept(AccountState account, EntityShard shard, BookmarkItems items) {
      this.account = account;
      this.shard = shard;
      this.items = items;
    }

    /** All of them, as older clients know them; with rooms that only an import has brought. */
    BookmarkStorage storage() {
      BookmarkStorage document = document(account);
      Map<BareJid, Bookmark> all = new LinkedHashMap<>(document.conferences());
      all.putAll(items.bookmarks());
      return document.withConferences(all);
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
      return difference.published().stream()
              .anyMatch(item -> item.payload() != null && item.payload().bytes().length > mostBytes)
          ? Optional.of(PubsubError.PAYLOAD_TOO_BIG.toStanzaError())
          : Optional.empty();
    }

    /**
     * Has them become what a client of private storage says, whom {@link #refusal} did not refuse.
     * Bookmarks that stay as they are make no event (XEP-0402 6.3.2).
     *
     * @param documents what else is stored
     * @param told once, when all is durable or why it is not
     */
    void store(
        BookmarkStorage said,
        List<DocumentChange> documents,
        Consumer<Optional<StanzaError>> told) {
      Together together = new Together(told);
      change(items.to(said.conferences()), together);
      if (!together.hasFailed()) {
        updates.commit(account, shard, documents);
        whenBothAreHere(
            account, shard, (kept, storage) -> kept.publish(storage, document(account)));
      }
      together.ended();
    }

    private void change(Difference difference, Together together) {
      BareJid jid = account.jid();
      Map<String, List<String>> options =
          config(jid, ITEMS, shard) == null ? BookmarkItems.NEW_NODE : Map.of();
      int most = pubsub.limits().itemsPerPublish();
      List<PublishedItem> published = difference.published();
      for (int from = 0; from < published.size() && !together.hasFailed(); from += most) {
        List<PublishedItem> part = published.subList(from, Math.min(published.size(), from + most));
        pubsub.decide(
            jid,
            new NodeCommand.Publish(jid, ITEMS, part, options, null),
            shard,
            together.another());
      }
      for (String id : difference.retracted()) {
        if (!together.hasFailed()) {
          pubsub.decide(
              jid, new NodeCommand.Retract(jid, ITEMS, id, true), shard, together.another());
        }
      }
    }

    /** All that an older client says, and what it does not mention. */
    private BookmarkStorage joined(BookmarkStorage said) {
      Map<BareJid, Bookmark> all = new LinkedHashMap<>(said.conferences());
      items.bookmarks().forEach(all::putIfAbsent);
      return said.withConferences(all);
    }

    /** An older client has published all bookmarks in one item. */
    private void hear(BookmarkStorage said) {
      if (refusal(said).isPresent()) {
        return;
      }
      List<DocumentChange> rest = List.of(rest(account.jid(), said));
      boolean isKept = document(account).others().equals(said.others());
      if (!isKept
          && !shard.refusesChanges()
          && PrivateStorageModule.bytesBehind(account, rest) <= privateBytes) {
        updates.commit(account, shard, rest);
      }
      change(items.to(said.conferences()), new Together(unused -> {}));
      follow(account.jid(), ITEMS, shard, BookmarkConversion.this::tellOlderClients);
    }

    /**
     * Has the node of older clients say what the items do.
     *
     * @param present what it says now
     * @param rest with what is no bookmark of a room
     */
    private void publish(Optional<BookmarkStorage> present, BookmarkStorage rest) {
      BookmarkStorage wanted = rest.withConferences(items.bookmarks());
      boolean isSaid =
          present
              .map(
                  said ->
                      items.to(said.conferences()).isNone()
                          && said.others().equals(wanted.others()))
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

  /** What comes of several commands. Confined to the shard. */
  private static final class Together implements Requester {

    private final Consumer<Optional<StanzaError>> told;
    private int open = 1;
    private @Nullable StanzaError error;

    Together(Consumer<Optional<StanzaError>> told) {
      this.told = told;
    }

    Requester another() {
      open++;
      return this;
    }

    /** Whether a command was refused already. */
    boolean hasFailed() {
      return error != null;
    }

    @Override
    public void decided(Response response) {
      if (response instanceof Response.Refusal refusal && error == null) {
        error = refusal.error().toStanzaError(refusal.detail());
      }
      ended();
    }

    @Override
    public void refused(StanzaError why) {
      if (error == null) {
        error = why;
      }
      ended();
    }

    void ended() {
      open--;
      if (open == 0) {
        told.accept(Optional.ofNullable(error));
      }
    }
  }

  // ---- what follows from changes of the nodes

  private void itemsChanged(Change change, EntityShard shard) {
    if (change instanceof Change.ItemsPublished
        || change instanceof Change.ItemsRetracted
        || change instanceof Change.ItemsExpired
        || change instanceof Change.NodePurged
        || change instanceof Change.NodeDeleted
        || change instanceof Change.NodeConfigured) {
      follow(change.service(), ITEMS, shard, this::tellOlderClients);
    }
  }

  private void storageChanged(Change change, EntityShard shard) {
    if (change instanceof Change.ItemsPublished published) {
      if (published.items().get(0).seq() == 1) {
        created.add(change.service());
      }
      follow(change.service(), STORAGE, shard, this::hearOlderClients);
    }
  }

  /** What the node of older clients says besides what the items do; empty when it says nothing. */
  @FunctionalInterface
  private interface Following {
    void follow(Kept kept, Optional<BookmarkStorage> storage);
  }

  private void follow(BareJid account, String node, EntityShard shard, Following following) {
    Waiting what = new Waiting(account, node);
    if (waiting.add(what)) {
      shard.execute(
          () -> {
            waiting.remove(what);
            whenBothAreHere(shard.account(account), shard, following);
          });
    }
  }

  /** What cannot be read now follows with the next change. */
  private void whenBothAreHere(AccountState account, EntityShard shard, Following following) {
    BareJid jid = account.jid();
    pubsub.whenHere(
        jid,
        STORAGE,
        shard,
        () -> storage(jid, shard),
        any ->
            whenHere(
                account,
                shard,
                kept -> {
                  if (BookmarkItems.isPrivate(config(jid, ITEMS, shard))
                      && BookmarkItems.isPrivate(config(jid, STORAGE, shard))) {
                    following.follow(kept, storage(jid, shard));
                  }
                },
                unreadable -> {}),
        unreadable -> {});
  }

  /** What the newest item of the node says. */
  private static Optional<BookmarkStorage> storage(BareJid account, EntityShard shard) {
    List<Item> items = items(account, STORAGE, shard);
    SerializedXml payload = items.isEmpty() ? null : items.get(items.size() - 1).payload();
    return payload != null
            && BookmarkStorage.FORMAT.read(XmlDocument.parse(payload.bytes()))
                instanceof Reading.Valid<BookmarkStorage> valid
        ? Optional.of(valid.value())
        : Optional.empty();
  }

  private void tellOlderClients(Kept kept, Optional<BookmarkStorage> storage) {
    kept.publish(storage, storage.orElseGet(() -> document(kept.account)));
  }

  private void hearOlderClients(Kept kept, Optional<BookmarkStorage> storage) {
    boolean isFirst = created.remove(kept.account.jid());
    // Who found no node does not know what there is, and so has not taken it out.
    storage.map(said -> isFirst ? kept.joined(said) : said).ifPresent(kept::hear);
  }
}
