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
 * <p><b>No losses.</b> What follows from a change is decided in the same turn, and nobody is told
 * of the change before both are durable. What the node of older clients says and could not be heard
 * is joined with the items as soon as it can be, and so is what it says after a start: a crash may
 * have come between the two, before anybody was told. Who joins takes nothing out.
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

  /** What follows from changes of a node, once for any number of them. */
  private record Follows(BareJid account, String node) {}

  /** Accounts of which the one node may say something that the other does not. */
  private final Set<BareJid> unheard = ConcurrentHashMap.newKeySet();

  /**
   * @param privateBytes the most that the private documents of an account come to
   */
  public BookmarkConversion(PubsubService pubsub, AccountUpdates updates, long privateBytes) {
    this.pubsub = pubsub;
    this.updates = updates;
    this.privateBytes = privateBytes;
    pubsub.watch(
        ITEMS,
        new NodeListener() {
          @Override
          public void changed(Change change, EntityShard shard) {
            itemsChanged(change, shard);
          }

          @Override
          public void asked(BareJid account, EntityShard shard) {
            catchUp(account, shard);
          }

          @Override
          public void found(BareJid account) {
            unheard.add(account);
          }
        });
    pubsub.watch(
        STORAGE,
        new NodeListener() {
          @Override
          public void changed(Change change, EntityShard shard) {
            storageChanged(change, shard);
          }

          @Override
          public void asked(BareJid account, EntityShard shard) {
            catchUp(account, shard);
          }

          @Override
          public void found(BareJid account) {
            unheard.add(account);
          }
        });
  }

  @Override
  public Set<String> accountFeatures() {
    return Set.of(ITEMS + "#compat", ITEMS + "#compat-pep", "urn:xmpp:bookmarks-conversion:0");
  }

  /** As {@link AccountBookmarks#whenHere}, with all that was said. */
  void whenHere(
      AccountState account,
      EntityShard shard,
      Consumer<AccountBookmarks> told,
      Consumer<StanzaError> otherwise) {
    catchUp(account.jid(), shard);
    read(account, shard, told, otherwise);
  }

  private void read(
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
    pubsub.together(
        bookmarks.shard(),
        () ->
            bookmarks.store(
                said,
                documents,
                () -> {
                  if (AccountBookmarks.arePrivate(bookmarks.account().jid(), bookmarks.shard())) {
                    whenBothAreHere(
                        bookmarks.account(),
                        bookmarks.shard(),
                        (now, storage) -> now.publish(storage, now.rest()),
                        () -> {});
                  }
                },
                told));
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
    BareJid account = change.service();
    if (change instanceof Change.ItemsPublished published) {
      // Who found no node does not know what there is, and so has not taken it out.
      if (published.items().get(0).seq() == 1 || !AccountBookmarks.arePrivate(account, shard)) {
        unheard.add(account);
      }
      follow(account, STORAGE, shard, this::hearOlderClients);
    } else if (change instanceof Change.NodeConfigured) {
      follow(account, ITEMS, shard, this::tellOlderClients);
    }
  }

  /** What the node of older clients says besides what the items do; empty when it says nothing. */
  @FunctionalInterface
  private interface Following {
    void follow(AccountBookmarks kept, Optional<BookmarkStorage> storage);
  }

  private void follow(BareJid account, String node, EntityShard shard, Following following) {
    pubsub.afterwards(
        shard,
        new Follows(account, node),
        () -> {
          if (AccountBookmarks.arePrivate(account, shard) && !catchUp(account, shard)) {
            whenBothAreHere(shard.account(account), shard, following, () -> unheard.add(account));
          }
        });
  }

  /**
   * Has the items and the node of older clients both say what either does, when one may say what
   * the other does not. What cannot be done now is done when the account is asked the next time.
   *
   * @return whether that was to be done
   */
  private boolean catchUp(BareJid account, EntityShard shard) {
    if (!unheard.contains(account)
        || !AccountBookmarks.arePrivate(account, shard)
        || !unheard.remove(account)) {
      return false;
    }
    Runnable later = () -> unheard.add(account);
    pubsub.together(
        shard,
        () ->
            whenBothAreHere(
                shard.account(account),
                shard,
                (kept, storage) -> {
                  BookmarkStorage joined = kept.joined(storage.orElse(BookmarkStorage.EMPTY));
                  if (kept.hear(joined, privateBytes)) {
                    whenBothAreHere(
                        shard.account(account),
                        shard,
                        (now, said) -> now.publish(said, joined),
                        later);
                  } else {
                    later.run();
                  }
                },
                later));
    return true;
  }

  /**
   * @param otherwise they cannot be read
   */
  private void whenBothAreHere(
      AccountState account, EntityShard shard, Following following, Runnable otherwise) {
    BareJid jid = account.jid();
    pubsub.whenHere(
        jid,
        STORAGE,
        shard,
        () -> AccountBookmarks.storage(jid, shard),
        any ->
            read(
                account,
                shard,
                kept -> {
                  if (AccountBookmarks.arePrivate(jid, shard)) {
                    following.follow(kept, AccountBookmarks.storage(jid, shard));
                  }
                },
                unreadable -> otherwise.run()),
        unreadable -> otherwise.run());
  }

  private void tellOlderClients(AccountBookmarks kept, Optional<BookmarkStorage> storage) {
    kept.publish(storage, storage.orElseGet(kept::rest));
  }

  private void hearOlderClients(AccountBookmarks kept, Optional<BookmarkStorage> storage) {
    BareJid account = kept.account().jid();
    storage.ifPresent(
        said -> {
          if (kept.hear(said, privateBytes)) {
            follow(account, ITEMS, kept.shard(), this::tellOlderClients);
          } else {
            unheard.add(account);
          }
        });
  }
}
