package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.pubsub.store.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads the records of one segment through a window of bounded size. {@link #read} moves to a
 * record, the other methods then tell what stands there. Confined to one thread.
 */
final class SegmentReader {

  /** For a reader that looks at a few records. */
  static final int SMALL_WINDOW_BYTES = 8 * 1024;

  private static final int WINDOW_BYTES = 1024 * 1024;

  private final LogFile file;
  private final long size;
  private final int salt;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer window;
  private long windowStart;
  private int index;
  private int length;

  /**
   * @param window of an earlier reader, or a new one; see {@link #window()}
   */
  SegmentReader(LogFile file, int salt, ByteBuffer window) throws IOException {
    this.file = file;
    this.size = file.size();
    this.salt = salt;
    this.window = window.clear().limit(0);
  }

  /** A buffer to read files of this size through. */
  static ByteBuffer newWindow(long fileBytes) {
    return ByteBuffer.allocateDirect(
        (int) Math.max(SMALL_WINDOW_BYTES, Math.min(WINDOW_BYTES, fileBytes)));
  }

  /** The buffer for the next reader; this one must not be used any more. */
  ByteBuffer window() {
    return window;
  }

  long size() {
    return size;
  }

  /** Moves to an offset and checks what is there. */
  Found read(long offset) throws IOException {
    if (size - offset < Integer.BYTES || lengthAt(offset) == 0) {
      return Found.NOTHING;
    }
    length = lengthAt(offset);
    if (length < LogFormat.RECORD_HEADER_BYTES
        || length > LogFormat.MAX_RECORD_BYTES
        || length > size - offset) {
      return Found.DAMAGE;
    }
    load(offset, length);
    return LogFormat.isIntact(window, index, length, crc, salt) ? Found.RECORD : Found.DAMAGE;
  }

  /** Moves to an offset without a look at the checksum; returns false when no record is there. */
  boolean seek(long offset) throws IOException {
    if (size - offset < LogFormat.RECORD_HEADER_BYTES) {
      return false;
    }
    length = lengthAt(offset);
    if (length < LogFormat.RECORD_HEADER_BYTES || length > size - offset) {
      return false;
    }
    load(offset, Math.min(length, LogRepair.MIN_BYTES));
    return true;
  }

  /** Bytes from this record to the next. */
  int length() {
    return length;
  }

  long position() {
    return window.getLong(index + 8);
  }

  int indexInGroup() {
    return window.getInt(index + 16);
  }

  boolean batchGoesOn() {
    return (window.get(index + 20) & LogFormat.BATCH_GOES_ON) != 0;
  }

  boolean isLost() {
    return window.get(index + 21) == LogFormat.LOST;
  }

  /** The position after this record. */
  long nextPosition() {
    return isLost() && length >= LogRepair.MIN_BYTES
        ? window.getLong(index + LogFormat.RECORD_HEADER_BYTES) + 1
        : position() + 1;
  }

  /** A copy of what it holds, of whatever type it is. */
  ByteBuffer payload() {
    byte[] payload = new byte[length - LogFormat.RECORD_HEADER_BYTES];
    window.get(index + LogFormat.RECORD_HEADER_BYTES, payload);
    return ByteBuffer.wrap(payload);
  }

  /** A copy of the record. */
  LogRecord record() {
    return new LogRecord(window.get(index + 21), window.getShort(index + 22), payload().array());
  }

  /**
   * Moves to the first intact record at or after an offset, whatever lies before it.
   *
   * @param minPosition smaller positions cannot be right there
   * @return its offset, -1 when there is none
   */
  long find(long offset, long minPosition) throws IOException {
    return find(offset, minPosition, minPosition + size / LogFormat.RECORD_HEADER_BYTES);
  }

  /** The same, with the largest position that can be right. */
  long find(long offset, long minPosition, long maxPosition) throws IOException {
    for (long at = offset; size - at >= LogFormat.RECORD_HEADER_BYTES; at++) {
      load(at, LogFormat.RECORD_HEADER_BYTES);
      long position = position();
      // Reads the position first: it rules out nearly every offset without a checksum.
      if (position >= minPosition && position <= maxPosition && read(at) == Found.RECORD) {
        return at;
      }
    }
    return -1;
  }

  /** Whether there are only zeros from an offset on: room that was never used. */
  boolean isZeroFrom(long offset) throws IOException {
    // Eight bytes at a time: nearly all of a new segment is such room, which every start looks at.
    long at = offset;
    for (; size - at >= Long.BYTES; at += Long.BYTES) {
      load(at, Long.BYTES);
      if (window.getLong(index) != 0) {
        return false;
      }
    }
    for (; at < size; at++) {
      load(at, 1);
      if (window.get(index) != 0) {
        return false;
      }
    }
    return true;
  }

  private int lengthAt(long offset) throws IOException {
    load(offset, Integer.BYTES);
    return window.getInt(index);
  }

  /** Makes the bytes of the file at this offset be at {@link #index} of the window. */
  private void load(long offset, int bytes) throws IOException {
    if (offset < windowStart || offset + bytes > windowStart + window.limit()) {
      if (bytes > window.capacity()) {
        window = window.isDirect() ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
      }
      windowStart = offset;
      window.clear();
      while (window.hasRemaining() && file.read(window, offset + window.position()) > 0) {
        // reads until the window or the file is full
      }
      window.flip();
      if (window.limit() < bytes) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    index = (int) (offset - windowStart);
  }

  /** What {@link #read} found. */
  enum Found {
    RECORD,
    /** Room that was not used, or the end of the file. */
    NOTHING,
    DAMAGE
  }
}
