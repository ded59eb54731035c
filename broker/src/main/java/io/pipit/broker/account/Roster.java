package io.pipit.broker.account;

import io.pipit.broker.account.RosterChange.Cleared;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestRemoved;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.broker.account.RosterChange.Restored;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of an account and the requests that wait for its answer (RFC 6121 2 and 3). Changed
 * by {@link #apply} alone, live and at replay. Confined to the account's shard.
 *
 * <p><b>Versions</b> (RFC 6121 2.6). Each change of an item has a version above all earlier ones.
 * The last removals are remembered with theirs, so that a client which names the version it knows
 * gets just what changed since. Versions start at the time of the first change: those of an earlier
 * account of the same name, which a client may still know, are older than all of this one.
 */
public final class Roster {

  /** Removals that are remembered; a client that missed more of them gets the whole roster. */
  static final int REMEMBERED_REMOVALS = 256;

  private final Map<BareJid, RosterItem> items = new LinkedHashMap<>();
  private final Map<BareJid, SubscriptionRequest> requests = new LinkedHashMap<>();
  private final Map<BareJid, Long> removals = new LinkedHashMap<>();

  /** Asked for with every event of the account's nodes; null until somebody asks. */
  private @Nullable List<BareJid> sharing;

  /** What others see; null until it is asked for. */
  private @Nullable Map<BareJid, RosterItem> snapshot;

  private long version;
  private long oldestKnown;

  Roster() {}

  /** The items, in the order in which they were added. */
  public Collection<RosterItem> items() {
    return List.copyOf(items.values());
  }

  public Optional<RosterItem> item(BareJid contact) {
    return Optional.ofNullable(items.get(contact));
  }

  /** Number of items. */
  public int size() {
    return items.size();
  }

  /** Whether the owner and a contact get each other's presence. */
  public boolean sharesPresence(BareJid contact) {
    RosterItem item = items.get(contact);
    return item != null && item.subscription() == Subscription.BOTH;
  }

  /** Whether a contact gets the owner's presence. */
  public boolean showsPresenceTo(BareJid contact) {
    RosterItem item = items.get(contact);
    return item != null && item.subscription().includesFrom();
  }

  /** The contacts that get the owner's presence and whose presence the owner gets. */
  public List<BareJid> sharingPresence() {
    List<BareJid> known = sharing;
    if (known == null) {
      known =
          items.values().stream()
              .filter(item -> item.subscription() == Subscription.BOTH)
              .map(RosterItem::contact)
              .toList();
      sharing = known;
    }
    return known;
  }

  /** The requests without an answer, oldest first. */
  public Collection<SubscriptionRequest> requests() {
    return List.copyOf(requests.values());
  }

  /** How it stands between the owner and a contact. */
  public SubscriptionState state(BareJid contact) {
    RosterItem item = items.get(contact);
    boolean pendingIn = requests.containsKey(contact);
    return item == null
        ? SubscriptionState.of(Subscription.NONE, false, pendingIn)
        : SubscriptionState.of(item.subscription(), item.ask(), pendingIn);
  }

  /** The version of the last change of an item, 0 when there was none. */
  public long version() {
    return version;
  }

  /** The version for the next change. */
  public long nextVersion(long nowMillis) {
    return Math.max(version + 1, nowMillis);
  }

  /**
   * What changed since a version that a client knows: one change per contact, in the order of the
   * versions they came with.
   *
   * @return empty when it cannot be told from here, so that the client needs the whole roster
   */
  public Optional<List<RosterChange>> changesSince(OptionalLong known, BareJid account) {
    if (known.isEmpty() || known.getAsLong() < oldestKnown || known.getAsLong() > version) {
      return Optional.empty();
    }
    long since = known.getAsLong();
    Map<Long, RosterChange> changes = new TreeMap<>();
    items.values().stream()
        .filter(item -> item.version() > since)
        .forEach(item -> changes.put(item.version(), new ItemSet(account, item)));
    removals.forEach(
        (contact, at) -> {
          if (at > since) {
            changes.put(at, new ItemRemoved(account, contact, at));
          }
        });
    return Optional.of(List.copyOf(changes.values()));
  }

  void apply(RosterChange change) {
    sharing = null;
    snapshot = null;
    if (change instanceof ItemSet set) {
      changed(set.item().version());
      removals.remove(set.item().contact());
      items.put(set.item().contact(), set.item());
    } else if (change instanceof ItemRemoved removed) {
      changed(removed.version());
      items.remove(removed.contact());
      removals.remove(removed.contact());
      removals.put(removed.contact(), removed.version());
      forgetOldestRemoval();
    } else if (change instanceof RequestStored stored) {
      requests.put(stored.request().contact(), stored.request());
    } else if (change instanceof RequestRemoved removed) {
      requests.remove(removed.contact());
    } else if (change instanceof Restored restored) {
      version = restored.version();
      oldestKnown = restored.oldestKnown();
    } else if (change instanceof Cleared) {
      items.clear();
      requests.clear();
      removals.clear();
      version = 0;
      oldestKnown = 0;
    } else {
      throw new AssertionError(change);
    }
  }

  /** The changes that make the roster of an account again as it is. */
  List<RosterChange> head(BareJid account) {
    List<RosterChange> head = new ArrayList<>();
    removals.forEach((contact, at) -> head.add(new ItemRemoved(account, contact, at)));
    items.values().forEach(item -> head.add(new ItemSet(account, item)));
    requests.values().forEach(request -> head.add(new RequestStored(account, request)));
    head.add(new Restored(account, version, oldestKnown));
    return head;
  }

  private void changed(long newVersion) {
    if (version == 0) {
      oldestKnown = newVersion;
    }
    version = newVersion;
  }

  private void forgetOldestRemoval() {
    if (removals.size() > REMEMBERED_REMOVALS) {
      Map.Entry<BareJid, Long> oldest = removals.entrySet().iterator().next();
      oldestKnown = oldest.getValue();
      removals.remove(oldest.getKey());
    }
  }

  Map<BareJid, RosterItem> snapshot() {
    Map<BareJid, RosterItem> known = snapshot;
    if (known == null) {
      known = Map.copyOf(items);
      snapshot = known;
    }
    return known;
  }
}
