package io.pipit.broker.store;

import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The segments of a log in their order. Recovery and then the writer add at the end; any thread
 * reads.
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

  /** Adds the segment that begins with this position. */
  void add(long first, OffsetTable table) {
    byFirst.put(first, new Segment(files, first, salt, table));
  }

  /** The positions that segments begin with. */
  Collection<Long> firsts() {
    return byFirst.keySet();
  }

  /** Position of the oldest record. */
  long first() {
    return byFirst.firstKey();
  }

  /** Reads a durable record. */
  LogRecord read(long position) throws IOException {
    Map.Entry<Long, Segment> entry = byFirst.floorEntry(position);
    if (entry == null) {
      throw new RecordGoneException(position);
    }
    return entry.getValue().read(position);
  }

  /** Closes what readers opened. */
  void close() throws IOException {
    for (Segment segment : byFirst.values()) {
      segment.close();
    }
  }
}
