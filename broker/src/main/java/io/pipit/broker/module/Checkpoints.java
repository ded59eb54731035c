package io.pipit.broker.module;

import io.pipit.broker.module.Upkeep.Work;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.StoreMetrics;
import io.pipit.broker.store.view.ViewFiles;
import io.pipit.broker.store.view.ViewRebuild;
import io.pipit.pubsub.store.LogRecord;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * seconds later. So is everything else that fails here, {@link Upkeep}: the thread never ends
 * before it is asked to. What is damaged in the log is left out by cleaning. If it is still needed,
 * the log from there on stays.
 *
 * <p><b>A full disk.</b> A checkpoint comes every few seconds while anything changes, since it may
 * make room: the log keeps some for that; at once when what is kept for owners runs low. Then it
 * goes without the view. What is cleaned next, {@link Clearing} decides at each look. So it does
 * before the disk is full, when there is little room and much of the log is of no use.
 */
public final class Checkpoints implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** The same while what was cleaned is to be removed. */
  private static final long REMOVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** After one that failed, and while the disk is full. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** While the disk is full, how often is looked whether there is room again. */
  private static final long RESERVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** While there is little room, a checkpoint comes when the log has grown by this share. */
  private static final int TIGHT_GROWTH_SHARE = 4;

  private static final long LEAST_TIGHT_GROWTH = 1024 * 1024;

  /** While owners have little of their share of a full disk left, a checkpoint comes so soon. */
  private static final long LOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

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
  private final Upkeep upkeep;
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

  /** Whether this process has made a checkpoint. */
  private boolean hasMade;

  /** What the last one found to be of use of the log, and the oldest record of that. */
  private long liveBytes;

  private long oldestPosition;

  /**
   * What was cleaned while there is little room goes with the next checkpoint, which is due at
   * once.
   */
  private boolean isRemovalDue;

  private boolean hasFailed;
  private boolean hasViewFailed;
  private boolean isFirst;

  /** The snapshot that the missing view belongs to is not the newest any more. */
  private boolean isViewGivenUp;

  /** What was cleaned before has gone, so that it is worth to clean more at once. */
  private boolean isRemoving;

  /** Of a log with little room, up to where it is cleaned next; 0 for nothing. */
  private long cleanBefore;

  private Runnable whole = () -> {};
  private long retryNanos = RETRY.toNanos();
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
    this.clearing = new Clearing(new ClearedLog(log));
    this.upkeep = new Upkeep(metrics);
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

  /**
   * After one that failed, and while the disk is full, the next one comes so late; before the
   * start.
   */
  public void retryAfter(Duration time) {
    retryNanos = time.toNanos();
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

  /** Any thread: what of this fails now, for a person; empty for nothing. */
  public Optional<String> failing() {
    return thread.getState() == Thread.State.TERMINATED && !ended
        ? Optional.of("checkpoints and cleaning have ended by a defect; restart the node")
        : upkeep.failing();
  }

  private void run() {
    try {
      while (!ended) {
        keepReserve();
        LockSupport.parkNanos(this, isRemovalDue ? REMOVAL_NANOS : LOOK_NANOS);
        if (!ended && !upkeep.run(Work.LOOK, this::look)) {
          LockSupport.parkNanos(this, retryNanos);
        }
      }
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  private void look() throws InterruptedException {
    if (isViewMissing()) {
      rebuild();
    } else if (isTime()) {
      make();
    } else if (log.isWithoutRoom() && log.appended() <= appended) {
      clearAgain();
    } else if (upkeep.isFailing(Work.CLEANING) && isRetryTime()) {
      upkeep.run(Work.CLEANING, this::clean);
      tried = System.nanoTime();
    }
  }

  private boolean isRetryTime() {
    return System.nanoTime() - tried >= retryNanos;
  }

  private boolean isViewMissing() {
    return rebuild != null && rebuild.isNeeded() && !isViewGivenUp && !log.isWithoutRoom();
  }

  private void rebuild() throws InterruptedException {
    if (rebuild == null || (hasFailed && !isRetryTime())) {
      return;
    }
    hasFailed = true;
    upkeep.run(
        Work.VIEW,
        () -> {
          hasFailed = !rebuild.run(() -> ended);
          if (!hasFailed) {
            metrics.viewWritten(viewBytes());
            metrics.viewRebuilt();
            whole.run();
          }
        });
    tried = System.nanoTime();
  }

  private void keepReserve() throws InterruptedException {
    long since = System.nanoTime() - reserved;
    boolean isAgain = upkeep.isFailing(Work.RESERVE);
    if (isAgain && since < retryNanos) {
      return;
    }
    long grown = log.appendedBytes() - reservedBytes;
    boolean isDue = isReserveDue || (grown >= RESERVE_BYTES && log.room().isGrowing()) || isAgain;
    if (log.isWithoutRoom()) {
      // Not while there are copies of what will be removed: the room for them was kept.
      isDue = isReserveDue || since >= RESERVE_NANOS;
      isDue &= !isRemovalDue || log.appended() <= appended;
    }
    if (isDue && !log.hasFailed()) {
      reserved = System.nanoTime();
      reservedBytes = log.appendedBytes();
      isReserveDue = false;
      upkeep.run(Work.RESERVE, log.room()::keep);
    }
  }

  private boolean isTime() {
    boolean isFull = log.isWithoutRoom();
    if (log.hasFailed() || (log.appended() <= appended && !isDueAgain(isFull))) {
      return false; // the next would stand where the last one does
    }
    long since = System.nanoTime() - tried;
    if (isFull && !hasFailed) {
      return !hasMade
          || isRemovalDue
          || since >= (log.room().isOwnersShareLow() ? LOW_NANOS : retryNanos);
    }
    if (hasFailed) {
      return since >= retryNanos;
    }
    long grown = log.appendedBytes() - appendedBytes;
    long written = log.snapshotBytes() + viewBytes();
    boolean isWantedNow = isFirst || (grown > 0 && isWanted.getAsBoolean());
    return grown >= Math.max(growthBytes, written)
        || (isWantedNow && (!hasViewFailed || since >= retryNanos || hasViewRoomAgain()))
        || isRemovalDue
        || isForgettingDue()
        || isTightTime(grown);
  }

  /** Whether there is one to make although nothing has changed since the last one. */
  private boolean isDueAgain(boolean isFull) {
    return isFull ? !hasMade : isForgettingDue() || (hasMade && !hasFailed && hasViewRoomAgain());
  }

  /** What a repair gave up is named by the snapshot or the view that this process began with. */
  private boolean isForgettingDue() {
    return !hasMade && log.lastLost() > 0;
  }

  /** The one before went without the view for want of room. */
  private boolean hasViewRoomAgain() {
    return isFirst && log.room().hasRoomBeside(2 * viewBytes());
  }

  /** Whether there is little room, and perhaps much of the log is of no use. */
  private boolean isTightTime(long grown) {
    if (grown < LEAST_TIGHT_GROWTH || !log.room().isTight()) {
      return false;
    }
    try {
      long bytes = log.recordBytes();
      return grown >= bytes / TIGHT_GROWTH_SHARE && (!hasMade || bytes / 2 >= liveBytes);
    } catch (IOException e) {
      return true; // which says what is wrong
    }
  }

  private long viewBytes() {
    return files == null ? 0 : files.bytes();
  }

  private void make() throws InterruptedException {
    boolean isFull = log.isWithoutRoom();
    boolean wasRemovalDue = isRemovalDue;
    isRemovalDue = false;
    hasFailed = true;
    long started = System.nanoTime();
    hasFailed = !upkeep.run(Work.CHECKPOINT, () -> makeOne(isFull));
    if (!hasFailed) {
      boolean isRemoved =
          upkeep.run(
              Work.REMOVAL,
              () -> {
                isRemoving = remove() > 0 || !wasRemovalDue;
                choose(isFull);
              });
      tell(System.nanoTime() - started);
      upkeep.run(Work.OLDEST, this::readOldest);
      if (isRemoved) {
        upkeep.run(Work.CLEANING, () -> cleanChosen(isFull));
      }
    }
    tried = System.nanoTime();
  }

  private void makeOne(boolean isFull) throws IOException, InterruptedException {
    appendedBytes = log.appendedBytes();
    boolean hasRoom = !isFull && log.room().hasRoomBeside(viewBytes() + viewBytes() / 4);
    Checkpoint checkpoint =
        new Checkpoint(log, files, shards, accounts, !ended && !isFull, hasRoom);
    checkpoint.make();
    appended = checkpoint.begin() - 1;
    isFirst = files != null && !hasRoom; // the next one has to come soon, with the view
    isViewGivenUp = !hasRoom && rebuild != null && rebuild.isNeeded();
    isReserveDue = true;
    hasViewFailed = checkpoint.hasViewFailed() || (!hasRoom && files != null);
    hasMade = true;
    liveBytes = checkpoint.liveBytes();
    oldestPosition = checkpoint.oldestPosition();
    upkeep.forget(Work.VIEW); // whatever was missing, this one does not need it
    if (files != null && !hasViewFailed) {
      metrics.viewWritten(viewBytes());
    }
  }

  private void tell(long nanos) {
    metrics.checkpointMade(viewBytes(), liveBytes, nanos);
    if (hasViewFailed && !isFirst) { // and was not left out for want of room
      metrics.viewFailed();
    }
    LOG.atInfo()
        .addKeyValue("event", "store.checkpoint")
        .addKeyValue("position", appended + 1)
        .addKeyValue("bytes", log.snapshotBytes() + viewBytes())
        .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
        .log("state is on the disk up to this position");
  }

  private int remove() throws IOException {
    int removed = log.hasFailed() ? 0 : log.removeBefore(oldestPosition);
    if (removed > 0) {
      LOG.atInfo()
          .addKeyValue("event", "store.remove")
          .addKeyValue("segments", removed)
          .addKeyValue("before", oldestPosition)
          .log("what nothing needs any more is removed from the log");
    }
    return removed;
  }

  /** What cannot be read, and so not be written again, holds all that is behind it. */
  private void readOldest() {
    if (oldestPosition <= appended) {
      LogRecord unused = log.readNeeded(oldestPosition);
    }
  }

  /** What is cleaned next, when there is little room. */
  private void choose(boolean isFull) throws IOException {
    cleanBefore = 0;
    if (isFull) {
      cleanBefore = clearing.before(liveBytes);
    } else if (log.room().isTight()) {
      cleanBefore = clearing.beforeEarly(liveBytes);
    } else {
      clearing.forget();
    }
    remove(); // a segment that has ended for that
  }

  private void cleanChosen(boolean isFull) throws IOException, InterruptedException {
    if (isFull || cleanBefore > 0) {
      clear(cleanBefore);
    } else {
      clean();
    }
  }

  /** Nothing has changed since the last checkpoint, but perhaps there is more room. */
  private void clearAgain() throws InterruptedException {
    long rest = upkeep.isFailing(Work.CLEANING) ? retryNanos : RESERVE_NANOS;
    if (!hasMade || hasFailed || System.nanoTime() - tried < rest) {
      return;
    }
    upkeep.run(
        Work.CLEANING,
        () -> {
          log.room().keep();
          if (log.wantedBytes() > 0) { // else there is enough
            choose(true);
            cleanChosen(true);
          }
        });
    tried = System.nanoTime();
  }

  /** What goes with the next checkpoint, which is due at once unless the one before had nothing. */
  private void clear(long before) throws IOException, InterruptedException {
    long first = log.first();
    clean(before, false);
    isRemovalDue = before > first && isRemoving;
  }

  private void clean() throws IOException, InterruptedException {
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
    long appendedBefore = log.appendedBytes();
    long started = System.nanoTime();
    long read = new Cleaner(log, shards, keeper, () -> ended, isPaced).clean(before);
    cleanedBytes = appendedBefore;
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
      if (log.appended() > appended && !log.hasFailed() && !isViewMissing()) {
        make();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
