package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.StanzaError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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

  private static final String ITEMS = AccountBookmarks.ITEMS;
  private static final String STORAGE = AccountBookmarks.STORAGE;

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

  /** As {@link AccountBookmarks#whenHere}. */
  void whenHere(
      AccountState account,
      EntityShard shard,
      Consumer<AccountBookmarks> told,
      Consumer<StanzaError> otherwise) {
    AccountBookmarks.whenHere(pubsub, updates, account, shard, told, otherwise);
  }

  /**
   * Has the bookmarks become what a client of private storage says, and the node of older clients
   * say it too.
   *
   * @param documents what else is stored
   * @param told once, when all is durable or why it is not
   */
  void store(
      AccountBookmarks bookmarks,
      BookmarkStorage said,
      List<DocumentChange> documents,
      Consumer<Optional<StanzaError>> told) {
    bookmarks.store(
        said,
        documents,
        () ->
            whenBothAreHere(
                bookmarks.account(),
                bookmarks.shard(),
                (now, storage) -> now.publish(storage, now.rest())),
        told);
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
    void follow(AccountBookmarks kept, Optional<BookmarkStorage> storage);
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
        () -> AccountBookmarks.storage(jid, shard),
        any ->
            whenHere(
                account,
                shard,
                kept -> {
                  if (kept.arePrivate()) {
                    following.follow(kept, AccountBookmarks.storage(jid, shard));
                  }
                },
                unreadable -> {}),
        unreadable -> {});
  }

  private void tellOlderClients(AccountBookmarks kept, Optional<BookmarkStorage> storage) {
    kept.publish(storage, storage.orElseGet(kept::rest));
  }

  private void hearOlderClients(AccountBookmarks kept, Optional<BookmarkStorage> storage) {
    boolean isFirst = created.remove(kept.account().jid());
    // Who found no node does not know what there is, and so has not taken it out.
    storage
        .map(said -> isFirst ? kept.joined(said) : said)
        .filter(said -> kept.hear(said, privateBytes))
        .ifPresent(
            said -> follow(kept.account().jid(), ITEMS, kept.shard(), this::tellOlderClients));
  }
}
