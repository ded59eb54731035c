package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** One segment as those see it who read single records. Any thread. */
final class Segment {

  /** A step of the table in records of common size is read at once. */
  private static final int WINDOW_BYTES = 8 * 1024;

  private final LogFiles files;
  private final long first;
  private final int salt;
  private final OffsetTable table;
  private @Nullable LogFile file;
  private boolean removed;
  private boolean closed;

  Segment(LogFiles files, long first, int salt, OffsetTable table) {
    this.files = files;
    this.first = first;
    this.salt = salt;
    this.table = table;
  }

  long first() {
    return first;
  }

  OffsetTable table() {
    return table;
  }

  /**
   * Reads a durable record of this segment.
   *
   * @throws RecordGoneException when the segment was removed meanwhile, or a repair gave the record
   *     up
   */
  LogRecord read(long position) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        LogFile open = file(position);
        try {
          return read(open, position);
        } catch (ClosedChannelException e) {
          // Removed meanwhile, which file() tells, or the interrupt of some reader closed it.
          interrupted |= Thread.interrupted();
          forget(open);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private LogRecord read(LogFile open, long position) throws IOException {
    SegmentReader reader = new SegmentReader(open, salt, ByteBuffer.allocate(WINDOW_BYTES));
    long offset = table.floor(position);
    while (reader.seek(offset) && reader.nextPosition() <= position) {
      offset += reader.length();
    }
    if (reader.read(offset) != Found.RECORD || reader.position() > position) {
      throw new DamagedLogException(
          files.pathOf(LogFormat.segmentName(first)),
          offset,
          position,
          "a record is not what was written",
          false);
    }
    if (reader.isLost()) {
      throw new RecordGoneException(position);
    }
    return reader.record();
  }

  private synchronized LogFile file(long position) throws IOException {
    if (removed) {
      throw new RecordGoneException(position);
    }
    if (closed) {
      throw new IllegalStateException("the log is closed");
    }
    LogFile open = file;
    if (open == null) {
      open = files.open(LogFormat.segmentName(first));
      file = open;
    }
    return open;
  }

  private synchronized void forget(LogFile broken) {
    if (file == broken) {
      file = null;
    }
  }

  /** Readers find it gone from now on. */
  synchronized void remove() throws IOException {
    removed = true;
    close();
  }

  synchronized void close() throws IOException {
    closed = true;
    LogFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
