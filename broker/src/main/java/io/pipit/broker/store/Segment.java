package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One segment as those see it who read single records. Any thread. */
final class Segment {

  private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

  private final LogFiles files;
  private final long first;
  private final int salt;
  private volatile @Nullable OffsetTable table;
  private volatile long next;
  private @Nullable LogFile file;
  private boolean removed;
  private boolean closed;

  /**
   * @param table of the records; null for one that is kept in a file or can be made again, which
   *     only a segment with a successor may leave out
   */
  Segment(LogFiles files, long first, int salt, @Nullable OffsetTable table) {
    this.files = files;
    this.first = first;
    this.salt = salt;
    this.table = table;
  }

  long first() {
    return first;
  }

  /**
   * Another segment follows.
   *
   * @param position of its first record
   */
  void followedBy(long position) {
    next = position;
  }

  /** Bytes of the file. */
  long bytes() throws IOException {
    return file(first).size();
  }

  /** Keeps the table in a file; one that cannot be kept is made again when it is needed. */
  void saveTable() {
    OffsetTable known = table;
    if (known != null) {
      save(known);
    }
  }

  private void save(OffsetTable known) {
    try {
      known.save(files, next, salt);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("event", "store.table")
          .addKeyValue("file", files.pathOf(FileKind.TABLE.nameOf(first)))
          .addKeyValue("reason", e.getMessage())
          .log("a table of a segment could not be kept, it will be made again");
    }
  }

  private OffsetTable table(LogFile open) throws IOException {
    OffsetTable known = table;
    return known == null ? findTable(open) : known;
  }

  private synchronized OffsetTable findTable(LogFile open) throws IOException {
    OffsetTable known = table;
    if (known == null) {
      known = OffsetTable.load(files, first, next, salt).orElse(null);
      if (known == null) {
        known = OffsetTable.of(open, first, next, salt);
        save(known);
      }
      table = known;
    }
    return known;
  }

  /** The offset of a record at or before a position. */
  long floor(long position) throws IOException {
    return table(file(position)).floor(position);
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
    long offset = 0;
    try {
      SegmentReader reader =
          new SegmentReader(open, salt, ByteBuffer.allocate(SegmentReader.SMALL_WINDOW_BYTES));
      offset = table(open).floor(position);
      while (reader.seek(offset) && reader.nextPosition() <= position) {
        offset += reader.length();
      }
      return recordAt(reader, offset, position);
    } catch (ClosedChannelException | DamagedLogException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableLogException(files.pathOf(FileKind.SEGMENT.nameOf(first)), offset, e);
    }
  }

  private LogRecord recordAt(SegmentReader reader, long offset, long position) throws IOException {
    if (reader.read(offset) != Found.RECORD || reader.position() > position) {
      throw DamagedLogException.found(
          files.pathOf(FileKind.SEGMENT.nameOf(first)), offset, position);
    }
    if (reader.isLost()) {
      throw new RecordGoneException(position);
    }
    return reader.record();
  }

  /** The offset behind a durable record; behind the header for a position before the first. */
  long end(long position) throws IOException {
    LogFile open = file(position);
    SegmentReader reader =
        new SegmentReader(open, salt, ByteBuffer.allocate(SegmentReader.SMALL_WINDOW_BYTES));
    long offset = table(open).floor(position);
    while (reader.seek(offset) && reader.position() <= position) {
      offset += reader.length();
    }
    return offset;
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
      open = files.open(FileKind.SEGMENT.nameOf(first));
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
