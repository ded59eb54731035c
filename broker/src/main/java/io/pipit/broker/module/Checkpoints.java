package io.pipit.broker.module;

import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.Accounts;
import io.pipit.broker.store.SegmentLog;
import io.pipit.broker.store.view.ViewFiles;
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
 * <p><b>Failure.</b> A checkpoint that fails leaves the one before; the next is tried when the log
 * has grown again.
 */
public final class Checkpoints implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Segments that are cleaned in one go. */
  private static final int MOST_SEGMENTS = 4;

  private final SegmentLog log;
  private final @Nullable ViewFiles files;
  private final Shards shards;
  private final Accounts accounts;
  private final Cleaner.Keeper keeper;
  private final BooleanSupplier isWanted;
  private final long growthBytes;
  private final Thread thread = new Thread(this::run, "pipit-checkpoint");
  private long appendedBytes;
  private long appended;
  private volatile boolean ended;

  /**
   * @param files where indexes rest, null when they do not
   * @param isWanted whether indexes should leave the heap; any thread
   * @param growthBytes by which the log grows at least between two checkpoints
   */
  public Checkpoints(
      SegmentLog log,
      @Nullable ViewFiles files,
      Shards shards,
      Accounts accounts,
      Cleaner.Keeper keeper,
      BooleanSupplier isWanted,
      long growthBytes) {
    this.log = log;
    this.files = files;
    this.shards = shards;
    this.accounts = accounts;
    this.keeper = keeper;
    this.isWanted = isWanted;
    this.growthBytes = growthBytes;
    thread.setDaemon(true);
  }

  /** Begins. The log was replayed. */
  public void start() {
    appended = log.replayedFrom() - 1;
    thread.start();
  }

  private void run() {
    while (!ended) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      if (!ended && isTime()) {
        make();
      }
    }
  }

  private boolean isTime() {
    long grown = log.appendedBytes() - appendedBytes;
    long written = log.snapshotBytes() + (files == null ? 0 : files.bytes());
    return grown >= Math.max(growthBytes, written) || (isWanted.getAsBoolean() && grown > 0);
  }

  private void make() {
    appendedBytes = log.appendedBytes();
    if (log.hasFailed()) {
      return;
    }
    long started = System.nanoTime();
    try {
      Checkpoint checkpoint = new Checkpoint(log, files, shards, accounts);
      checkpoint.make();
      appended = checkpoint.begin() - 1;
      int removed = log.removeBefore(checkpoint.oldestPosition());
      LOG.atInfo()
          .addKeyValue("event", "store.checkpoint")
          .addKeyValue("position", checkpoint.begin())
          .addKeyValue("bytes", log.snapshotBytes() + (files == null ? 0 : files.bytes()))
          .addKeyValue("removed", removed)
          .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
          .log("state is on the disk up to this position");
      clean(checkpoint.liveBytes());
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("event", "store.checkpoint")
          .setCause(e)
          .log("no checkpoint could be made; the log goes on with the one before");
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  /** What is kept now goes with the next checkpoint. */
  private void clean(long liveBytes) throws IOException, InterruptedException {
    List<Long> firsts = log.segmentFirsts();
    long useless = log.segmentBytes() - liveBytes;
    int segments = firsts.size() - 1;
    if (segments > MOST_SEGMENTS && useless > liveBytes) {
      long started = System.nanoTime();
      long before = firsts.get(Math.min(segments, MOST_SEGMENTS));
      long read = new Cleaner(log, shards, keeper, () -> ended).clean(before);
      LOG.atInfo()
          .addKeyValue("event", "store.clean")
          .addKeyValue("before", before)
          .addKeyValue("bytes", read)
          .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
          .log("what is needed of the oldest part of the log is at its end too");
    }
  }

  /** A last checkpoint, so that the next start has nothing to read. The shards still run. */
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
    if (log.appended() > appended) {
      make();
    }
  }
}
