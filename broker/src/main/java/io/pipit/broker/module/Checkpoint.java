package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.AccountStateCodec;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.AccountChange;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.SnapshotWriter;
import io.pipit.broker.store.view.Rest;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.broker.store.view.SnapshotKey;
import io.pipit.broker.store.view.TakenIndex;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.NodeView;
import io.pipit.pubsub.store.Partitions;
import io.pipit.pubsub.store.SnapshotCodec;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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

  /** What a shard reads in one turn, in bytes of what is written: publishers wait that long. */
  private static final int TURN_BYTES = 32 * 1024;

  /** Of what may take next to nothing, so much in one turn. */
  private static final int SLICE = 1_024;

  /** The longest rest after a turn, which is as long as the turn and the writing of it took. */
  private static final long MOST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SegmentLog log;
  private final @Nullable ViewFiles files;
  private final Shards shards;
  private final Accounts accounts;
  private final boolean isPaced;
  private final boolean hasRoom;
  private final long begin;
  private final List<Part> parts = new ArrayList<>();
  private final SnapshotCodec codec = new SnapshotCodec();
  private int nextNumber;
  private boolean viewFailed;
  private long liveBytes;
  private long oldestPosition = Long.MAX_VALUE;

  /** The nodes of a service that a shard owns; their states alone, since they are many. */
  private record Part(EntityShard shard, ServiceState service, List<NodeState> nodes) {

    boolean isThere(NodeState node) {
      return service.node(node.name()).filter(there -> there == node).isPresent();
    }
  }

  /**
   * What is written of a node.
   *
   * @param index null, and no records, when the index has to be read from the log first
   * @param standing null for nothing but the newest item
   */
  private record TakenNode(
      NodeState node,
      int number,
      long at,
      List<LogRecord> records,
      @Nullable TakenIndex index,
      @Nullable ItemEntry standing) {

    int bytes() {
      if (index == null) {
        return 0;
      }
      int bytes = 0;
      for (LogRecord record : records) {
        bytes += record.payload().length;
      }
      for (byte[] chunk : index.chunks()) {
        bytes += chunk.length;
      }
      return bytes;
    }
  }

  /** What is written of another entity. */
  private record Taken(long at, List<LogRecord> records) {}

  /**
   * @param files where indexes rest, null when they do not
   * @param isPaced whether it leaves half of the time to others
   * @param hasRoom whether there is room for more than a snapshot: without it the file of the view
   *     is left out
   */
  Checkpoint(
      SegmentLog log,
      @Nullable ViewFiles files,
      Shards shards,
      Accounts accounts,
      boolean isPaced,
      boolean hasRoom) {
    this.isPaced = isPaced;
    this.hasRoom = hasRoom;
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
        NextView view =
            new NextView(
                hasRoom ? files : null,
                new SnapshotKey(begin, snapshot.id()),
                log::isWithoutRoom)) {
      nodes(snapshot, view);
      others(snapshot);
      OptionalInt generation = view.finish();
      if (log.hasFailed()) {
        throw new IOException("the log has failed");
      }
      snapshot.publish(oldestPosition());
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
    for (EntityShard shard : shards.all()) {
      parts.addAll(in(shard, () -> parts(shard)));
    }
    for (Part part : parts) {
      for (Iterator<NodeState> nodes = part.nodes.iterator(); nodes.hasNext(); ) {
        long since = System.nanoTime();
        add(snapshot, view, part, in(part.shard, () -> take(part, nodes)));
        rest(since);
      }
    }
  }

  private void add(SnapshotWriter snapshot, NextView view, Part part, List<TakenNode> turn)
      throws IOException, InterruptedException {
    for (int i = 0; i < turn.size(); i++) {
      TakenNode taken = turn.get(i);
      if (taken.index != null && view.add(taken.index)) {
        add(snapshot, taken, taken.index);
      } else {
        int next = i + 1;
        while (next < turn.size() && isMissing(view, turn.get(next))) {
          next++;
        }
        for (TakenNode again : again(part, turn.subList(i, next))) {
          TakenIndex index = Objects.requireNonNull(again.index);
          view.add(index);
          add(snapshot, again, index);
        }
        i = next - 1;
      }
    }
  }

  private static boolean isMissing(NextView view, TakenNode taken) {
    return taken.index == null || view.isMissing(taken.index);
  }

  /** After a turn that began then. */
  private void rest(long since) {
    if (isPaced) {
      LockSupport.parkNanos(this, Math.min(System.nanoTime() - since, MOST_REST_NANOS));
    }
  }

  /** What it rests in cannot be read: the node as it is by now, with its index on the heap. */
  private List<TakenNode> again(Part part, List<TakenNode> before)
      throws IOException, InterruptedException {
    List<CompletableFuture<Optional<TakenNode>>> reading = new ArrayList<>();
    for (TakenNode node : before) {
      CompletableFuture<Optional<TakenNode>> read = new CompletableFuture<>();
      reading.add(read);
      part.shard.execute(() -> readAndTake(part, node, read));
    }
    List<TakenNode> taken = new ArrayList<>();
    for (CompletableFuture<Optional<TakenNode>> read : reading) {
      await(read).ifPresent(taken::add);
    }
    return taken;
  }

  /** In the shard: the index is read elsewhere, and taken before it can leave the heap again. */
  private void readAndTake(
      Part part, TakenNode before, CompletableFuture<Optional<TakenNode>> read) {
    if (!part.isThere(before.node)) {
      read.complete(Optional.empty());
      return;
    }
    NodeView items = before.node.items();
    ShardViews.read(
        items,
        part.shard::execute,
        wasRead -> {
          if (!part.isThere(before.node)) {
            read.complete(Optional.empty());
          } else if (wasRead) {
            complete(
                read,
                () -> {
                  long at = before.node.position();
                  TakenIndex index = ShardViews.takeHere(items, before.number, at);
                  return Optional.of(taken(part, before.node, before.number, index));
                });
          } else {
            read.completeExceptionally(new IOException("the log cannot be read"));
          }
        });
  }

  private void add(SnapshotWriter snapshot, TakenNode taken, TakenIndex index) throws IOException {
    snapshot.add(begin - 1, codec.takeReferred());
    snapshot.add(taken.at, taken.records);
    Rest rest = index.rest();
    liveBytes += rest.logBytes();
    oldestPosition = Math.min(oldestPosition, rest.oldestPosition());
    if (taken.standing != null) {
      liveBytes += taken.standing.payloadBytes();
      oldestPosition = Math.min(oldestPosition, taken.standing.position());
    }
  }

  private static List<Part> parts(EntityShard shard) {
    List<Part> parts = new ArrayList<>();
    for (ServiceState service : shard.nodes()) {
      parts.add(new Part(shard, service, new ArrayList<>(service.nodes())));
    }
    return parts;
  }

  /** In the shard: as many of the next nodes as make one turn. */
  private List<TakenNode> take(Part part, Iterator<NodeState> nodes) {
    List<TakenNode> taken = new ArrayList<>();
    int bytes = 0;
    while (nodes.hasNext() && bytes < TURN_BYTES) {
      NodeState node = nodes.next();
      if (part.isThere(node)) {
        int number = nextNumber++;
        TakenNode whole = part.shard.views().ifHere(() -> take(part, node, number));
        TakenNode next =
            whole == null
                ? new TakenNode(node, number, node.position(), List.of(), null, null)
                : whole;
        taken.add(next);
        bytes += next.bytes();
      }
    }
    return taken;
  }

  private TakenNode take(Part part, NodeState node, int number) {
    return taken(part, node, number, ShardViews.take(node.items(), number, node.position()));
  }

  private TakenNode taken(Part part, NodeState node, int number, TakenIndex index) {
    BareJid service = part.service.service();
    List<LogRecord> records = records(node.head(service));
    if (files != null) {
      records.add(
          new LogRecord(
              Rest.RECORD_TYPE,
              Partitions.of(service, node.name()),
              index.rest().encode(service, node.name())));
    }
    return new TakenNode(node, number, node.position(), records, index, node.standing().entry());
  }

  private List<LogRecord> records(List<Change> changes) {
    List<LogRecord> records = new ArrayList<>(changes.size() + 1);
    for (Change change : changes) {
      records.add(codec.encode(change, Partitions.of(change.service(), change.node())));
    }
    return records;
  }

  /** Everything but nodes; directories last, since they hold on to nodes. */
  private void others(SnapshotWriter snapshot) throws IOException, InterruptedException {
    snapshot.add(begin - 1, accounts.head().stream().map(AccountChange::toRecord).toList());
    for (EntityShard shard : shards.all()) {
      inTurns(snapshot, shard, in(shard, () -> List.copyOf(shard.accounts())), this::state);
      inTurns(snapshot, shard, in(shard, () -> List.copyOf(shard.nodes())), this::departed);
      queues(snapshot, shard);
    }
    for (EntityShard shard : shards.all()) {
      for (Taken taken : in(shard, () -> directories(shard))) {
        snapshot.add(taken.at, taken.records);
      }
    }
  }

  private void queues(SnapshotWriter snapshot, EntityShard shard)
      throws IOException, InterruptedException {
    Iterator<QueueState> left = in(shard, () -> List.copyOf(shard.queues().all())).iterator();
    while (left.hasNext()) {
      long since = System.nanoTime();
      for (TakenQueue taken : in(shard, () -> TakenQueue.turn(shard, left))) {
        snapshot.add(taken.at(), taken.records());
        liveBytes += taken.liveBytes();
        oldestPosition = Math.min(oldestPosition, taken.oldestPosition());
      }
      rest(since);
    }
  }

  private <T> void inTurns(
      SnapshotWriter snapshot, EntityShard shard, List<T> entities, Function<T, Taken> reading)
      throws IOException, InterruptedException {
    for (Iterator<T> left = entities.iterator(); left.hasNext(); ) {
      long since = System.nanoTime();
      for (Taken taken : in(shard, () -> turn(left, reading))) {
        snapshot.add(taken.at, taken.records);
      }
      rest(since);
    }
  }

  private static <T> List<Taken> turn(Iterator<T> entities, Function<T, Taken> reading) {
    List<Taken> turn = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; entities.hasNext() && i < SLICE && bytes < TURN_BYTES; i++) {
      Taken taken = reading.apply(entities.next());
      turn.add(taken);
      bytes += taken.records.stream().mapToInt(record -> record.payload().length).sum();
    }
    return turn;
  }

  private Taken state(AccountState account) {
    return new Taken(
        account.position(), account.head().stream().map(AccountStateCodec::encode).toList());
  }

  private Taken departed(ServiceState service) {
    return new Taken(begin - 1, records(service.departed()));
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
        List<NodeState> slice = part.nodes.subList(from, Math.min(part.nodes.size(), from + SLICE));
        in(
            part.shard,
            () -> {
              slice.forEach(node -> ShardViews.restsNow(node.items(), generation));
              return true;
            });
      }
    }
  }

  /** Has a shard read something, and waits for it. */
  static <T> T in(EntityShard shard, Supplier<T> reading) throws IOException, InterruptedException {
    CompletableFuture<T> read = new CompletableFuture<>();
    shard.execute(() -> complete(read, reading));
    return await(read);
  }

  private static <T> void complete(CompletableFuture<T> read, Supplier<T> reading) {
    try {
      read.complete(reading.get());
    } catch (RuntimeException | Error e) { // who waits must not wait for ever
      read.completeExceptionally(e);
    }
  }

  private static <T> T await(CompletableFuture<T> read) throws IOException, InterruptedException {
    try {
      return read.get();
    } catch (ExecutionException e) {
      throw new IOException("a checkpoint could not be taken", e.getCause());
    }
  }
}
