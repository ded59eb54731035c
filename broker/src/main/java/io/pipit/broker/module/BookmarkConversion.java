package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.DocumentChange;
import io.pipit.broker.routing.XmppModule;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pep.profile.Bookmark;
import io.pipit.pep.profile.BookmarkStorage;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.StanzaError;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Bookmarks of rooms for clients of three generations: those that keep all in private storage
 * (XEP-0049), those that keep all in one item (XEP-0048), and those of one item for each room
 * (XEP-0402).
 *
 * <p><b>One truth.</b> The items of {@link Bookmark#NAMESPACE} are the bookmarks. Private storage
 * is made of them when it is asked for, and what is stored there becomes changes of them. What is
 * no bookmark of a room is kept beside them as a private document.
 *
 * <p><b>Two nodes, by differences.</b> The list in the node {@link BookmarkStorage#NAMESPACE} is
 * told what happens to items, room by room, and a new list is compared with the one before: only
 * the rooms in which they differ become items or go. A room that one of the nodes cannot take is so
 * never taken from the other. Where no list was before, or no node, both are joined.
 *
 * <p><b>No loops.</b> Whatever is to follow from a change compares first, and does nothing when
 * both sides say the same.
 *
 * <p><b>No leaks.</b> Nothing goes from one node to the other while somebody else may read or write
 * one of them (XEP-0411 5), or it does not keep what is published; but a bookmark that the account
 * takes out of the items goes from the list too. When both are private again they are joined. The
 * deletion of a node takes out what it had, as it was then.
 *
 * <p><b>No losses.</b> What follows from a change is decided in the same turn, and nobody is told
 * of the change before both are durable. A crash may have come between the two, before anybody was
 * told: after a start both are joined when the account is asked first. Who joins takes nothing out.
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

  /** What has happened in the turn in which an account is. */
  private final Map<BareJid, Happened> happened = new ConcurrentHashMap<>();

  /** Accounts of which the list is being told. */
  private final Set<BareJid> told = ConcurrentHashMap.newKeySet();

  /** What follows from changes of an account's nodes, once for any number of them. */
  private record Follows(BareJid account) {}

  /** What has happened to the forms of the bookmarks of an account. */
  private static final class Happened {

    /** Rooms of which the items may say something else. */
    private final Set<BareJid> rooms = new LinkedHashSet<>();

    /** Whether what is no bookmark of a room may be something else. */
    private boolean toOthers;

    /** Whether there is another list, and the one before. */
    private boolean toList;

    private Optional<BookmarkStorage> base = Optional.empty();

    /** Whether the nodes may have become private, or one of them is new. */
    private boolean toNodes;
  }

  /**
   * @param privateBytes the most that the private documents of an account come to
   */
  public BookmarkConversion(PubsubService pubsub, AccountUpdates updates, long privateBytes) {
    this.pubsub = pubsub;
    this.updates = updates;
    this.privateBytes = privateBytes;
    pubsub.watch(ITEMS, listener(this::itemsChanging, true));
    pubsub.watch(STORAGE, listener(this::listChanging, false));
  }

  /**
   * @param gathers items: the list is written again for all of them, not for each
   */
  private NodeListener listener(NodeListener changing, boolean gathers) {
    return new NodeListener() {
      @Override
      public void changing(Change change, EntityShard shard) {
        changing.changing(change, shard);
      }

      @Override
      public void asked(BareJid account, EntityShard shard) {
        catchUp(account, shard);
      }

      @Override
      public boolean gathers() {
        return gathers;
      }
    };
  }

  @Override
  public Set<String> ownerFeatures() {
    return Set.of(ITEMS + "#compat", ITEMS + "#compat-pep", "urn:xmpp:bookmarks-conversion:0");
  }

  /** As {@link AccountBookmarks#whenHere}, with all that was said. */
  void whenHere(
      AccountState account,
      EntityShard shard,
      Consumer<AccountBookmarks> told,
      Consumer<StanzaError> otherwise) {
    pubsub.decideGathered(account.jid(), shard);
    catchUp(account.jid(), shard);
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
    EntityShard shard = bookmarks.shard();
    pubsub.together(
        shard,
        () -> {
          bookmarks.store(said, documents, told);
          happened(bookmarks.account().jid(), shard).toOthers = true;
        });
  }

  // ---- what happens to the nodes

  private void itemsChanging(Change change, EntityShard shard) {
    BareJid account = change.service();
    if (change instanceof Change.ItemsPublished published) {
      Set<BareJid> rooms = happened(account, shard).rooms;
      published.items().forEach(item -> add(item.id(), rooms));
      dropping(account, published.dropThrough(), shard);
    } else if (change instanceof Change.ItemsRetracted retracted) {
      Set<BareJid> rooms = happened(account, shard).rooms;
      retracted.ids().forEach(id -> add(id, rooms));
    } else if (change instanceof Change.ItemsExpired expired) {
      dropping(account, expired.through(), shard);
    } else if (change instanceof Change.NodePurged
        || (change instanceof Change.NodeDeleted && AccountBookmarks.areOwnItems(account, shard))) {
      dropping(account, Long.MAX_VALUE, shard);
    } else if (change instanceof Change.NodeConfigured configured) {
      dropping(account, configured.dropThrough(), shard);
      happened(account, shard).toNodes = true;
    } else if (change instanceof Change.NodeCreated
        || change instanceof Change.AffiliationChanged) {
      happened(account, shard).toNodes = true;
    }
  }

  private static void add(String id, Set<BareJid> rooms) {
    BookmarkStorage.room(id).ifPresent(rooms::add);
  }

  private void dropping(BareJid account, long through, EntityShard shard) {
    if (through > 0) {
      Set<BareJid> rooms = happened(account, shard).rooms;
      List<ItemEntry> entries =
          beforeChange(
              account, ITEMS, shard, () -> AccountBookmarks.entries(account, shard), List.of());
      for (ItemEntry item : entries) {
        if (item.seq() <= through) {
          add(item.id(), rooms);
        }
      }
    }
  }

  private void listChanging(Change change, EntityShard shard) {
    BareJid account = change.service();
    if (change instanceof Change.NodeConfigured || change instanceof Change.AffiliationChanged) {
      happened(account, shard).toNodes = true;
    } else if (!told.contains(account)
        && (change instanceof Change.ItemsPublished
            || change instanceof Change.ItemsRetracted
            || change instanceof Change.NodePurged
            || (change instanceof Change.NodeDeleted
                && AccountBookmarks.arePrivate(account, shard)))) {
      Happened happened = happened(account, shard);
      if (!happened.toList) {
        happened.toList = true;
        happened.base =
            beforeChange(
                account,
                STORAGE,
                shard,
                () -> AccountBookmarks.storage(account, shard),
                Optional.of(BookmarkStorage.EMPTY));
      }
    }
  }

  /** What a node says, which is about to change; with what takes nothing out when nobody knows. */
  private static <T> T beforeChange(
      BareJid account, String node, EntityShard shard, Supplier<T> asking, T unknown) {
    try {
      return Objects.requireNonNullElse(shard.views().ifHere(asking), unknown);
    } catch (UncheckedIOException e) {
      AbsentItems.unreadable(account, node, e);
      return unknown;
    }
  }

  private Happened happened(BareJid account, EntityShard shard) {
    pubsub.afterwards(shard, new Follows(account), () -> follow(account, shard));
    return happened.computeIfAbsent(account, jid -> new Happened());
  }

  // ---- what follows

  private void follow(BareJid account, EntityShard shard) {
    Happened what = happened.remove(account);
    if (what == null) {
      return;
    }
    // What has gone leaves the list before anything of it is joined.
    if (what.toOthers || !what.rooms.isEmpty()) {
      whenBothAreHere(account, shard, (kept, list) -> tell(kept, what, list));
    }
    if (what.toList) {
      whenBothAreHere(account, shard, (kept, list) -> hear(kept, what.base, list));
    }
    if (what.toNodes) {
      join(account, shard);
    }
  }

  /** Both nodes may be asked; the list is empty when there is none, or nobody understands it. */
  @FunctionalInterface
  private interface Following {
    void follow(AccountBookmarks kept, Optional<BookmarkStorage> list);
  }

  private void hear(
      AccountBookmarks kept, Optional<BookmarkStorage> base, Optional<BookmarkStorage> list) {
    BareJid account = kept.account().jid();
    if (base.isEmpty()) {
      join(account, kept.shard());
    } else if (AccountBookmarks.arePrivate(account, kept.shard())
        && (list.isPresent() || AccountBookmarks.isStorageEmpty(account, kept.shard()))) {
      kept.hear(base.get(), list.orElse(BookmarkStorage.EMPTY), privateBytes);
    }
  }

  private void tell(AccountBookmarks kept, Happened what, Optional<BookmarkStorage> list) {
    BareJid account = kept.account().jid();
    if (list.isEmpty()) {
      join(account, kept.shard());
    } else if (AccountBookmarks.areOwnItems(account, kept.shard())) {
      BookmarkStorage said = list.get();
      tell(kept, said, what.rooms, what.toOthers ? kept.rest().others() : said.others());
    }
  }

  private void tell(
      AccountBookmarks kept, BookmarkStorage list, Set<BareJid> rooms, List<Element> others) {
    BareJid account = kept.account().jid();
    told.add(account);
    try {
      kept.tell(list, rooms, others);
    } finally {
      told.remove(account);
    }
  }

  /** After a start, before anything is decided about the bookmarks of an account. */
  private void catchUp(BareJid account, EntityShard shard) {
    AccountState state = shard.account(account);
    if (!state.bookmarksJoined()) {
      state.bookmarksJoined(true);
      pubsub.together(shard, () -> join(account, shard));
    }
  }

  /** Has the items and the list both say what either does, as far as they can. */
  private void join(BareJid account, EntityShard shard) {
    if (!AccountBookmarks.arePrivate(account, shard)) {
      return;
    }
    boolean[] isLate = {false};
    whenBothAreHere(
        account,
        shard,
        (kept, list) -> {
          if (isLate[0]) {
            // What was taken out meanwhile is on its way to the list: ask again behind it.
            kept.account().bookmarksJoined(false);
          } else {
            kept.takeIn(list.orElse(BookmarkStorage.EMPTY), privateBytes);
          }
        });
    isLate[0] = true;
    whenBothAreHere(
        account,
        shard,
        (kept, list) -> {
          BookmarkStorage said = list.orElse(BookmarkStorage.EMPTY);
          Set<Element> others = new LinkedHashSet<>(said.others());
          others.addAll(kept.rest().others());
          tell(kept, said, kept.rooms(), List.copyOf(others));
        });
  }

  /** What cannot be read now is joined when the account is asked the next time. */
  private void whenBothAreHere(BareJid jid, EntityShard shard, Following following) {
    AccountState account = shard.account(jid);
    Consumer<StanzaError> otherwise = unreadable -> account.bookmarksJoined(false);
    pubsub.whenHere(
        jid,
        STORAGE,
        shard,
        () -> AccountBookmarks.storage(jid, shard),
        any ->
            AccountBookmarks.whenHere(
                pubsub,
                updates,
                account,
                shard,
                kept ->
                    pubsub.together(
                        shard, () -> following.follow(kept, AccountBookmarks.storage(jid, shard))),
                otherwise),
        otherwise);
  }
}
