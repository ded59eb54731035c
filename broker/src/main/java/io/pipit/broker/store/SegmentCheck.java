package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentReader.Found;
import java.io.IOException;

/** Reads every record of segments and compares checksums. Confined to one thread; blocks. */
final class SegmentCheck {

  private final LogFiles files;
  private final int salt;
  private final Pace pace;

  /** Told of the bytes that were read, so that it can wait; returns false to end the check. */
  @FunctionalInterface
  interface Pace {
    boolean read(long bytes);
  }

  /**
   * @param salt of the log
   */
  SegmentCheck(LogFiles files, int salt, Pace pace) {
    this.files = files;
    this.salt = salt;
    this.pace = pace;
  }

  /** How many records, and up to which position, a segment holds. */
  record Checked(long records, long next) {}

  /**
   * Checks a segment.
   *
   * @param next position of the first record of the segment behind it; 0 when it is the last, whose
   *     unfinished end is no damage
   * @throws DamagedLogException when it is not what was written
   */
  Checked check(long first, long next) throws IOException {
    String name = FileKind.SEGMENT.nameOf(first);
    try (LogFile file = files.open(name)) {
      FileKind.SEGMENT.requireHeader(files, file, first, salt);
      SegmentReader reader = new SegmentReader(file, salt, SegmentReader.newWindow(file.size()));
      long offset = LogFormat.SEGMENT_HEADER_BYTES;
      long expected = first;
      long records = 0;
      while (next == 0 || expected < next) {
        if (reader.read(offset) != Found.RECORD || reader.position() != expected) {
          if (next == 0 && !SegmentRecovery.provesDurable(reader, offset, expected)) {
            break;
          }
          throw SegmentRecovery.noRecord(files, salt, reader, first, offset, expected);
        }
        records += reader.isLost() ? 0 : 1;
        offset += reader.length();
        long end = next == 0 ? Long.MAX_VALUE : next; // as far as no segment was put back
        expected = Math.min(reader.nextPosition(), end);
        if (!pace.read(reader.length())) {
          return new Checked(records, expected);
        }
      }
      if (next != 0 && SegmentRecovery.overlaps(reader, offset, expected, next)) {
        throw new DamagedLogException(
            files.pathOf(name), offset, expected, SegmentRecovery.OVERLAP, false);
      }
      return new Checked(records, expected);
    }
  }
}
