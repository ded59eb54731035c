package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the segments of a log that is opened.
 *
 * <p><b>Torn or damaged.</b> Only the last group of the last segment can be unfinished. What is not
 * intact there was never acknowledged, as far as can be told, and is cut with the rest of its
 * batch. Bytes that are not intact anywhere else, or before a record that proves they were synced,
 * are damage.
 *
 * <p><b>The last group is written again</b> and synced before it counts as durable: the process
 * that wrote it may have ended, or been refused a sync, while the disk had not got it.
 *
 * <p>Confined to the thread that opens the log. Blocks.
 */
final class SegmentRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentRecovery.class);

  /** What is wrong with a segment that goes on where the next has begun. */
  static final String OVERLAP = "the next segment holds the same positions";

  private final LogFiles files;
  private final int salt;
  private final boolean repair;
  private ByteBuffer window;

  /**
   * @param salt of the log
   * @param segmentBytes that segments have as a rule
   * @param repair whether damage is given up instead of refused
   */
  SegmentRecovery(LogFiles files, int salt, int segmentBytes, boolean repair) {
    this.files = files;
    this.salt = salt;
    this.repair = repair;
    this.window = SegmentReader.newWindow(segmentBytes);
  }

  /**
   * The last segment, open.
   *
   * @param offset where the next record goes
   * @param allocated up to where the file is zero from there
   */
  record Last(
      LogFile file,
      String name,
      OffsetTable table,
      long offset,
      long allocated,
      long lastPosition) {}

  /** Checks a segment that has a successor, which goes on where this one ends. */
  OffsetTable checkSealed(long first, long successor) throws IOException {
    String name = FileKind.SEGMENT.nameOf(first);
    OffsetTable table = new OffsetTable(first);
    try (LogFile file = files.open(name)) {
      SegmentReader reader = new SegmentReader(file, salt, window);
      long offset = LogFormat.SEGMENT_HEADER_BYTES;
      long expected = first;
      while (expected < successor) {
        if (reader.read(offset) == Found.RECORD && reader.position() == expected) {
          table.add(expected, offset);
          noteLost(reader, successor);
          offset += reader.length();
          expected = Math.min(reader.nextPosition(), successor);
        } else {
          reader = giveUp(file, first, offset, expected, successor, reader);
        }
      }
      window = reader.window();
      requireEnd(first, offset, expected, successor, reader);
    }
    return table;
  }

  /** What was given up before such stretches were noted. */
  private void noteLost(SegmentReader reader, long successor) throws IOException {
    if (repair && reader.isLost()) {
      LostRecords.note(files, reader.position(), Math.min(reader.nextPosition(), successor) - 1);
    }
  }

  /**
   * Finds what a repair cannot mend, before it changes anything.
   *
   * @param successor position of the first record of the next segment, the highest there can be for
   *     the last one
   */
  void requireMendable(long first, long successor) throws IOException {
    boolean isLast = successor == Long.MAX_VALUE;
    try (LogFile file = files.open(FileKind.SEGMENT.nameOf(first))) {
      SegmentReader reader = new SegmentReader(file, salt, window);
      long offset = LogFormat.SEGMENT_HEADER_BYTES;
      long expected = first;
      while (expected < successor) {
        if (reader.read(offset) == Found.RECORD && reader.position() == expected) {
          offset += reader.length();
          // What was given up ends where a segment was put back.
          expected = Math.min(reader.nextPosition(), successor);
        } else if (isLast
            && (reader.isZeroFrom(offset) || !provesDurable(reader, offset, expected))) {
          break;
        } else {
          Stretch damaged = damaged(first, offset, expected, successor, reader);
          offset = damaged.end;
          expected = damaged.lastLost + 1;
        }
      }
      if (!isLast) {
        requireEnd(first, offset, expected, successor, reader);
      }
      window = reader.window();
    }
  }

  /**
   * What is given up.
   *
   * @param end the offset behind it
   */
  private record Stretch(long end, long lastLost) {}

  /** What is damaged from an offset up to the next intact record; throws when that must stay. */
  private Stretch damaged(
      long first, long offset, long expected, long successor, SegmentReader reader)
      throws IOException {
    if (!repair) {
      throw noRecord(files, salt, reader, first, offset, expected);
    }
    long next = reader.find(offset + 1, expected + 1);
    long end = next < 0 ? Math.max(reader.size(), offset + LogRepair.MIN_BYTES) : next;
    if (end - offset < LogFormat.RECORD_HEADER_BYTES) {
      throw damage(first, offset, expected, "too few bytes are damaged here for a repair");
    }
    return new Stretch(end, (next < 0 ? successor : reader.position()) - 1);
  }

  private void requireEnd(
      long first, long offset, long expected, long successor, SegmentReader reader)
      throws IOException {
    if (overlaps(reader, offset, expected, successor)) {
      throw damage(first, offset, expected, OVERLAP);
    }
  }

  /** Whether a segment that was read up to here has positions of the one that follows it. */
  static boolean overlaps(SegmentReader reader, long offset, long expected, long successor)
      throws IOException {
    boolean goesOn =
        reader.read(offset) == Found.RECORD
            && reader.position() == expected
            && !reader.isLost(); // which a segment stands for that was put back
    return goesOn || expected != successor;
  }

  /** What is wrong where a record should be that is not there, in a segment that others follow. */
  static DamagedLogException noRecord(
      LogFiles files, int salt, SegmentReader reader, long first, long offset, long expected)
      throws IOException {
    String name = FileKind.SEGMENT.nameOf(first);
    if (!reader.isZeroFrom(offset)) {
      return DamagedLogException.found(files.pathOf(name), offset, expected);
    }
    String next = FileKind.SEGMENT.nameOf(expected);
    OptionalLong successor = OffsetTable.successor(files, first, salt);
    if (successor.isPresent() && successor.getAsLong() == expected) {
      return new DamagedLogException(
          files.pathOf(next), 0, expected, "this segment is missing", false);
    }
    return new DamagedLogException(
        files.pathOf(name),
        offset,
        expected,
        "acknowledged records are missing: the end of this segment, or the segment " + next,
        false);
  }

  /** Throws, or replaces what is damaged up to the next intact record. */
  private SegmentReader giveUp(
      LogFile file, long first, long offset, long expected, long successor, SegmentReader reader)
      throws IOException {
    Stretch damaged = damaged(first, offset, expected, successor, reader);
    files.delete(FileKind.TABLE.nameOf(first));
    new LogRepair(files)
        .replaceDamaged(
            file,
            FileKind.SEGMENT.nameOf(first),
            offset,
            damaged.end,
            expected,
            damaged.lastLost,
            salt);
    return new SegmentReader(file, salt, reader.window());
  }

  /**
   * Checks the last segment and opens it to go on behind its last whole batch.
   *
   * @param atLeast a position that is known to have been synced
   */
  Last openLast(long first, long atLeast) throws IOException {
    String name = FileKind.SEGMENT.nameOf(first);
    OffsetTable table = new OffsetTable(first);
    LogFile file = files.open(name);
    try {
      SegmentReader reader = new SegmentReader(file, salt, window);
      long offset = LogFormat.SEGMENT_HEADER_BYTES;
      long expected = first;
      long groupOffset = offset;
      long batchEnd = offset;
      long lastPosition = first - 1;
      while (true) {
        if (reader.read(offset) == Found.RECORD && reader.position() == expected) {
          table.add(expected, offset);
          noteLost(reader, Long.MAX_VALUE);
          groupOffset = reader.indexInGroup() == 0 ? offset : groupOffset;
          offset += reader.length();
          expected = reader.nextPosition();
          if (!reader.batchGoesOn()) {
            batchEnd = offset;
            lastPosition = expected - 1;
          }
        } else if (!reader.isZeroFrom(offset) && provesDurable(reader, offset, expected)) {
          reader = giveUp(file, first, offset, expected, Long.MAX_VALUE, reader);
        } else {
          break;
        }
      }
      if (lastPosition < atLeast && !repair) {
        throw damage(first, batchEnd, lastPosition + 1, "acknowledged records are missing");
      }
      boolean clean = batchEnd == offset && reader.isZeroFrom(offset);
      long allocated = reader.size();
      if (!clean) {
        if (repair && !reader.isZeroFrom(batchEnd)) {
          keep(file, name, batchEnd);
        }
        file.truncate(batchEnd);
        allocated = batchEnd;
        LOG.atWarn()
            .addKeyValue("event", "store.recover")
            .addKeyValue("file", files.pathOf(name))
            .addKeyValue("offset", batchEnd)
            .addKeyValue("position", lastPosition + 1)
            .log(
                "cut what is not whole off the end of the log: a write that was not finished, unless"
                    + " the disk has lost what it had synced");
      }
      writeAgain(file, groupOffset, batchEnd, reader.window());
      file.force(true);
      files.syncDirectory();
      table.cut(lastPosition + 1);
      return new Last(file, name, table, batchEnd, allocated, lastPosition);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** What is cut off may be damage as well as a write that was not finished. */
  private void keep(LogFile file, String name, long from) throws IOException {
    String kept = new LogRepair(files).keep(file, name, from, file.size());
    files.syncDirectory();
    LOG.atWarn()
        .addKeyValue("event", "store.repair")
        .addKeyValue("file", files.pathOf(name))
        .addKeyValue("kept", files.pathOf(kept))
        .log("kept what is cut off the end of the log");
  }

  /** Whether a record behind this offset says that the one expected here had been synced. */
  static boolean provesDurable(SegmentReader reader, long offset, long expected)
      throws IOException {
    long at = reader.find(offset + 1, expected + 1);
    while (at >= 0) {
      if (reader.position() - reader.indexInGroup() > expected) {
        return true;
      }
      at = reader.find(at + reader.length(), expected + 1);
    }
    return false;
  }

  private static void writeAgain(LogFile file, long from, long to, ByteBuffer copy)
      throws IOException {
    long at = from;
    while (at < to) {
      copy.clear().limit((int) Math.min(copy.capacity(), to - at));
      int read = file.read(copy, at);
      if (read < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      file.write(copy.flip(), at);
      at += read;
    }
  }

  private DamagedLogException damage(long first, long offset, long position, String reason) {
    return new DamagedLogException(
        files.pathOf(FileKind.SEGMENT.nameOf(first)), offset, position, reason, repair);
  }
}
