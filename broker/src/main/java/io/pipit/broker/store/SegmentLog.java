package io.pipit.broker.store;

import io.pipit.broker.store.LogRecovery.Recovered;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable log: append-only segments in a folder, each record with length and checksum, written
 * and synced in groups by one thread of its own. Any thread.
 *
 * <p><b>Promise.</b> A record at or below {@link #durable()} survives the end of the process and of
 * the power. One above it is, after a restart, whole or absent, and so is its batch.
 *
 * <p><b>Bound.</b> {@link #append} takes everything; callers look at {@link #isCongested()} before
 * they decide, and refuse while it is true. That bounds the queue to the option plus what was being
 * decided.
 *
 * <p><b>Full disk.</b> Room is made before it is needed. While that fails the log is congested and
 * tries again each second; nothing is lost and nothing fails. Room that was kept for this ({@link
 * #room}) is for changes that make room. A write or sync that fails is final: what is durable can
 * still be read.
 */
public final class SegmentLog implements ChangeLog {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);

  /** The file in the log's folder that is nothing but room, see {@link LogRoom}. */
  public static final String RESERVE_FILE = Reserve.NAME;

  private final LogFiles files;
  private final long queueBytes;
  private final AppendQueue queue;
  private final Reserve reserve;
  private final LogWriter writer;
  private final Segments segments;
  private final Snapshots snapshots;
  private final StoreMetrics metrics;
  private final BackgroundCheck check;
  private final LogRoom room;
  private final LostRecords lost;

  private SegmentLog(LogFiles files, LogOptions options, Recovered recovered, LostRecords lost) {
    this.files = files;
    this.lost = lost;
    this.segments = recovered.segments();
    this.snapshots = new Snapshots(files, recovered.snapshot());
    this.metrics = options.metrics();
    this.check = new BackgroundCheck(files, segments, recovered.unchecked(), options);
    this.queueBytes = options.queueBytes();
    this.queue = new AppendQueue(recovered.lastPosition());
    this.reserve = new Reserve(files);
    this.writer =
        new LogWriter(queue, recovered.tail(), reserve, recovered.lastPosition(), options);
    this.room = new LogRoom(reserve, segments, snapshots, queue, writer, options.segmentBytes());
  }

  /**
   * Opens the log of a node, or begins one where none ever was.
   *
   * @throws DamagedLogException when acknowledged records are damaged and repair was not asked for
   * @throws IOException when the log is not there although it was, and repair was not asked for;
   *     when it cannot be read or written, or another version wrote it
   */
  public static SegmentLog open(DataFolder folder, LogOptions options) throws IOException {
    Optional<Path> trace = folder.traceOfLog();
    if (trace.isPresent() && !options.repair()) {
      throw new IOException(missing(folder, trace.get()));
    }
    SegmentLog log = open(folder.log(), options);
    if (trace.isPresent()) {
      LOG.atWarn()
          .addKeyValue("event", "store.repair")
          .addKeyValue("file", folder.log())
          .log("gave up the whole log, which is missing; the store is empty");
    }
    return log;
  }

  /** What to do about a log that is missing. */
  static String missing(DataFolder folder, Path trace) {
    return "there is no log in "
        + folder.log()
        + ", but "
        + trace
        + " shows that there was one: see whether its disk is mounted; else restore the data folder"
        + " from a backup, or begin an empty store with 'pipit run --repair'";
  }

  /**
   * Opens the log of a folder, or begins one in an empty folder. Blocks while all records are
   * checked. The caller holds the folder's lock.
   *
   * @throws DamagedLogException when acknowledged records are damaged and repair was not asked for
   * @throws IOException when the folder cannot be read or written, or another version wrote it
   */
  public static SegmentLog open(Path folder, LogOptions options) throws IOException {
    return open(new DiskFiles(folder), options);
  }

  static SegmentLog open(LogFiles files, LogOptions options) throws IOException {
    Recovered recovered = new LogRecovery(files, options).recover();
    // Those that are newer than the one it took are damaged.
    Snapshot taken = recovered.snapshot();
    long begin = taken == null ? 0 : taken.begin();
    List<Long> begins = Snapshots.begins(files);
    SegmentLog log =
        new SegmentLog(files, options, recovered, LostRecords.open(files, recovered.segments()));
    begins.stream().filter(each -> each > begin).forEach(log.check::passedOver);
    log.writer.start();
    log.check.start();
    return log;
  }

  @Override
  public long append(List<LogRecord> batch) {
    long last = queue(batch);
    push();
    return last;
  }

  @Override
  public long queue(List<LogRecord> batch) {
    if (batch.isEmpty()) {
      return appended();
    }
    long last = queue.append(batch);
    if (last < 0) {
      throw new IllegalStateException("the log is closed");
    }
    return last;
  }

  @Override
  public void push() {
    writer.wake();
  }

  @Override
  public long appended() {
    return queue.lastPosition();
  }

  @Override
  public long durable() {
    return writer.durable();
  }

  @Override
  public long first() {
    return segments.first();
  }

  @Override
  public LogRecord read(long position) {
    if (position > durable()) {
      throw new IllegalArgumentException("record " + position + " is not durable");
    }
    try {
      LogRecord record = segments.read(position);
      if (check.hasUnreadable()) {
        check.readAgain(segments.pathOf(position));
      }
      return record;
    } catch (IOException e) {
      throw told(e);
    }
  }

  @Override
  public LogRecord readNeeded(long position) {
    try {
      return read(position);
    } catch (RecordGoneException e) {
      if (position >= first()) { // else it is gone with the oldest, and holds nothing
        check.found(DamagedLogException.gone(segments.pathOf(position), position));
      }
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  /** What a read failed with, of which health and metrics tell. */
  private UncheckedIOException told(IOException e) {
    if (e instanceof DamagedLogException damage) {
      check.found(damage);
    } else if (e instanceof UnreadableLogException unreadable) {
      check.unreadable(unreadable);
    }
    return new UncheckedIOException(e);
  }

  @Override
  public boolean isLost(long position) {
    return lost.contains(position);
  }

  @Override
  public long lastLost() {
    return lost.last();
  }

  /**
   * What was found, by a read or by the check that runs after the opening, that is not what had
   * been written, until it is removed with the oldest part of the log, or that the disk does not
   * give, until it does; empty for nothing.
   */
  public Optional<String> damage() {
    return check.damage();
  }

  /** Bytes of all records appended since the log was opened. */
  public long appendedBytes() {
    return queue.bytesUntil();
  }

  /** Records that wait to be made durable. */
  public long queuedRecords() {
    long durable = durable(); // first, so that the difference is never negative
    return appended() - durable;
  }

  /** Bytes that wait to be made durable. */
  public long queuedBytes() {
    long durableBytes = writer.durableBytes();
    return queue.bytesUntil() - durableBytes;
  }

  /** How long the oldest record that is not durable waits, in nanoseconds; 0 when none waits. */
  public long queuedNanos() {
    return writer.waitedNanos();
  }

  @Override
  public boolean isCongested() {
    return queuedBytes() > queueBytes || writer.isWithoutRoom();
  }

  @Override
  public boolean isWithoutRoom() {
    return writer.isWithoutRoom();
  }

  @Override
  public boolean isExhausted() {
    return queuedBytes() > queueBytes
        || writer.isStuck()
        || (writer.isWithoutRoom() && room.ownersBytes() == 0);
  }

  @Override
  public boolean isStuck() {
    return writer.isStuck();
  }

  /** What is kept of the disk for when it is full. */
  public LogRoom room() {
    return room;
  }

  /** The room that has to be free before the log is not without room any more; 0 while it is. */
  @Override
  public long wantedBytes() {
    return reserve.wanted();
  }

  /** The room that was free when this was looked at last. */
  @Override
  public long freeBytes() {
    return isWithoutRoom() ? reserve.free() : 0;
  }

  @Override
  public boolean hasFailed() {
    return writer.hasFailed();
  }

  @Override
  public List<LogRecord> takeLost() {
    return writer.takeLost();
  }

  @Override
  public void onDurable(LongConsumer listener) {
    writer.onDurable(listener);
  }

  @Override
  public void replay(Reader reader) {
    Snapshot snapshot = snapshots.newest();
    if (snapshot == null) {
      scan(first(), reader);
    } else {
      replay(snapshot, reader);
      scan(snapshot.begin(), reader);
    }
  }

  @Override
  public void replaySnapshot(Reader reader) {
    Snapshot snapshot = snapshots.newest();
    if (snapshot != null) {
      replay(snapshot, reader);
    }
  }

  private static void replay(Snapshot snapshot, Reader reader) {
    try {
      snapshot.replay(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void scan(long from, Reader reader) {
    try {
      segments.scan(from, durable(), reader);
    } catch (IOException e) {
      throw told(e);
    }
  }

  /**
   * Reads the records from one position to another, but for those that are damaged, which are
   * logged and counted. Blocks.
   *
   * @throws UncheckedIOException when the disk does not give them
   */
  public void scanIntact(long from, long to, Reader reader) {
    try {
      segments.scan(from, Math.min(to, durable()), reader, check::found);
    } catch (IOException e) {
      throw told(e);
    }
  }

  /**
   * Begins a snapshot, which the caller fills and publishes. One at a time.
   *
   * @param begin the position from which the log goes on with it: it holds every change below
   * @throws IllegalArgumentException when the log has no such position, or no such record any more
   */
  public SnapshotWriter snapshot(long begin) throws IOException {
    if (begin < first() || begin > appended() + 1) {
      throw new IllegalArgumentException("a snapshot of what is below " + begin);
    }
    long started = System.nanoTime();
    return new SnapshotWriter(
        files,
        begin,
        segments.salt(),
        this::appended,
        (whole, unfinished) -> {
          writer.awaitSynced(whole.last());
          snapshots.publish(whole, unfinished);
          lost.forget();
          check.snapshotPublished();
          metrics.snapshotPublished(whole.bytes(), System.nanoTime() - started);
        });
  }

  /** The position from which {@link #replay} reads the log; 1 when there is no snapshot. */
  @Override
  public long replayedFrom() {
    Snapshot snapshot = snapshots.newest();
    return snapshot == null ? 1 : snapshot.begin();
  }

  @Override
  public long snapshotId() {
    Snapshot snapshot = snapshots.newest();
    return snapshot == null ? 0 : snapshot.id();
  }

  /** Bytes of the newest snapshot; 0 for none. */
  public long snapshotBytes() {
    return snapshots.bytes();
  }

  /** Positions of the first records of the segments, the oldest first. */
  public List<Long> segmentFirsts() {
    return segments.firsts();
  }

  /** Bytes of the segments, the room made ahead included. */
  public long segmentBytes() throws IOException {
    return segments.bytes();
  }

  /** Bytes of the records in the segments, without the room made ahead. */
  public long recordBytes() throws IOException {
    return segments.recordBytes(durable());
  }

  /** The same of the oldest segment alone. */
  public long oldestRecordBytes() throws IOException {
    return segments.oldestRecordBytes(durable());
  }

  /**
   * Removes the oldest segments, those with records below a position only. The caller knows that
   * nothing in them is needed; whoever still reads there is told that it is gone. Blocks.
   *
   * @return how many were removed
   * @throws IllegalArgumentException when no snapshot stands for what is below: the log could not
   *     be opened again
   * @throws IOException when one could not be removed for good; may be called again
   */
  public int removeBefore(long position) throws IOException {
    if (position > replayedFrom()) {
      throw new IllegalArgumentException("no snapshot stands for what is below " + position);
    }
    int removed = segments.removeBefore(position);
    snapshots.removeBefore(first());
    check.removedBefore(first());
    if (removed > 0) {
      LostRecords.removeBefore(files, first());
      room.removed();
    }
    return removed;
  }

  /**
   * Begins the next segment, if there is room for one, so that what nothing needs of this one can
   * be removed too. Any thread; blocks until the writer has tried it.
   */
  public void roll() {
    writer.roll();
  }

  /**
   * Links the log as it is now, with everything that is durable, into an empty folder of the same
   * file system. Neither writing nor the removal of segments touches what the links hold, so that
   * it can be copied at leisure. Nothing may be written there: the last segment is still in use.
   * Any thread; blocks, but not the writer.
   *
   * @throws IOException when the file system has no hard links
   */
  public LogLinks link(Path folder) throws IOException {
    return segments.link(
        (into, sizes) -> {
          snapshots.link(into, sizes);
          return durable(); // read last: a snapshot never knows more than what is durable
        },
        folder);
  }

  @Override
  public void close() {
    check.close();
    queue.end();
    writer.wake();
    writer.join();
    try {
      segments.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
