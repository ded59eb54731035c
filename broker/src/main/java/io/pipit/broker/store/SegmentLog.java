package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.LogRecovery.Recovered;
import io.pipit.broker.store.SegmentReader.Found;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

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
 * tries again each second; nothing is lost and nothing fails. A write or sync that fails is final:
 * what is durable can still be read.
 */
public final class SegmentLog implements ChangeLog {

  private final LogFiles files;
  private final long queueBytes;
  private final AppendQueue queue;
  private final LogWriter writer;
  private final Segments segments;

  private SegmentLog(LogFiles files, LogOptions options, Recovered recovered) {
    this.files = files;
    this.segments = recovered.segments();
    this.queueBytes = options.queueBytes();
    this.queue = new AppendQueue(recovered.lastPosition());
    this.writer =
        new LogWriter(queue, recovered.tail(), recovered.lastPosition(), options.observer());
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
    SegmentLog log = new SegmentLog(files, options, new LogRecovery(files, options).recover());
    log.writer.start();
    return log;
  }

  @Override
  public long append(List<LogRecord> batch) {
    if (batch.isEmpty()) {
      return appended();
    }
    long last = queue.append(batch);
    if (last < 0) {
      throw new IllegalStateException("the log is closed");
    }
    writer.wake();
    return last;
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
      return segments.read(position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    long end = durable();
    long next = first();
    ByteBuffer window = SegmentReader.newWindow();
    try {
      for (long first : segments.firsts()) {
        if (first <= end) {
          next = replaySegment(first, end, reader, window);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (next != end + 1) {
      throw new UncheckedIOException(
          new IOException("the log became shorter since it was opened: record " + next));
    }
  }

  /** Returns the position after the last record that was read. */
  private long replaySegment(long first, long end, Reader reader, ByteBuffer window)
      throws IOException {
    try (LogFile file = files.open(LogFormat.segmentName(first))) {
      SegmentReader segment = new SegmentReader(file, LogRecovery.saltOf(file), window);
      long offset = LogFormat.SEGMENT_HEADER_BYTES;
      long next = first;
      while (next <= end && segment.read(offset) == Found.RECORD) {
        if (!segment.isLost()) {
          reader.record(segment.position(), segment.record());
        }
        offset += segment.length();
        next = segment.nextPosition();
      }
      return next;
    }
  }

  @Override
  public void close() {
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
