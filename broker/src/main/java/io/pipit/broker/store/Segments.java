package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log in their order. Recovery and then the writer add at the end; any thread
 * reads and removes at the beginning.
 *
 * <p><b>Removal.</b> One segment after the other, the oldest first, each unlinked for good before
 * the next: whatever happens meanwhile, the segments that are left have no gap.
 */
final class Segments {

  private final LogFiles files;
  private final int salt;
  private final NavigableMap<Long, Segment> byFirst = new ConcurrentSkipListMap<>();

  /**
   * @param salt of the log
   */
  Segments(LogFiles files, int salt) {
    this.files = files;
    this.salt = salt;
  }

  int salt() {
    return salt;
  }

  /**
   * Adds the segment that begins with this position.
   *
   * @param table null when it is kept in a file or can be made again
   */
  void add(long first, @Nullable OffsetTable table) {
    Map.Entry<Long, Segment> before = byFirst.lastEntry();
    if (before != null) {
      before.getValue().followedBy(first);
    }
    byFirst.put(first, new Segment(files, first, salt, table));
  }

  /** The last segment does not grow any more; another was added behind it. */
  void sealed(long next) {
    Map.Entry<Long, Segment> before = byFirst.lowerEntry(next);
    if (before != null) {
      before.getValue().saveTable();
    }
  }

  /** The positions that segments begin with, in order. */
  List<Long> firsts() {
    return List.copyOf(byFirst.keySet());
  }

  /** The segment behind this one; null when this one was removed, or is the last. */
  @Nullable Long after(long first) {
    return byFirst.containsKey(first) ? byFirst.higherKey(first) : null;
  }

  /** Position of the oldest record. */
  long first() {
    return byFirst.firstKey();
  }

  /** Bytes of the files, the room made ahead included. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Segment segment : byFirst.values()) {
      try {
        bytes += segment.bytes();
      } catch (RecordGoneException removed) {
        // meanwhile: it has none
      }
    }
    return bytes;
  }

  /** Bytes of the records of the segment that has most. */
  long largestRecordBytes(long durable) throws IOException {
    long largest = 0;
    for (Segment segment : byFirst.values()) {
      largest = Math.max(largest, recordBytes(segment, durable));
    }
    return largest;
  }

  /**
   * Bytes of the records, and of the heads of the files.
   *
   * @param durable the position of the last of them
   */
  long recordBytes(long durable) throws IOException {
    long bytes = 0;
    for (Segment segment : byFirst.values()) {
      bytes += recordBytes(segment, durable);
    }
    return bytes;
  }

  /** The same of the oldest segment alone. */
  long oldestRecordBytes(long durable) throws IOException {
    return recordBytes(byFirst.firstEntry().getValue(), durable);
  }

  private long recordBytes(Segment segment, long durable) throws IOException {
    try {
      // Only the last one has room that was made ahead.
      return byFirst.higherKey(segment.first()) == null ? segment.end(durable) : segment.bytes();
    } catch (RecordGoneException removed) {
      return 0; // meanwhile
    }
  }

  /** Reads a durable record. */
  LogRecord read(long position) throws IOException {
    return segmentOf(position).read(position);
  }

  private Segment segmentOf(long position) {
    Map.Entry<Long, Segment> entry = byFirst.floorEntry(position);
    if (entry == null) {
      throw new RecordGoneException(position);
    }
    return entry.getValue();
  }

  /** What a scan does about damage. */
  @FunctionalInterface
  interface OnDamage {

    /** Throws it, or has the scan go on behind it. */
    void found(DamagedLogException damage) throws IOException;
  }

  /** Reads all records from one position to another in order. */
  void scan(long from, long to, ChangeLog.Reader reader) throws IOException {
    scan(
        from,
        to,
        reader,
        damage -> {
          throw damage;
        });
  }

  /** The same, and says what to do about damage. */
  void scan(long from, long to, ChangeLog.Reader reader, OnDamage onDamage) throws IOException {
    each(
        from,
        to,
        records -> {
          if (!records.isLost() && records.position() >= from) {
            reader.record(records.position(), records.record());
          }
        },
        onDamage);
  }

  /** Told of records that a repair gave up. */
  @FunctionalInterface
  interface LostStretch {
    void lost(long first, long last);
  }

  /** Tells which positions, of those from one to another, a repair gave up. */
  void lost(long from, long to, LostStretch told) throws IOException {
    each(
        from,
        to,
        records -> {
          long first = Math.max(from, records.position());
          Long successor = byFirst.higherKey(segmentOf(records.position()).first());
          long last = Math.min(to, records.nextPosition() - 1);
          last = successor == null ? last : Math.min(last, successor - 1);
          if (records.isLost() && first <= last) {
            told.lost(first, last);
          }
        },
        damage -> {});
  }

  /** Given each record, where the reader stands. */
  @FunctionalInterface
  private interface Visitor {
    void record(SegmentReader records) throws IOException;
  }

  private void each(long from, long to, Visitor visitor, OnDamage onDamage) throws IOException {
    ByteBuffer window = SegmentReader.newWindow(from > to ? 0 : segmentOf(from).bytes());
    long next = from;
    while (next <= to) {
      next = scanSegment(segmentOf(next), next, to, visitor, onDamage, window);
    }
  }

  /** Returns the position after the last record that was read. */
  private long scanSegment(
      Segment segment, long from, long to, Visitor visitor, OnDamage onDamage, ByteBuffer window)
      throws IOException {
    long first = segment.first();
    Long successor = byFirst.higherKey(first);
    long end = successor == null ? to : Math.min(to, successor - 1);
    String name = FileKind.SEGMENT.nameOf(first);
    long offset = from == first ? LogFormat.SEGMENT_HEADER_BYTES : segment.floor(from);
    try (LogFile file = files.open(name)) {
      SegmentReader records = new SegmentReader(file, salt, window);
      long next = from;
      while (next <= end) {
        if (records.read(offset) != Found.RECORD) {
          onDamage.found(SegmentRecovery.noRecord(files, salt, records, first, offset, next));
          offset = records.find(offset + 1, next + 1);
          next = offset < 0 ? end + 1 : Math.max(from, records.position());
          continue;
        }
        visitor.record(records);
        offset += records.length();
        next = Math.max(from, records.nextPosition());
      }
      return Math.min(next, end + 1); // what was given up ends where a segment was put back
    } catch (IOException e) {
      if (!byFirst.containsKey(first)) {
        throw new RecordGoneException(from);
      }
      throw e instanceof DamagedLogException
          ? e
          : new UnreadableLogException(files.pathOf(name), offset, e);
    }
  }

  /** The segment with a position, as an operator finds it. */
  String pathOf(long position) {
    Long first = byFirst.floorKey(position);
    return files.pathOf(FileKind.SEGMENT.nameOf(first == null ? position : first));
  }

  /**
   * Removes the segments all of whose records are below a position, but never the last one.
   *
   * @return how many were removed
   */
  synchronized int removeBefore(long position) throws IOException {
    int removed = 0;
    Map.Entry<Long, Segment> oldest = byFirst.firstEntry();
    Long next = byFirst.higherKey(oldest.getKey());
    while (next != null && next <= position) {
      oldest.getValue().remove();
      files.delete(FileKind.SEGMENT.nameOf(oldest.getKey()));
      files.delete(FileKind.TABLE.nameOf(oldest.getKey()));
      files.syncDirectory();
      byFirst.remove(oldest.getKey());
      removed++;
      oldest = byFirst.firstEntry();
      next = byFirst.higherKey(oldest.getKey());
    }
    return removed;
  }

  /**
   * Links the log as it is up to a position into a folder. Nothing is removed meanwhile.
   *
   * @param snapshots whose newest is linked first, and gives the position
   */
  synchronized LogLinks link(LogLinks.Begin snapshots, Path folder) throws IOException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    long position = snapshots.link(folder, sizes);
    for (Segment segment : byFirst.values()) {
      if (segment.first() <= Math.max(position, first())) {
        Long next = byFirst.higherKey(segment.first());
        if (next != null && next <= Math.max(position, first())) {
          linkTable(segment.first(), folder, sizes); // which names the next, so that none is missed
        }
        String name = FileKind.SEGMENT.nameOf(segment.first());
        sizes.put(name, segment.end(next == null ? position : Math.min(position, next - 1)));
        files.link(name, folder);
      }
    }
    return new LogLinks(position, sizes);
  }

  private void linkTable(long first, Path folder, Map<String, Long> sizes) throws IOException {
    String name = FileKind.TABLE.nameOf(first);
    if (files.list().contains(name)) { // it could be kept
      try (LogFile file = files.open(name)) {
        sizes.put(name, file.size());
      }
      files.link(name, folder);
    }
  }

  /** Closes what readers opened. */
  void close() throws IOException {
    for (Segment segment : byFirst.values()) {
      segment.close();
    }
  }
}
