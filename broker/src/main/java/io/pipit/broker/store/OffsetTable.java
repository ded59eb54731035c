package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Where the records of one segment stand: the offset of about every {@value #STEP}th, so that a
 * record is found by reading a few others. One thread adds, any thread looks up.
 */
final class OffsetTable {

  /** Positions from one entry to the next, unless a repair gave up many at once. */
  static final int STEP = 16;

  private static final int FIRST_ROOM = 64;

  /** Header, position of the next segment 8, number of entries 4. */
  private static final int FIXED_BYTES = FileKind.HEADER_BYTES + Long.BYTES + Integer.BYTES;

  private final long first;

  /** Pairs of position, counted from {@link #first}, and offset, both growing. */
  private volatile int[] entries;

  /** Numbers in {@link #entries} that are valid; written after them. */
  private volatile int used;

  /**
   * An empty table.
   *
   * @param first position of the segment's first record
   */
  OffsetTable(long first) {
    this(first, new int[FIRST_ROOM], 0);
  }

  private OffsetTable(long first, int[] entries, int used) {
    this.first = first;
    this.entries = entries;
    this.used = used;
  }

  /** The table of a segment, as far as its records can be told apart. */
  static OffsetTable of(LogFile segment, long first, long next, int salt) throws IOException {
    OffsetTable table = new OffsetTable(first);
    SegmentReader reader =
        new SegmentReader(segment, salt, ByteBuffer.allocate(SegmentReader.SMALL_WINDOW_BYTES));
    long offset = LogFormat.SEGMENT_HEADER_BYTES;
    long expected = first;
    while (expected < next && reader.seek(offset) && reader.position() == expected) {
      table.add(expected, offset);
      offset += reader.length();
      expected = reader.nextPosition();
    }
    return table;
  }

  /**
   * Keeps the table of a segment that does not grow any more beside it. Need not be synced: a file
   * that is not whole is made again.
   *
   * @param next position of the first record of the next segment
   */
  void save(LogFiles files, long next, int salt) throws IOException {
    int count = used;
    ByteBuffer bytes = ByteBuffer.allocate(bytesOf(count));
    bytes.put(FileKind.TABLE.header(first, salt)).putLong(next).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.putInt(entries[i]);
    }
    bytes.putInt(checksum(bytes, salt));
    String name = FileKind.TABLE.nameOf(first);
    String unfinished = name + FileKind.UNFINISHED; // the one before may be linked elsewhere
    try (LogFile file = files.create(unfinished)) {
      file.write(bytes.flip(), 0);
    }
    files.rename(unfinished, name);
  }

  /** A table as it was kept. */
  private record Kept(long next, OffsetTable table) {}

  /** The table that was kept for a segment; empty when it is not there, not whole or another's. */
  static Optional<OffsetTable> load(LogFiles files, long first, long next, int salt)
      throws IOException {
    return read(files, first, salt).filter(kept -> kept.next == next).map(Kept::table);
  }

  /**
   * The segment that followed when the table of one was kept, which is after it was on the disk for
   * good; empty when there is no table.
   */
  static OptionalLong successor(LogFiles files, long first, int salt) throws IOException {
    return read(files, first, salt).stream().mapToLong(Kept::next).findAny();
  }

  private static Optional<Kept> read(LogFiles files, long first, int salt) throws IOException {
    String name = FileKind.TABLE.nameOf(first);
    if (!files.list().contains(name)) {
      return Optional.empty();
    }
    ByteBuffer bytes;
    try (LogFile file = files.open(name)) {
      long size = file.size();
      if (size < bytesOf(0) || size > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
        // reads until all is there
      }
    }
    if (bytes.hasRemaining()) {
      return Optional.empty();
    }
    bytes.flip();
    int count = bytes.getInt(FileKind.HEADER_BYTES + Long.BYTES);
    if (FileKind.TABLE.check(bytes, first) != FileKind.Header.VALID
        || count < 0
        || bytes.limit() != bytesOf(count)) {
      return Optional.empty();
    }
    int[] entries = new int[count];
    bytes.position(FIXED_BYTES);
    bytes.asIntBuffer().get(entries);
    bytes.position(bytes.limit() - Integer.BYTES);
    return bytes.getInt(bytes.position()) == checksum(bytes, salt)
        ? Optional.of(
            new Kept(bytes.getLong(FileKind.HEADER_BYTES), new OffsetTable(first, entries, count)))
        : Optional.empty();
  }

  private static int bytesOf(int count) {
    return FIXED_BYTES + (count + 1) * Integer.BYTES;
  }

  /** Of what stands before the buffer's position. */
  private static int checksum(ByteBuffer bytes, int salt) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().flip());
    return (int) crc.getValue() ^ salt;
  }

  /** The next record of the segment. */
  void add(long position, long offset) {
    long distance = position - first;
    int count = used;
    int[] current = entries;
    if (distance > Integer.MAX_VALUE || (count > 0 && distance - current[count - 2] < STEP)) {
      return;
    }
    if (count + 2 > current.length) {
      current = Arrays.copyOf(current, Math.max(FIRST_ROOM, 2 * count));
      entries = current;
    }
    current[count] = (int) distance;
    current[count + 1] = (int) offset;
    used = count + 2;
  }

  /** Forgets this position and those behind it, which were cut off. For who adds. */
  void cut(long position) {
    int count = used;
    while (count > 0 && first + entries[count - 2] >= position) {
      count -= 2;
    }
    used = count;
  }

  /** The offset of a record at or before this position, from which it is found by going on. */
  long floor(long position) {
    int low = 0;
    int high = used / 2 - 1;
    int[] current = entries;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (first + current[2 * middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? LogFormat.SEGMENT_HEADER_BYTES : current[2 * low + 1];
  }
}
