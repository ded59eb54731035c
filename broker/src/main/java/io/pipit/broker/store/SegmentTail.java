package io.pipit.broker.store;

import io.pipit.broker.store.LogFiles.LogFile;
import io.pipit.broker.store.SegmentRecovery.Last;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last segment, where the log grows. Room is made ahead by writing zeros, so that the sync of a
 * group has no new file length to write; in steps, so that no group waits for a whole segment.
 * Confined to the log's writer.
 *
 * <p>Room that cannot be made (a full disk) harms nothing that was written: {@link #makeRoom} says
 * no, and may be asked again. Anything else that fails is thrown and final.
 */
final class SegmentTail implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentTail.class);
  static final int STEP_BYTES = 4 * 1024 * 1024;

  /** When less than this is left, more is made, so that a full disk is seen before it hurts. */
  private static final int RESERVE_BYTES = 2 * 1024 * 1024;

  /** What is made beyond what is needed at once while there is little room. */
  private static final int SMALL_STEP_BYTES = 64 * 1024;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(256 * 1024).asReadOnlyBuffer();

  private final LogFiles files;
  private final int segmentBytes;
  private final int salt;
  private final Segments segments;
  private OffsetTable table;
  private LogFile file;
  private String name;
  private long offset;
  private long allocated;

  /** Why the last attempt to make room failed; null when it did not. */
  private @Nullable String noRoom;

  private boolean unsynced;

  /**
   * Goes on with a segment.
   *
   * @param segments of the log, the one that is gone on with among them
   */
  SegmentTail(LogFiles files, int segmentBytes, Segments segments, Last last) {
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.salt = segments.salt();
    this.segments = segments;
    this.table = last.table();
    this.file = last.file();
    this.name = last.name();
    this.offset = last.offset();
    this.allocated = last.allocated();
  }

  /** Begins a log. */
  static SegmentTail first(LogFiles files, int segmentBytes, Segments segments) throws IOException {
    String name = FileKind.SEGMENT.nameOf(1);
    LogFile file = files.create(name);
    try {
      file.write(FileKind.SEGMENT.header(1, segments.salt()), 0);
      file.force(true);
      files.syncDirectory();
    } catch (IOException e) {
      file.close();
      throw e;
    }
    int header = LogFormat.SEGMENT_HEADER_BYTES;
    OffsetTable table = new OffsetTable(1);
    segments.add(1, table);
    return new SegmentTail(
        files, segmentBytes, segments, new Last(file, name, table, header, header, 0));
  }

  int salt() {
    return salt;
  }

  /** Bytes that can be written now. */
  long room() {
    return allocated - offset;
  }

  /** Whether the last attempt to make room failed. */
  boolean isWithoutRoom() {
    return noRoom != null;
  }

  /** Why the last attempt to make room failed; null when it did not. */
  @Nullable String noRoomBecause() {
    return noRoom;
  }

  /**
   * Makes room for so many bytes in one segment, in a new one if need be.
   *
   * @param nextPosition of the record that will be written next
   * @param isSparing whether no more is made than is needed about now, since there is little
   * @return whether there is that much room
   */
  boolean makeRoom(long bytes, long nextPosition, boolean isSparing) throws IOException {
    if (offset + bytes > segmentBytes && offset > LogFormat.SEGMENT_HEADER_BYTES) {
      return roll(nextPosition, isSparing) && makeRoom(bytes, nextPosition, isSparing);
    }
    long ahead = isSparing ? 0 : RESERVE_BYTES;
    long wanted = Math.max(offset + bytes, Math.min(segmentBytes, offset + ahead));
    if (allocated < wanted) {
      long step = isSparing ? SMALL_STEP_BYTES : STEP_BYTES;
      long end = Math.max(wanted, Math.min(segmentBytes, allocated + step));
      try {
        writeZeros(file, allocated, end);
        allocated = end;
        noRoom = null;
      } catch (IOException e) {
        noRoom = files.pathOf(name) + ": " + e.getMessage();
        giveBack();
      }
    } else {
      noRoom = null;
    }
    return room() >= bytes;
  }

  /**
   * Begins the next segment before this one is as large as it may be, if there is room for it, and
   * gives back what room was made here.
   */
  void rollEarly(long nextPosition) throws IOException {
    if (offset > LogFormat.SEGMENT_HEADER_BYTES) {
      allocated = offset;
      giveBack();
      boolean unused = roll(nextPosition, true); // what room there is shows at the next record
    }
  }

  /** The record of this position will be written, so many bytes behind what was written before. */
  void note(long position, int bytesBehind) {
    table.add(position, offset + bytesBehind);
  }

  /** Writes behind what was written before. There is room. */
  void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    unsynced = true;
    file.write(bytes, offset);
    offset += length;
  }

  /** Makes what was written durable. */
  void force() throws IOException {
    file.force(false);
    unsynced = false;
  }

  /** Whether something was written since the last sync. */
  boolean isUnsynced() {
    return unsynced;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Begins the next segment; returns false, and changes nothing, when there is no room for it. */
  private boolean roll(long nextPosition, boolean isSparing) throws IOException {
    if (room() > SMALL_STEP_BYTES) {
      allocated = offset; // it began when segments were larger
      giveBack();
    }
    file.force(true);
    unsynced = false;
    String nextName = FileKind.SEGMENT.nameOf(nextPosition);
    long end = isSparing ? LogFormat.SEGMENT_HEADER_BYTES : Math.min(segmentBytes, STEP_BYTES);
    LogFile next = create(nextName, nextPosition, end);
    if (next == null) {
      return false;
    }
    try {
      next.force(true);
      files.syncDirectory();
    } catch (IOException e) {
      next.close();
      throw e;
    }
    file.close();
    file = next;
    name = nextName;
    offset = LogFormat.SEGMENT_HEADER_BYTES;
    allocated = end;
    table = new OffsetTable(nextPosition);
    segments.add(nextPosition, table);
    segments.sealed(nextPosition);
    noRoom = null;
    return true;
  }

  private @Nullable LogFile create(String nextName, long nextPosition, long end)
      throws IOException {
    LogFile next = null;
    try {
      next = files.create(nextName);
      next.write(FileKind.SEGMENT.header(nextPosition, salt), 0);
      writeZeros(next, LogFormat.SEGMENT_HEADER_BYTES, end);
      return next;
    } catch (IOException e) {
      noRoom = files.pathOf(nextName) + ": " + e.getMessage();
      if (next != null) {
        next.close();
        files.delete(nextName); // somebody else may need what little room there is
      }
      return null;
    }
  }

  static void writeZeros(LogFile file, long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      int length = (int) Math.min(ZEROS.capacity(), to - at);
      file.write(ZEROS.duplicate().limit(length), at);
      at += length;
    }
  }

  /** What is behind the room that there is, such as what could not be made in one piece. */
  private void giveBack() {
    try {
      file.truncate(allocated);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("event", "store.full")
          .addKeyValue("file", files.pathOf(name))
          .addKeyValue("reason", e.getMessage())
          .log("room that is not enough for the log could not be given back");
    }
  }
}
