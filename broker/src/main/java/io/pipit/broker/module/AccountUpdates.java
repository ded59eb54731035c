package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateChange;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.store.LogRecord;
import java.util.List;

/**
 * Makes decided changes of what an account keeps part of the log and of memory; those of rosters go
 * through {@link RosterUpdates}, which tells of rights that end with them. Called in the account's
 * shard, by whoever asked {@link EntityShard#refusesChanges} before.
 */
public final class AccountUpdates {

  private final RosterSnapshots snapshots;

  public AccountUpdates(RosterSnapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** Logs and applies changes in one turn; nothing when there are none. */
  void commit(AccountState account, EntityShard shard, List<? extends AccountStateChange> changes) {
    if (!changes.isEmpty()) {
      Alongside all = alongside(account, changes);
      all.committed(shard.commit(all.records()));
    }
  }

  /** The same of changes that are logged with those of nodes. */
  Alongside alongside(AccountState account, List<? extends AccountStateChange> changes) {
    return new Alongside() {
      @Override
      public List<LogRecord> records() {
        return changes.stream().map(AccountStateCodec::encode).toList();
      }

      @Override
      public void committed(long position) {
        long at = position - changes.size();
        for (AccountStateChange change : changes) {
          account.apply(change, ++at);
        }
        snapshots.replace(account, position);
      }
    };
  }
}
