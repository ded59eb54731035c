package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a log folder: checks every record, cuts a torn tail, refuses damage or, when asked to,
 * gives it up.
 *
 * <p><b>Torn or damaged.</b> Only the last group of the last segment can be unfinished. What is not
 * intact there was never acknowledged and is cut, with the rest of its batch. Bytes that are not
 * intact anywhere else, or before a record that proves they were synced, are damage.
 *
 * <p><b>The last group is written again</b> and synced before it counts as durable: the process
 * that wrote it may have ended, or been refused a sync, while the disk had not got it.
 *
 * <p>Confined to the thread that opens the log. Blocks.
 */
final class LogRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  private final LogFiles files;
  private final int segmentBytes;
  private final boolean repair;
  private ByteBuffer window = SegmentReader.newWindow();

  LogRecovery(LogFiles files, LogOptions options) {
    this.files = files;
    this.segmentBytes = options.segmentBytes();
    this.repair = options.repair();
  }

  /** Where the log goes on. */
  record Recovered(Segments segments, SegmentTail tail, long lastPosition) {}

  Recovered recover() throws IOException {
    List<Long> segments = dropUnstarted(segments(files));
    if (segments.isEmpty()) {
      int salt = new SecureRandom().nextInt();
      Segments empty = new Segments(files, salt);
      return new Recovered(empty, SegmentTail.first(files, segmentBytes, salt, empty), 0);
    }
    int salt = checkHeaders(segments);
    Segments checked = new Segments(files, salt);
    checkBegin(segments.get(0), salt, checked);
    for (int i = 0; i < segments.size() - 1; i++) {
      checked.add(segments.get(i), checkSealed(segments.get(i), segments.get(i + 1), salt));
    }
    return openLast(segments.get(segments.size() - 1), salt, checked);
  }

  /** Positions by which the segments of a folder are named, in order. */
  static List<Long> segments(LogFiles files) throws IOException {
    return files.list().stream()
        .flatMap(name -> LogFormat.firstPosition(name).stream())
        .sorted()
        .toList();
  }

  /** A segment is forced before its first record, so one without a header never had any. */
  private List<Long> dropUnstarted(List<Long> segments) throws IOException {
    if (segments.isEmpty()) {
      return segments;
    }
    String name = LogFormat.segmentName(segments.get(segments.size() - 1));
    try (LogFile file = files.open(name)) {
      ByteBuffer header = readHeader(file);
      if (header.remaining() >= Long.BYTES && header.getLong(0) != 0) {
        return segments;
      }
      SegmentReader reader = new SegmentReader(file, 0, window);
      boolean empty = reader.isZeroFrom(0) || reader.size() < LogFormat.SEGMENT_HEADER_BYTES;
      window = reader.window();
      if (!empty) {
        return segments;
      }
    }
    files.delete(name);
    files.syncDirectory();
    LOG.atInfo()
        .addKeyValue("event", "store.recover")
        .addKeyValue("file", files.pathOf(name))
        .log("removed a segment that was never begun");
    return segments.subList(0, segments.size() - 1);
  }

  /** Returns the salt of the log. */
  private int checkHeaders(List<Long> segments) throws IOException {
    List<Long> bad = new ArrayList<>();
    List<Integer> salts = new ArrayList<>();
    for (long first : segments) {
      String name = LogFormat.segmentName(first);
      try (LogFile file = files.open(name)) {
        ByteBuffer header = readHeader(file);
        switch (LogFormat.readSegmentHeader(header, first)) {
          case VALID -> salts.add(LogFormat.saltOf(header));
          case OTHER_VERSION ->
              throw new IOException(
                  files.pathOf(name)
                      + " has log format version "
                      + LogFormat.versionOf(header)
                      + ", this Pipit reads version "
                      + LogFormat.VERSION
                      + ": start it with the version of Pipit that wrote it");
          case BAD -> bad.add(first);
        }
      }
    }
    for (long first : bad) {
      if (!repair || salts.isEmpty()) {
        throw damage(first, 0, first, "its header is not what was written");
      }
      try (LogFile file = files.open(LogFormat.segmentName(first))) {
        file.write(LogFormat.segmentHeader(first, salts.get(0)), 0);
        file.force(true);
      }
    }
    return salts.get(0);
  }

  static int saltOf(LogFile file) throws IOException {
    return LogFormat.saltOf(readHeader(file));
  }

  private static ByteBuffer readHeader(LogFile file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(LogFormat.SEGMENT_HEADER_BYTES);
    int read = 0;
    while (header.hasRemaining() && read >= 0) {
      read = file.read(header, header.position());
    }
    return header.flip();
  }

  private void checkBegin(long first, int salt, Segments checked) throws IOException {
    if (first == 1) {
      return;
    }
    if (!repair) {
      throw damage(first, 0, 1, "the segment before it, with record 1, is missing");
    }
    new LogRepair(files).replaceMissing(1, first - 1, salt);
    checked.add(1, new OffsetTable(1));
  }

  /** Checks a segment that has a successor, which goes on where this one ends. */
  private OffsetTable checkSealed(long first, long successor, int salt) throws IOException {
    String name = LogFormat.segmentName(first);
    OffsetTable table = new OffsetTable(first);
    try (LogFile file = files.open(name)) {
      SegmentReader reader = new SegmentReader(file, salt, window);
      long offset = LogFormat.SEGMENT_HEADER_BYTES;
      long expected = first;
      while (expected < successor) {
        if (reader.read(offset) == Found.RECORD && reader.position() == expected) {
          table.add(expected, offset);
          offset += reader.length();
          expected = reader.nextPosition();
        } else {
          reader = giveUp(file, first, offset, expected, successor, salt, reader);
        }
      }
      boolean goesOn = reader.read(offset) == Found.RECORD && reader.position() == expected;
      window = reader.window();
      if (goesOn || expected != successor) {
        throw damage(first, offset, expected, "the next segment holds the same positions");
      }
    }
    return table;
  }

  /** Throws, or replaces what is damaged up to the next intact record. */
  private SegmentReader giveUp(
      LogFile file,
      long first,
      long offset,
      long expected,
      long successor,
      int salt,
      SegmentReader reader)
      throws IOException {
    String reason =
        reader.read(offset) == Found.NOTHING
            ? "acknowledged records are missing"
            : "a record is not what was written";
    if (!repair) {
      throw damage(first, offset, expected, reason);
    }
    long next = reader.find(offset + 1, expected + 1);
    long nextOffset = next < 0 ? Math.max(reader.size(), offset + LogRepair.MIN_BYTES) : next;
    long lastLost = (next < 0 ? successor : reader.position()) - 1;
    if (nextOffset - offset < LogFormat.RECORD_HEADER_BYTES) {
      throw damage(first, offset, expected, reason + ", and too few bytes for a repair");
    }
    new LogRepair(files)
        .replaceDamaged(
            file, LogFormat.segmentName(first), offset, nextOffset, expected, lastLost, salt);
    return new SegmentReader(file, salt, reader.window());
  }

  private Recovered openLast(long first, int salt, Segments checked) throws IOException {
    String name = LogFormat.segmentName(first);
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
          groupOffset = reader.indexInGroup() == 0 ? offset : groupOffset;
          offset += reader.length();
          expected = reader.nextPosition();
          if (!reader.batchGoesOn()) {
            batchEnd = offset;
            lastPosition = expected - 1;
          }
        } else if (!reader.isZeroFrom(offset) && provesDurable(reader, offset, expected)) {
          reader = giveUp(file, first, offset, expected, Long.MAX_VALUE, salt, reader);
        } else {
          break;
        }
      }
      boolean clean = batchEnd == offset && reader.isZeroFrom(offset);
      long allocated = reader.size();
      if (!clean) {
        file.truncate(batchEnd);
        allocated = batchEnd;
        LOG.atWarn()
            .addKeyValue("event", "store.recover")
            .addKeyValue("file", files.pathOf(name))
            .addKeyValue("offset", batchEnd)
            .addKeyValue("position", lastPosition + 1)
            .log("cut an unfinished write off the log, it was never acknowledged");
      }
      writeAgain(file, groupOffset, batchEnd, reader.window());
      file.force(true);
      files.syncDirectory();
      table.cut(lastPosition + 1);
      checked.add(first, table);
      SegmentTail tail =
          new SegmentTail(
              files, segmentBytes, salt, checked, table, file, name, batchEnd, allocated);
      return new Recovered(checked, tail, lastPosition);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether a record behind this offset says that the one expected here had been synced. */
  private static boolean provesDurable(SegmentReader reader, long offset, long expected)
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
        files.pathOf(LogFormat.segmentName(first)), offset, position, reason, repair);
  }
}
