package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.account.RosterChange;
import io.pipit.broker.account.RosterChange.ItemRemoved;
import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.RosterListener;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.account.Session;
import io.pipit.broker.account.Subscription;
import io.pipit.broker.routing.Delivery;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes decided changes of a roster part of the log and of memory, and tells the interested
 * resources. Called in the account's shard.
 */
public final class RosterUpdates {

  private final RosterSnapshots snapshots;
  private final Delivery delivery;
  private final RosterListener listener;

  public RosterUpdates(RosterSnapshots snapshots, Delivery delivery, RosterListener listener) {
    this.snapshots = snapshots;
    this.delivery = delivery;
    this.listener = listener;
  }

  /** Whether an account, also of another shard, has blocked an address. */
  boolean isBlocked(BareJid account, Jid other) {
    return snapshots.blockLists().isBlocked(account, other);
  }

  /** Logs and applies changes in one turn; {@link #push} tells of them. */
  void commit(AccountState account, EntityShard shard, List<RosterChange> changes) {
    commit(account, shard, List.of(), changes);
  }

  /** As above, in one batch behind other records of the same account. */
  void commit(
      AccountState account, EntityShard shard, List<LogRecord> others, List<RosterChange> changes) {
    if (others.isEmpty() && changes.isEmpty()) {
      return;
    }
    List<LogRecord> records = new ArrayList<>(others);
    changes.forEach(change -> records.add(AccountStateCodec.encode(change)));
    long position = shard.commit(records);
    long at = position - changes.size();
    List<BareJid> losers = new ArrayList<>();
    List<Runnable> gains = new ArrayList<>();
    for (RosterChange change : changes) {
      losers.addAll(losers(account, change));
      if (change instanceof ItemSet set) {
        gains(account, set.item()).ifPresent(gains::add);
      }
      account.apply(change, ++at);
    }
    snapshots.replace(account, position);
    if (!losers.isEmpty()) {
      shard.release(() -> losers.forEach(loser -> listener.rightsLost(account.jid(), loser)));
    }
    gains.forEach(Runnable::run);
  }

  /** What to tell of a contact that has more rights after a change, asked before it is applied. */
  private Optional<Runnable> gains(AccountState account, RosterItem after) {
    BareJid contact = after.contact();
    if (after.subscription() != Subscription.BOTH) {
      return Optional.empty();
    }
    if (!account.roster().sharesPresence(contact)) {
      return Optional.of(() -> listener.presenceShared(account.jid(), contact));
    }
    Set<String> before =
        account.roster().item(contact).map(item -> Set.copyOf(item.groups())).orElse(Set.of());
    return before.containsAll(after.groups())
        ? Optional.empty()
        : Optional.of(() -> listener.groupsGained(account.jid(), contact, before));
  }

  /** The contacts that have fewer rights after a change, asked before it is applied. */
  private static List<BareJid> losers(AccountState account, RosterChange change) {
    if (change instanceof ItemSet set) {
      Optional<RosterItem> before = account.roster().item(set.item().contact());
      return before.filter(item -> losesRights(item, set.item())).map(RosterItem::contact).stream()
          .toList();
    }
    if (change instanceof ItemRemoved removed) {
      return List.of(removed.contact());
    }
    return change instanceof RosterChange.Cleared
        ? account.roster().items().stream().map(RosterItem::contact).toList()
        : List.of();
  }

  private static boolean losesRights(RosterItem before, RosterItem after) {
    return (before.subscription().includesFrom() && !after.subscription().includesFrom())
        || !after.groups().containsAll(before.groups());
  }

  /** Pushes changes to every interested resource of the account (RFC 6121 2.1.6). */
  void push(AccountState account, EntityShard shard, List<RosterChange> changes) {
    for (Session session : account.sessions()) {
      if (session.isInterested()) {
        changes.forEach(change -> push(session, shard, change));
      }
    }
  }

  /** Pushes one change to one resource; nothing when the change is not about an item. */
  void push(Session session, EntityShard shard, RosterChange change) {
    Element item;
    long version;
    if (change instanceof ItemSet set) {
      item = set.item().toElement();
      version = set.item().version();
    } else if (change instanceof ItemRemoved removed) {
      item = RosterItem.removedElement(removed.contact());
      version = removed.version();
    } else {
      return;
    }
    // Without from: RFC 6121 2.1.6 takes that for the account's own server.
    Iq push =
        Iq.request(
            Iq.Type.SET,
            "push-" + version,
            null,
            session.resource(),
            query(version, List.of(item)));
    shard.release(() -> delivery.deliverTo(session.resource(), push));
  }

  static Element query(@Nullable Long version, List<Element> items) {
    Element.Builder query = Element.builder("query", Ns.ROSTER);
    if (version != null) {
      query.attribute("ver", Long.toString(version));
    }
    return query.children(items).build();
  }
}
