package io.pipit.broker.account;

import io.pipit.pubsub.RosterView;
import io.pipit.xmpp.BareJid;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rosters and block lists of all accounts for whoever is not their owner, such as the access
 * decisions of nodes. Any thread may read; only the shard of an account replaces its snapshot.
 *
 * <p>A snapshot can be newer than what is durable. Who decides by one, and then tells of it, reads
 * first and asks for {@link #position} afterwards: it is at least that of the snapshot that was
 * read.
 */
public final class RosterSnapshots implements RosterView {

  private final ConcurrentHashMap<BareJid, RosterSnapshot> snapshots = new ConcurrentHashMap<>();
  private final BlockLists blockLists = new BlockLists();

  /**
   * Shows the roster and the block list as they are now, in the turn in which they changed.
   *
   * @param position of the last change that they have
   */
  public void replace(AccountState account, long position) {
    snapshots.put(account.jid(), new RosterSnapshot(position, account.roster().snapshot()));
    blockLists.replace(account.jid(), account.blockList());
  }

  /** Who blocks whom. */
  public BlockLists blockLists() {
    return blockLists;
  }

  /** The position of the log that has to be durable before the roster is told of. */
  public long position(BareJid owner) {
    return of(owner).position();
  }

  @Override
  public boolean hasPresenceSubscription(BareJid owner, BareJid contact) {
    return of(owner).item(contact).filter(item -> item.subscription().includesFrom()).isPresent();
  }

  @Override
  public Set<String> groups(BareJid owner, BareJid contact) {
    return of(owner).item(contact).map(item -> Set.copyOf(item.groups())).orElse(Set.of());
  }

  private RosterSnapshot of(BareJid owner) {
    return snapshots.getOrDefault(owner, RosterSnapshot.NONE);
  }
}
