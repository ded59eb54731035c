package io.pipit.broker.module;

import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.ReplayByType;
import io.pipit.broker.store.view.Rest;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.broker.store.view.SnapshotKey;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes memory what the log says: all of it at start-up, and after a failure of the log everything
 * that had changes which are lost. There is no undo.
 *
 * <p><b>After a failure.</b> A shard refuses whatever rests on a lost change, because that waits
 * for a position which never comes ({@link EntityShard#release(Runnable, Runnable)}). When every
 * shard has heard of the failure nothing is appended any more, and what shards sent each other
 * about lost changes stands in their inboxes before anything that is sent later. Then a worker
 * takes what was lost and reads the same nodes, directories and accounts from the log, and each
 * owner replaces its own. When all have, everything is told again as it is durable. Changes stay
 * refused until a restart.
 */
public final class Replay {

  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  private final ChangeLog changeLog;
  private final Shards shards;
  private final Accounts accounts;
  private final RosterSnapshots rosters;
  private final @Nullable ViewFiles viewFiles;
  private final NodeView.Factory views;

  /**
   * @param viewFiles where indexes of items rest, null when they do not
   * @param views opens the views of nodes that are read after a failure
   */
  public Replay(
      ChangeLog changeLog,
      Shards shards,
      Accounts accounts,
      RosterSnapshots rosters,
      @Nullable ViewFiles viewFiles,
      NodeView.Factory views) {
    this.changeLog = changeLog;
    this.shards = shards;
    this.accounts = accounts;
    this.rosters = rosters;
    this.viewFiles = viewFiles;
    this.views = views;
  }

  /**
   * At start-up, before the shards run: every record goes to the owners of what it changes.
   *
   * @return bytes of the log that hold what is there, as far as the snapshot says so
   */
  public long everything() {
    AccountStateReplay accountReplay = new AccountStateReplay(shards, rosters);
    PubsubReplay pubsubReplay =
        new PubsubReplay(changeLog, viewFiles != null, new InShards(shards, generations()));
    QueueReplay queueReplay = new QueueReplay(changeLog, shards);
    changeLog.replay(
        pubsubReplay
            .in(new ReplayByType())
            .to(AccountChange.FIRST_TYPE, AccountChange.LAST_TYPE, accounts)
            .to(AccountStateCodec.FIRST_TYPE, AccountStateCodec.LAST_TYPE, accountReplay)
            .to(QueueChangeCodec.FIRST_TYPE, QueueChangeCodec.LAST_TYPE, queueReplay));
    pubsubReplay.finish();
    accountReplay.finish();
    queueReplay.finish();
    return pubsubReplay.liveBytes() + queueReplay.liveBytes();
  }

  /** Of the file in which indexes rest as the snapshot says: asked for when it says so. */
  private IntSupplier generations() {
    SnapshotKey snapshot = SnapshotKey.newest(changeLog);
    return () -> Objects.requireNonNull(viewFiles).generationOf(snapshot);
  }

  /** All nodes and directories, where they belong. */
  private record InShards(Shards shards, IntSupplier generation) implements PubsubReplay.Target {

    @Override
    public ServiceState nodes(BareJid service, String node) {
      return shards.ofNode(service, node).nodes(service);
    }

    @Override
    public Directory directory(BareJid service) {
      return shards.ofDirectory(service).directory(service);
    }

    @Override
    public void rests(NodeView view, Rest rest, long through) {
      ShardViews.restAt(view, rest, generation.getAsInt(), through);
    }
  }

  /**
   * At start-up, once the shards are made: what lost changes is read again when the log fails.
   *
   * @param reader where that blocks
   */
  public void watch(Executor reader) {
    changeLog.onDurable(
        position -> {
          if (position < 0) {
            inAllShards(shard -> {}, () -> reader.execute(this::readAgain));
          }
        });
  }

  private void readAgain() {
    try {
      LostState lost = new LostState(changeLog.takeLost(), views);
      lost.read(changeLog, viewFiles != null, generations());
      inAllShards(
          shard -> lost.restore(shards, shard, accounts, rosters),
          () -> inAllShards(EntityShard::restored, this::tell));
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("event", "store.fail")
          .setCause(e)
          .log("the log cannot be read either; what lost changes stays refused");
    }
  }

  private void tell() {
    log.atWarn()
        .addKeyValue("event", "store.reread")
        .addKeyValue("position", changeLog.durable())
        .log("memory is what the disk holds; reads go on, changes are refused until a restart");
  }

  /** Any thread: runs something in every shard, and something else when all of them are done. */
  private void inAllShards(Consumer<EntityShard> each, Runnable whenAllAreDone) {
    AtomicInteger left = new AtomicInteger(shards.all().size());
    for (EntityShard shard : shards.all()) {
      shard.execute(
          () -> {
            each.accept(shard);
            if (left.decrementAndGet() == 0) {
              whenAllAreDone.run();
            }
          });
    }
  }
}
