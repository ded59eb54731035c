package io.pipit.broker.durability;

import io.pipit.broker.module.Checkpoints;
import io.pipit.broker.module.StoreSteps;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.store.FakeLog;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.StoreMetrics;
import io.pipit.broker.store.view.FailingViewDisk;
import io.pipit.broker.store.view.ShardViews;
import io.pipit.broker.store.view.SnapshotKey;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.store.view.ViewRebuild;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.SerializedXml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pubsub service without sockets on a store as small as can be, so that little stays in memory
 * and segments are many. Confined to its test.
 */
final class StoredService extends RunningService {

  private static final int SEGMENT_BYTES = 4 * 1024;
  private static final int CACHE_BYTES = 2_000;
  private static final int ENTRIES = 40;
  private static final Duration RETRY = Duration.ofMillis(300);

  private final Disk disk;

  /** What the shards have been told of the log: they are told before this is. */
  private volatile long told;

  /** What the service stands on. */
  private record Disk(SegmentLog log, @Nullable ViewFiles files) {

    ShardViews views() {
      return files == null
          ? new ShardViews(log, null, Long.MAX_VALUE, Integer.MAX_VALUE)
          : new ShardViews(log, files, CACHE_BYTES, ENTRIES);
    }
  }

  private StoredService(Disk disk) {
    this(disk, LOOPS);
  }

  private StoredService(Disk disk, int loops) {
    super(disk.log, disk::views, disk.files, StoreModelTest.policy(), loops);
    this.disk = disk;
    this.told = disk.log.durable();
    disk.log.onDurable(position -> told = position);
    pubsub.start();
  }

  /**
   * Starts on what a disk holds.
   *
   * @param view the folder of files in which indexes rest; null when they do not
   */
  static StoredService start(FakeLog disk, @Nullable Path view) throws IOException {
    return start(disk, view, Runnable::run);
  }

  /**
   * The same.
   *
   * @param reader reads the log for indexes whose file is missing
   */
  static StoredService start(FakeLog disk, @Nullable Path view, Executor reader)
      throws IOException {
    return start(open(disk, false), view, reader);
  }

  private static StoredService start(SegmentLog log, @Nullable Path view, Executor reader)
      throws IOException {
    ViewFiles files = view == null ? null : new ViewFiles(view, log, ENTRIES, reader);
    if (files != null) {
      files.open(SnapshotKey.newest(log));
    }
    return new StoredService(new Disk(log, files));
  }

  /** The same, on so many loops. */
  static StoredService start(FakeLog disk, Path view, int loops) throws IOException {
    SegmentLog log = open(disk, false);
    ViewFiles files = new ViewFiles(view, log, ENTRIES, Runnable::run);
    files.open(SnapshotKey.newest(log));
    return new StoredService(new Disk(log, files), loops);
  }

  /** The same, giving up what is damaged. */
  static StoredService repair(FakeLog disk, @Nullable Path view) throws IOException {
    return start(open(disk, true), view, Runnable::run);
  }

  /** The same, with a disk that may fail for the view. */
  static StoredService startOn(FakeLog disk, FailingViewDisk view) throws IOException {
    SegmentLog log = open(disk, false);
    ViewFiles files = view.open(log, ENTRIES, Runnable::run);
    files.open(SnapshotKey.newest(log));
    return new StoredService(new Disk(log, files));
  }

  private static SegmentLog open(FakeLog disk, boolean repair) throws IOException {
    return disk.open(LogOptions.defaults().withSegmentBytes(SEGMENT_BYTES).withRepair(repair));
  }

  /** What makes checkpoints by itself, as soon as anything is there to be written. */
  Checkpoints checkpoints(StoreMetrics metrics) throws IOException {
    ViewFiles files = Objects.requireNonNull(disk.files);
    Checkpoints checkpoints =
        new Checkpoints(
            disk.log,
            files,
            new ViewRebuild(files, disk.log, ENTRIES),
            shards,
            accounts,
            pubsub::keep,
            () -> true,
            1,
            metrics);
    checkpoints.onWhole(pubsub::viewIsWhole);
    checkpoints.retryAfter(RETRY);
    checkpoints.start();
    return checkpoints;
  }

  SegmentLog log() {
    return disk.log;
  }

  /** Waits until everything is durable, and told, with all that follows from it. */
  void sync() {
    long before;
    do {
      before = disk.log.appended();
      settle();
      while (told < disk.log.appended() && !hasFailed()) {
        Thread.onSpinWait();
      }
      settle();
    } while (disk.log.appended() > before && !hasFailed());
  }

  /** Whether the shards have been told that the log failed. */
  private boolean hasFailed() {
    return told < 0;
  }

  /** Waits until memory is what the disk holds, which failed. */
  void awaitReadAgain(FakeStream client) {
    String read =
        "<iq type='get' id='x' to='%s'><query xmlns='%s'/></iq>".formatted(SERVICE, Ns.DISCO_ITEMS);
    boolean isRead = false;
    while (!isRead) {
      boolean hadFailed = hasFailed(); // before it was asked
      settle();
      client.takeXml();
      send(client, read);
      List<String> answer = client.takeXml();
      isRead = hadFailed && !answer.isEmpty() && !answer.get(0).contains("resource-constraint");
    }
  }

  /** Whether the file in which indexes rest is missing. */
  boolean isViewMissing() {
    return disk.files != null && !disk.files.isWhole();
  }

  /** Makes that again. */
  void rebuild() throws IOException {
    rebuild(() -> false);
  }

  /** The same, unless it is given up before. */
  boolean rebuild(BooleanSupplier isGivenUp) throws IOException {
    boolean isThere =
        new ViewRebuild(Objects.requireNonNull(disk.files), disk.log, ENTRIES / 4).run(isGivenUp);
    if (isThere) {
      pubsub.viewIsWhole();
    }
    return isThere;
  }

  int checkpoint() throws IOException, InterruptedException {
    if (isViewMissing()) {
      rebuild();
    }
    return checkpointAsItIs();
  }

  /** The same, also when the view is missing. */
  int checkpointAsItIs() throws IOException, InterruptedException {
    return StoreSteps.checkpoint(disk.log, disk.files, shards, accounts);
  }

  /** One without the view, as when the disk is full. */
  void checkpointWithoutView() throws IOException, InterruptedException {
    StoreSteps.checkpoint(disk.log, disk.files, shards, accounts, false);
  }

  void clean(int segments) throws InterruptedException {
    StoreSteps.clean(disk.log, shards, pubsub::keep, segments);
  }

  /** Everything that has to be the same after a restart, by what it is of. */
  List<String> state() {
    List<String> state = new ArrayList<>(standing());
    state.addAll(QueuedChanges.state(this));
    for (EntityShard shard : shards.all()) {
      onLoop(
          shard.loop(),
          () -> {
            for (ServiceState service : shard.nodes()) {
              service.nodes().forEach(node -> describe(service.service(), node, state));
              service.departed().forEach(gone -> state.add(gone.toString()));
            }
            for (BareJid service : shard.services()) {
              describe(service, shard.directory(service), state);
            }
          });
    }
    state.sort(null);
    return state;
  }

  private static void describe(BareJid service, Directory directory, List<String> state) {
    directory.head(service).forEach(change -> state.add("directory " + change));
    for (String entity : List.of("owner", "other", "third")) {
      BareJid jid = BareJid.of(entity + "@pipit.test");
      directory
          .subscriptions(jid)
          .forEach(held -> state.add("directory " + held.node() + " " + held.subscription()));
      directory.affiliations(jid).forEach(held -> state.add("directory " + jid + " " + held));
    }
  }

  private static void describe(BareJid service, NodeState node, List<String> state) {
    String of = node.name() + ": ";
    // Remembered in the order of their ids, not in that in which they came.
    TreeMap<String, Integer> head = new TreeMap<>();
    node.head(service).stream()
        // Said apart: cleaning goes on after what is compared was written down, and moves it.
        .filter(change -> !(change instanceof Change.StandingSet))
        .forEach(change -> head.merge(of + change, 1, Integer::sum));
    head.forEach((change, count) -> state.add(change + " x " + count));
    NodeView items = node.items();
    items
        .range(0, items.size())
        .forEach(item -> state.add(of + "item " + item + text(item.payload())));
    items
        .entriesByCreation(0, items.size())
        .forEach(entry -> state.add(of + "created " + entry.created() + " " + entry.seq()));
    items
        .history()
        .range(0, items.history().size())
        .forEach(item -> state.add(of + "remembered " + item + text(item.payload())));
    state.add(of + items.bytes() + " and " + items.history().bytes() + " bytes");
  }

  private static String text(@Nullable SerializedXml payload) {
    return payload == null ? "" : " " + new String(payload.bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    super.close();
    disk.log.close();
    if (disk.files != null) {
      disk.files.close();
    }
  }
}
