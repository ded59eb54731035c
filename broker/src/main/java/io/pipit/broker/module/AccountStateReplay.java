package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateChange;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * Rebuilds what accounts keep from the log at start-up. Confined to the thread that starts the
 * node, before the shards run.
 */
public final class AccountStateReplay implements ChangeLog.Reader {

  private final Shards shards;
  private final RosterSnapshots snapshots;
  private final Map<AccountState, Long> changed = new HashMap<>();

  public AccountStateReplay(Shards shards, RosterSnapshots snapshots) {
    this.shards = shards;
    this.snapshots = snapshots;
  }

  /** Applies a record of the types that {@link AccountStateCodec} names, if it is new. */
  @Override
  public void record(long position, LogRecord record) {
    AccountStateChange change = AccountStateCodec.decode(record);
    AccountState account = account(change);
    account.replay(change, position);
    changed.put(account, position);
  }

  @Override
  public void snapshot(long at, LogRecord record) {
    AccountStateChange change = AccountStateCodec.decode(record);
    AccountState account = account(change);
    account.apply(change, at);
    changed.put(account, at);
  }

  private AccountState account(AccountStateChange change) {
    return shards.ofAccount(change.account()).account(change.account());
  }

  /** Shows the rosters and block lists as they are at the end of the log. */
  public void finish() {
    changed.forEach(snapshots::replace);
    changed.clear();
  }
}
