package io.pipit.broker.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The room that a log keeps on its disk ({@link Reserve}): how much that has to be, so that a full
 * disk can be emptied, and what is left of it. Any thread, but for {@link #keep}.
 */
public final class LogRoom {

  /** What is kept for changes of owners that make room. */
  private static final long OWNERS_BYTES = 4L * 1024 * 1024;

  /** All small files, and the steps in which room is made. */
  private static final long SMALL_FILES_BYTES = 1024 * 1024;

  /** By how much the log may grow until what is kept is looked at again. */
  private static final long GROWTH_BYTES = 2L * 1024 * 1024;

  /** A record that is written again may be larger by this share. */
  private static final int COPY_GROWTH = 32;

  private final Reserve reserve;
  private final Segments segments;
  private final Snapshots snapshots;
  private final AppendQueue queue;
  private final LogWriter writer;
  private final int segmentBytes;

  /** What is kept to write a segment again. */
  private volatile long keptForCopies;

  LogRoom(
      Reserve reserve,
      Segments segments,
      Snapshots snapshots,
      AppendQueue queue,
      LogWriter writer,
      int segmentBytes) {
    this.reserve = reserve;
    this.segments = segments;
    this.snapshots = snapshots;
    this.queue = queue;
    this.writer = writer;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Keeps as much room on the disk as the next snapshot, the cleaning of a segment, and changes
   * that make room take, for when the disk is full; to be called again when the log has grown, when
   * a snapshot was written, and while there is no room. Blocks; not while a snapshot is being
   * written or a segment cleaned, which need the same room.
   */
  public void keep() {
    try {
      // The log grows until this is asked again, but not while it is full.
      long ahead = writer.isWithoutRoom() ? 0 : GROWTH_BYTES;
      long largest = segments.largestRecordBytes(writer.durable()) + ahead;
      long forCopies = bytesOfCopies(Math.min(segmentBytes, largest));
      keptForCopies = forCopies;
      if (!reserve.take(shares(forCopies), queue.bytesUntil())) {
        writer.wake(); // says so
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reserve.Shares shares(long forCopies) {
    return new Reserve.Shares(OWNERS_BYTES, forCopies, snapshotReserve());
  }

  private static long bytesOfCopies(long bytes) {
    return bytes + bytes / COPY_GROWTH;
  }

  /** What the next snapshot takes, and small files. */
  private long snapshotReserve() {
    long bytes = snapshots.bytes();
    return bytes + bytes / 4 + SMALL_FILES_BYTES;
  }

  /** Whether what is to be kept grows with the log: until a segment is full. */
  public boolean isGrowing() {
    return keptForCopies < segmentBytes;
  }

  /** While the disk is full: how many bytes of records changes that make room may still take. */
  public long ownersBytes() {
    return reserve.left(queue.bytesUntil());
  }

  /** Whether that is little of what is kept for them. */
  public boolean isOwnersShareLow() {
    return ownersBytes() < OWNERS_BYTES / 4;
  }

  /** While the disk is full: whether there is room to write a segment of such records again. */
  public boolean hasRoomForCopiesOf(long bytes) {
    return bytesOfCopies(bytes) + snapshotReserve() <= reserve.usableBytes();
  }

  /**
   * So many bytes of what was appended were written again by cleaning, at most: they come off the
   * room that is kept for that.
   */
  public void copied(long bytes) {
    reserve.copied(bytes);
  }

  /**
   * Whether the disk will be full soon: there is less room on it than twice what the log keeps.
   * Then it is time to remove what is of no use.
   */
  public boolean isTight() {
    return reserve.usableBytes()
        < OWNERS_BYTES + keptForCopies + snapshotReserve() + Reserve.LEAST_BESIDE;
  }

  /** Whether the disk has room for so much that is not the log's, and does not get tight by it. */
  public boolean hasRoomBeside(long bytes) {
    return bytes + Reserve.LEAST_BESIDE <= reserve.usableBytes();
  }

  /** Segments were removed: what is left of the room is shared out again while there is none. */
  void removed() throws IOException {
    if (writer.isWithoutRoom()) {
      long largest = segments.largestRecordBytes(writer.durable());
      reserve.share(shares(bytesOfCopies(largest)), queue.bytesUntil());
    }
  }
}
