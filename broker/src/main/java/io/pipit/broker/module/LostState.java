package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateChange;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.Queues;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.ReplayByType;
import io.pipit.broker.store.view.Rest;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that had changes which the log has lost, as the log has it without them. Filled by one
 * thread, then handed to the shards, each of which takes what is its own.
 */
final class LostState {

  private record Node(BareJid service, String name) {}

  private final Set<Node> nodes = new HashSet<>();
  private final Set<BareJid> accounts = new HashSet<>();
  private final Map<BareJid, ServiceState> durableNodes = new HashMap<>();
  private final Map<BareJid, Directory> directories = new HashMap<>();
  private final Map<BareJid, AccountState> states = new HashMap<>();
  private final Accounts durableAccounts = new Accounts();
  private final Queues durableQueues = new Queues();
  private boolean haveQueues;
  private long durable;

  LostState(List<LogRecord> lost, NodeView.Factory views) {
    ReplayByType marking =
        new ReplayByType()
            .to(
                ChangeCodec.FIRST_TYPE,
                ChangeCodec.LAST_TYPE,
                (position, record) -> mark(ChangeCodec.decode(record), views))
            .to(
                AccountChange.FIRST_TYPE,
                AccountChange.LAST_TYPE,
                (position, record) -> accounts.add(AccountChange.of(record).account()))
            .to(
                AccountStateCodec.FIRST_TYPE,
                AccountStateCodec.LAST_TYPE,
                (position, record) ->
                    states.computeIfAbsent(
                        AccountStateCodec.decode(record).account(), AccountState::new))
            .to(
                QueueChangeCodec.FIRST_TYPE,
                QueueChangeCodec.LAST_TYPE,
                (position, record) -> haveQueues = true);
    lost.forEach(record -> marking.record(-1, record));
  }

  private void mark(Change change, NodeView.Factory views) {
    BareJid service = change.service();
    nodes.add(new Node(service, change.node()));
    durableNodes.computeIfAbsent(service, address -> new ServiceState(address, views));
    if (change.concernsDirectory()) {
      directories.computeIfAbsent(service, address -> new Directory());
    }
  }

  /**
   * Reads what the log has of all that; nothing when nothing was lost.
   *
   * @param hasView whether indexes rest as the newest snapshot says
   * @param generation of the file in which they do
   */
  void read(ChangeLog log, boolean hasView, IntSupplier generation) {
    durable = log.durable();
    if (nodes.isEmpty() && accounts.isEmpty() && states.isEmpty() && !haveQueues) {
      return;
    }
    PubsubReplay replay = new PubsubReplay(log, hasView, new Lost(generation));
    log.replay(
        replay
            .in(new ReplayByType())
            .to(
                AccountChange.FIRST_TYPE,
                AccountChange.LAST_TYPE,
                (position, record) -> durableAccounts.record(position, record))
            .to(
                AccountStateCodec.FIRST_TYPE,
                AccountStateCodec.LAST_TYPE,
                new ChangeLog.Reader() {
                  @Override
                  public void record(long position, LogRecord record) {
                    AccountStateChange change = AccountStateCodec.decode(record);
                    state(change).ifPresent(account -> account.replay(change, position));
                  }

                  @Override
                  public void snapshot(long at, LogRecord record) {
                    AccountStateChange change = AccountStateCodec.decode(record);
                    state(change).ifPresent(account -> account.apply(change, at));
                  }
                })
            .to(QueueChangeCodec.FIRST_TYPE, QueueChangeCodec.LAST_TYPE, new LostQueues()));
    replay.finish();
    durableQueues.replayed();
    durableQueues.forgetLost(log::isLost);
  }

  private Optional<AccountState> state(AccountStateChange change) {
    return Optional.ofNullable(states.get(change.account()));
  }

  /** All queues, when something of one was lost: one record may be about many of them. */
  private final class LostQueues implements ChangeLog.Reader {

    @Override
    public void record(long position, LogRecord record) {
      if (haveQueues) {
        durableQueues.replay(QueueChangeCodec.decode(record), position);
      }
    }

    @Override
    public void snapshot(long at, LogRecord record) {
      if (haveQueues) {
        durableQueues.apply(QueueChangeCodec.decode(record), at);
      }
    }
  }

  /** The nodes and directories of which changes were lost. */
  private final class Lost implements PubsubReplay.Target {

    private final IntSupplier generation;

    Lost(IntSupplier generation) {
      this.generation = generation;
    }

    @Override
    public @Nullable ServiceState nodes(BareJid service, String node) {
      return nodes.contains(new Node(service, node)) ? durableNodes.get(service) : null;
    }

    @Override
    public @Nullable Directory directory(BareJid service) {
      return directories.get(service);
    }

    @Override
    public void rests(NodeView view, Rest rest, long through) {
      ShardViews.restAt(view, rest, generation.getAsInt(), through);
    }
  }

  /** In a shard: takes over what it owns of all that. */
  void restore(Shards shards, EntityShard shard, Accounts live, RosterSnapshots snapshots) {
    nodes.forEach(
        node -> {
          ServiceState state = durableNodes.get(node.service());
          if (state != null && shards.ofNode(node.service(), node.name()) == shard) {
            state.node(node.name()).ifPresent(durable -> shard.views().adopt(durable.items()));
            shard.nodes(node.service()).restore(node.name(), state);
          }
        });
    // What presence says of avatars may come from what was lost.
    shard.accounts().forEach(AccountState::forgetPhoto);
    directories.forEach(
        (service, directory) -> {
          if (shards.ofDirectory(service) == shard) {
            shard.directory(service).restore(directory);
          }
        });
    accounts.forEach(
        account -> {
          if (shards.ofAccount(account) == shard) {
            live.restore(account, durableAccounts);
          }
        });
    if (haveQueues) {
      shard.queues().restore(durableQueues, id -> shards.ofPartition(id.partition()) == shard);
    }
    states.forEach(
        (jid, state) -> {
          if (shards.ofAccount(jid) == shard) {
            AccountState account = shard.account(jid);
            account.restore(state);
            snapshots.replace(account, durable);
          }
        });
  }
}
