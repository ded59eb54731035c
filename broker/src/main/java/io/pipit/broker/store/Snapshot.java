package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import io.pipit.pubsub.store.ChangeLog;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A snapshot that is whole: records that, together with the log from {@link #begin} on, make the
 * state again. Any thread.
 *
 * <p>Behind the header ({@link FileKind}) it is made of records as in a segment ({@link
 * LogFormat}), except that the position of a record is that of the last change which its entity's
 * records contain, and its index is its place in the snapshot. The last record has the type {@link
 * LogFormat#LOST}, the highest of all positions, and as payload the number of records, from where
 * on the log is needed, and the id: the latter two are not there in older ones.
 *
 * @param begin the position from which the log goes on
 * @param from the position of the oldest record that may be needed with it: from there on the log
 *     must be there
 * @param last up to which position the log must be there, because it was when this was published
 * @param bytes of the file
 * @param id tells it from others with the same begin; 0 for one that has none
 */
record Snapshot(LogFiles files, int salt, long begin, long from, long last, long bytes, long id) {

  static String nameOf(long begin) {
    return FileKind.SNAPSHOT.nameOf(begin);
  }

  /**
   * Checks all of a file.
   *
   * @throws DamagedLogException when it is not what was written
   */
  static Snapshot check(LogFiles files, long begin, int salt) throws IOException {
    try (LogFile file = files.open(nameOf(begin))) {
      FileKind.SNAPSHOT.requireHeader(files, file, begin, salt);
      return read(files, begin, salt, file, (at, record) -> {});
    }
  }

  /** Hands every record to {@link ChangeLog.Reader#snapshot}. */
  void replay(ChangeLog.Reader reader) throws IOException {
    try (LogFile file = files.open(nameOf(begin))) {
      read(files, begin, salt, file, reader::snapshot);
    }
  }

  private static Snapshot read(
      LogFiles files, long begin, int salt, LogFile file, ChangeLog.Reader each)
      throws IOException {
    SegmentReader reader = new SegmentReader(file, salt, SegmentReader.newWindow(file.size()));
    long offset = FileKind.HEADER_BYTES;
    int index = 0;
    while (reader.read(offset) == Found.RECORD && reader.indexInGroup() == index) {
      if (reader.isLost()) {
        if (offset + reader.length() == reader.size()) {
          return new Snapshot(
              files,
              salt,
              begin,
              fromOf(reader, begin),
              reader.position(),
              reader.size(),
              idOf(reader));
        }
        break;
      }
      each.record(reader.position(), reader.record());
      offset += reader.length();
      index++;
    }
    throw damage(files, begin, offset, "the snapshot ends early, or is not what was written");
  }

  /** What the last record says; the begin when it does not say it. */
  static long fromOf(SegmentReader last, long begin) {
    ByteBuffer payload = last.payload();
    return payload.remaining() >= 2 * Long.BYTES ? payload.getLong(Long.BYTES) : begin;
  }

  private static long idOf(SegmentReader last) {
    ByteBuffer payload = last.payload();
    return payload.remaining() >= 3 * Long.BYTES ? payload.getLong(2 * Long.BYTES) : 0;
  }

  private static DamagedLogException damage(
      LogFiles files, long begin, long offset, String reason) {
    return new DamagedLogException(files.pathOf(nameOf(begin)), offset, begin, reason, false);
  }
}
