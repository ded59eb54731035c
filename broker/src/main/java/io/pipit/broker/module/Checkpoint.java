package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.RosterChangeCodec;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.SnapshotWriter;
import io.pipit.broker.store.view.Rest;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.broker.store.view.TakenIndex;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot of all state, and the file in which indexes of items rest, so that a start does
 * not read the whole log and what is not used need not be on the heap. Used once, by one thread;
 * blocks.
 *
 * <p>Everything is read by its owner, a little at a time, while the shards go on: so each node is
 * as it was at a moment of its own, and the snapshot says at which.
 */
final class Checkpoint {

  /** Nodes that a shard reads in one turn. */
  private static final int SLICE = 128;

  private final SegmentLog log;
  private final @Nullable ViewFiles files;
  private final Shards shards;
  private final Accounts accounts;
  private final long begin;
  private final List<Part> parts = new ArrayList<>();
  private int nextNumber;
  private boolean viewFailed;
  private long liveBytes;
  private long oldestPosition = Long.MAX_VALUE;

  /** A node of a service. */
  private record Owned(ServiceState service, NodeState node) {

    /** Whether it is still there. */
    boolean isThere() {
      return service.node(node.name()).filter(there -> there == node).isPresent();
    }
  }

  /** The nodes of a shard. */
  private record Part(EntityShard shard, List<Owned> nodes) {}

  /** What is written of a node. */
  private record TakenNode(Owned owned, long at, List<LogRecord> records, TakenIndex index) {}

  /** What is written of another entity. */
  private record Taken(long at, List<LogRecord> records) {}

  /**
   * @param files where indexes rest, null when they do not
   */
  Checkpoint(SegmentLog log, @Nullable ViewFiles files, Shards shards, Accounts accounts) {
    this.log = log;
    this.files = files;
    this.shards = shards;
    this.accounts = accounts;
    this.begin = log.appended() + 1;
  }

  /** The position from which a start will read the log. */
  long begin() {
    return begin;
  }

  /** Bytes of the log that hold what is still there. */
  long liveBytes() {
    return liveBytes;
  }

  /** Of all records that hold something which is still there; the begin when there is none. */
  long oldestPosition() {
    return Math.min(begin, oldestPosition);
  }

  /** Makes the checkpoint; when this throws, the one before stays. */
  void make() throws IOException, InterruptedException {
    // What was appended before the begin is applied by now where it was appended, and on its way
    // to whoever else it concerns; behind this it has arrived.
    for (EntityShard shard : shards.all()) {
      in(shard, () -> true);
    }
    try (SnapshotWriter snapshot = log.snapshot(begin);
        NextView view = new NextView(files, begin)) {
      nodes(snapshot, view);
      others(snapshot);
      OptionalInt generation = view.finish();
      if (log.hasFailed()) {
        throw new IOException("the log has failed");
      }
      snapshot.publish();
      if (generation.isPresent()) {
        view.published();
        rest(generation.getAsInt());
        view.removeOlder();
      }
      viewFailed = view.hasFailed();
    }
  }

  /** Whether the file of the view could not be written. */
  boolean hasViewFailed() {
    return viewFailed;
  }

  private void nodes(SnapshotWriter snapshot, NextView view)
      throws IOException, InterruptedException {
    boolean hasView = files != null;
    for (EntityShard shard : shards.all()) {
      Part part = new Part(shard, in(shard, () -> owned(shard)));
      parts.add(part);
      for (int from = 0; from < part.nodes.size(); from += SLICE) {
        List<Owned> slice = slice(part, from);
        int number = nextNumber;
        for (TakenNode taken : in(shard, () -> take(slice, number, hasView))) {
          add(snapshot, view.add(taken.index) ? taken : again(shard, view, taken));
        }
        nextNumber += slice.size();
      }
    }
  }

  /** What it rests in cannot be read: the node as it is by now, with its index on the heap. */
  private @Nullable TakenNode again(EntityShard shard, NextView view, TakenNode before)
      throws IOException, InterruptedException {
    List<TakenNode> taken =
        in(
            shard,
            () -> {
              if (!before.owned.isThere()) {
                return List.of();
              }
              ShardViews.recover(before.owned.node.items());
              return List.of(take(before.owned, before.index.rest().number(), true));
            });
    if (taken.isEmpty()) {
      return null;
    }
    view.add(taken.get(0).index);
    return taken.get(0);
  }

  private void add(SnapshotWriter snapshot, @Nullable TakenNode taken) throws IOException {
    if (taken != null) {
      snapshot.add(taken.at, taken.records);
      Rest rest = taken.index.rest();
      liveBytes += rest.logBytes();
      oldestPosition = Math.min(oldestPosition, rest.oldestPosition());
    }
  }

  private static List<Owned> slice(Part part, int from) {
    return part.nodes.subList(from, Math.min(part.nodes.size(), from + SLICE));
  }

  private static List<Owned> owned(EntityShard shard) {
    List<Owned> owned = new ArrayList<>();
    for (ServiceState service : shard.nodes()) {
      for (NodeState node : service.nodes()) {
        owned.add(new Owned(service, node));
      }
    }
    return owned;
  }

  /** In the shard. */
  private static List<TakenNode> take(List<Owned> nodes, int firstNumber, boolean hasView) {
    List<TakenNode> taken = new ArrayList<>(nodes.size());
    int number = firstNumber;
    for (Owned owned : nodes) {
      if (owned.isThere()) {
        taken.add(take(owned, number, hasView));
      }
      number++;
    }
    return taken;
  }

  private static TakenNode take(Owned owned, int number, boolean hasView) {
    BareJid service = owned.service.service();
    NodeState node = owned.node;
    List<LogRecord> records = records(node.head(service));
    TakenIndex index = ShardViews.take(node.items(), number, node.position());
    if (hasView) {
      records.add(
          new LogRecord(
              Rest.RECORD_TYPE,
              Partitions.of(service, node.name()),
              index.rest().encode(service, node.name())));
    }
    return new TakenNode(owned, node.position(), records, index);
  }

  private static List<LogRecord> records(List<Change> changes) {
    List<LogRecord> records = new ArrayList<>(changes.size() + 1);
    for (Change change : changes) {
      records.add(ChangeCodec.encode(change, Partitions.of(change.service(), change.node())));
    }
    return records;
  }

  /** Everything but nodes; directories last, since they hold on to nodes. */
  private void others(SnapshotWriter snapshot) throws IOException, InterruptedException {
    snapshot.add(begin - 1, accounts.head().stream().map(AccountChange::toRecord).toList());
    for (EntityShard shard : shards.all()) {
      for (Taken taken : in(shard, () -> rostersAndDeparted(shard))) {
        snapshot.add(taken.at, taken.records);
      }
    }
    for (EntityShard shard : shards.all()) {
      for (Taken taken : in(shard, () -> directories(shard))) {
        snapshot.add(taken.at, taken.records);
      }
    }
  }

  private List<Taken> rostersAndDeparted(EntityShard shard) {
    List<Taken> taken = new ArrayList<>();
    for (AccountState account : shard.accounts()) {
      List<LogRecord> records = account.head().stream().map(RosterChangeCodec::encode).toList();
      taken.add(new Taken(account.position(), records));
    }
    for (ServiceState service : shard.nodes()) {
      taken.add(new Taken(begin - 1, records(service.departed())));
    }
    return taken;
  }

  private List<Taken> directories(EntityShard shard) {
    long at = log.appended();
    return shard.services().stream()
        .map(service -> new Taken(at, records(shard.directory(service).head(service))))
        .toList();
  }

  /** Indexes that have not changed since they were taken can leave the heap. */
  private void rest(int generation) throws IOException, InterruptedException {
    for (Part part : parts) {
      for (int from = 0; from < part.nodes.size(); from += SLICE) {
        List<Owned> slice = slice(part, from);
        in(
            part.shard,
            () -> {
              for (Owned owned : slice) {
                NodeView view = owned.node.items();
                ShardViews.restsNow(view, generation);
              }
              return true;
            });
      }
    }
  }

  /** Has a shard read something, and waits for it. */
  private static <T> T in(EntityShard shard, Supplier<T> reading)
      throws IOException, InterruptedException {
    CompletableFuture<T> read = new CompletableFuture<>();
    shard.execute(
        () -> {
          try {
            read.complete(reading.get());
          } catch (RuntimeException e) {
            read.completeExceptionally(e);
          }
        });
    try {
      return read.get();
    } catch (ExecutionException e) {
      throw new IOException("a checkpoint could not be taken", e.getCause());
    }
  }
}
