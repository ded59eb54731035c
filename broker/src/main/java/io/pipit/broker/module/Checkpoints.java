package io.pipit.broker.module;

import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.StoreMetrics;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.store.view.ViewRebuild;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a checkpoint now and then, removes what of the log nothing needs any more, and has it
 * cleaned when more than half of it is of no use. One thread of its own.
 *
 * <p><b>When.</b> When the log has grown by as much as snapshot and view take, at least by a number
 * of bytes: so both together write no more than the log does. Also when too much has changed that
 * could leave the heap otherwise, and at the end.
 *
 * <p><b>A missing view.</b> While the file of the view is missing there is no checkpoint: it is
 * made again first, in the same thread, so that nothing of the log goes that it needs. On a full
 * disk it is not, and the first checkpoint with room for a view reads from the log what rested.
 *
 * <p><b>Failure.</b> A checkpoint that fails leaves the one before, and is tried again a few
 * seconds later. So is one while the disk is full, since it may make room: the log keeps some for
 * that. Then it goes without the view, and cleaning goes on as long as it is worth it.
 */
public final class Checkpoints implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** After one that failed, and while the disk is full. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** While the disk is full, how often is looked whether there is room again. */
  private static final long RESERVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Cleaning leaves time to others while the log is not so many times what is of use. */
  private static final int URGENT = 3;

  /** While what is kept for a full disk grows with the log, it is looked after so often. */
  private static final long RESERVE_BYTES = 2L * 1024 * 1024;

  private final SegmentLog log;
  private final @Nullable ViewFiles files;
  private final @Nullable ViewRebuild rebuild;
  private final Shards shards;
  private final Accounts accounts;
  private final Cleaner.Keeper keeper;
  private final BooleanSupplier isWanted;
  private final long growthBytes;
  private final StoreMetrics metrics;
  private final Clearing clearing;
  private final Thread thread = new Thread(this::run, "pipit-checkpoint");
  private long appendedBytes;
  private long appended;

  /** Bytes that had been appended when the log was cleaned last. */
  private long cleanedBytes;

  /** When a checkpoint was tried last. */
  private long tried;

  /** When the room that is kept for a full disk was looked after last. */
  private long reserved;

  /** Bytes that had been appended then. */
  private long reservedBytes;

  private boolean isReserveDue = true;

  /** Whether a disk that is full since the start was looked at. */
  private boolean hasCleared;

  /**
   * What was cleaned while the disk is full goes with the next checkpoint, which is due at once.
   */
  private boolean isRemovalDue;

  private boolean hasFailed;
  private boolean isFirst;

  /** The snapshot that the missing view belongs to is not the newest any more. */
  private boolean isViewGivenUp;

  private Runnable whole = () -> {};
  private volatile boolean ended;

  /**
   * @param files where indexes rest, null when they do not
   * @param rebuild makes them again, null when they do not rest
   * @param isWanted whether indexes should leave the heap; any thread
   * @param growthBytes by which the log grows at least between two checkpoints
   * @param metrics is told what happens
   */
  public Checkpoints(
      SegmentLog log,
      @Nullable ViewFiles files,
      @Nullable ViewRebuild rebuild,
      Shards shards,
      Accounts accounts,
      Cleaner.Keeper keeper,
      BooleanSupplier isWanted,
      long growthBytes,
      StoreMetrics metrics) {
    this.log = log;
    this.files = files;
    this.rebuild = rebuild;
    this.shards = shards;
    this.accounts = accounts;
    this.keeper = keeper;
    this.isWanted = isWanted;
    this.growthBytes = growthBytes;
    this.metrics = metrics;
    this.clearing = new Clearing(log);
    thread.setDaemon(true);
  }

  /**
   * Says whom to tell when the view was missing and is there again; before the start.
   *
   * @param told called in the thread of the checkpoints
   */
  public void onWhole(Runnable told) {
    whole = told;
  }

  /** Begins. The log was replayed: what was read of it behind the snapshot counts as grown. */
  public void start() throws IOException {
    appended = log.replayedFrom() - 1;
    isFirst = files != null && files.isUnused();
    appendedBytes = -bytesBehindSnapshot();
    thread.start();
  }

  /** Roughly, as if all records were of one size. */
  private long bytesBehindSnapshot() throws IOException {
    double all = log.appended() - log.first() + 1;
    double behind = log.appended() - log.replayedFrom() + 1;
    return all == 0 ? 0 : (long) (log.segmentBytes() * behind / all);
  }

  private void run() {
    while (!ended) {
      keepReserve();
      LockSupport.parkNanos(this, LOOK_NANOS);
      if (ended) {
        return;
      }
      if (isViewMissing()) {
        rebuild();
      } else if (isTime()) {
        make();
      } else if (log.isWithoutRoom() && !hasCleared && log.appended() <= appended) {
        clearAfterStart();
      }
    }
  }

  private boolean isViewMissing() {
    return rebuild != null && rebuild.isNeeded() && !isViewGivenUp && !log.isWithoutRoom();
  }

  private void rebuild() {
    if (rebuild == null || (hasFailed && System.nanoTime() - tried < RETRY_NANOS)) {
      return;
    }
    try {
      hasFailed = true;
      hasFailed = !rebuild.run(() -> ended);
      if (!hasFailed) {
        metrics.viewRebuilt();
        whole.run();
      }
    } catch (IOException | RuntimeException e) {
      metrics.viewFailed();
      LOG.atWarn()
          .addKeyValue("event", "store.rebuild")
          .setCause(e)
          .log("the view cannot be made again; what it held is read from the log");
    } finally {
      tried = System.nanoTime();
    }
  }

  private void keepReserve() {
    long grown = log.appendedBytes() - reservedBytes;
    boolean isDue = isReserveDue || (grown >= RESERVE_BYTES && log.isReserveGrowing());
    if (log.isWithoutRoom()) {
      isDue = System.nanoTime() - reserved >= RESERVE_NANOS;
    }
    if (isDue && !log.hasFailed()) {
      reserved = System.nanoTime();
      reservedBytes = log.appendedBytes();
      isReserveDue = false;
      log.keepReserve();
    }
  }

  private boolean isTime() {
    if (log.hasFailed() || log.appended() <= appended) {
      return false; // the next would stand where the last one does
    }
    if (log.isWithoutRoom() || hasFailed) {
      return (isRemovalDue && !hasFailed) || System.nanoTime() - tried >= RETRY_NANOS;
    }
    long grown = log.appendedBytes() - appendedBytes;
    long written = log.snapshotBytes() + viewBytes();
    return isFirst
        || grown >= Math.max(growthBytes, written)
        || (isWanted.getAsBoolean() && grown > 0);
  }

  private long viewBytes() {
    return files == null ? 0 : files.bytes();
  }

  private void make() {
    appendedBytes = log.appendedBytes();
    long started = System.nanoTime();
    try {
      hasFailed = true;
      isRemovalDue = false;
      boolean full = log.isWithoutRoom();
      Checkpoint checkpoint = new Checkpoint(log, files, shards, accounts, !ended && !full, !full);
      checkpoint.make();
      hasFailed = false;
      appended = checkpoint.begin() - 1;
      isFirst = files != null && full; // the next one has to come soon, with the view
      isViewGivenUp = full && rebuild != null && rebuild.isNeeded();
      isReserveDue = true;
      hasCleared = true;
      int removed = remove(checkpoint);
      long before = full ? clearing.before(checkpoint.liveBytes()) : 0;
      removed += remove(checkpoint); // a segment that has ended for that
      long nanos = System.nanoTime() - started;
      metrics.checkpointMade(viewBytes(), checkpoint.liveBytes(), nanos);
      if (checkpoint.hasViewFailed()) {
        metrics.viewFailed();
      }
      LOG.atInfo()
          .addKeyValue("event", "store.checkpoint")
          .addKeyValue("position", checkpoint.begin())
          .addKeyValue("bytes", log.snapshotBytes() + viewBytes())
          .addKeyValue("removed", removed)
          .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
          .log("state is on the disk up to this position");
      if (full) {
        isRemovalDue = before > log.first();
        clean(before, false);
      } else {
        clean(checkpoint.liveBytes());
      }
    } catch (IOException | RuntimeException e) {
      metrics.checkpointFailed();
      LOG.atWarn()
          .addKeyValue("event", "store.checkpoint")
          .setCause(e)
          .log("no checkpoint could be made; the log goes on with the one before");
    } catch (InterruptedException e) {
      ended = true;
    } finally {
      tried = System.nanoTime();
    }
  }

  private int remove(Checkpoint checkpoint) throws IOException {
    return log.hasFailed() ? 0 : log.removeBefore(checkpoint.oldestPosition());
  }

  /** The disk was full when the process before this one ended, and nothing has changed since. */
  private void clearAfterStart() {
    hasCleared = true;
    try {
      clean(clearing.beforeUnknown(), false);
      isRemovalDue = true;
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("event", "store.clean")
          .setCause(e)
          .log("the oldest part of the log cannot be cleaned");
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  private void clean(long liveBytes) throws IOException, InterruptedException {
    List<Long> firsts = log.segmentFirsts();
    long bytes = log.segmentBytes();
    int segments =
        Cleaner.segments(firsts.size() - 1, bytes, liveBytes, log.appendedBytes() - cleanedBytes);
    if (segments > 0) {
      // What grows faster than that is cleaned as fast as it can be.
      clean(firsts.get(segments), bytes < URGENT * liveBytes);
    }
  }

  /** What is kept now goes with the next checkpoint. */
  private void clean(long before, boolean isPaced) throws IOException, InterruptedException {
    if (before <= log.first()) {
      return;
    }
    cleanedBytes = log.appendedBytes();
    long started = System.nanoTime();
    long read = new Cleaner(log, shards, keeper, () -> ended, isPaced).clean(before);
    metrics.cleaned(read);
    LOG.atInfo()
        .addKeyValue("event", "store.clean")
        .addKeyValue("before", before)
        .addKeyValue("bytes", read)
        .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
        .log("what is needed of the oldest part of the log is at its end too");
  }

  /**
   * A last checkpoint, so that the next start has nothing to read, unless the view is missing. The
   * shards still run.
   */
  @Override
  public void close() throws IOException {
    ended = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (log.appended() > appended && !log.hasFailed() && !isViewMissing()) {
      make();
    }
  }
}
