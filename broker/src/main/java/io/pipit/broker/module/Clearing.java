package io.pipit.broker.module;

import java.io.IOException;
import java.util.List;

/**
 * Which part of the log is cleaned next while there is little room: the oldest segment. A log of
 * one segment begins another first. Used by one thread; blocks.
 *
 * <p><b>How long.</b> In passes: each goes over the whole log as it was when it began. Nobody knows
 * exactly what a record that is of use takes in the log, so a pass is what shows it: when it has
 * gained next to nothing, all that is left is of use. The next pass begins when enough has become
 * of no use since then: a small share of the log, or all that is missing. What goes may be of
 * another kind than what stays, so it counts for itself, and for no less than it seems to take.
 *
 * <p><b>Room.</b> What has to be written again must fit beside the next snapshot, in room that is
 * kept for that alone, or is free otherwise.
 */
final class Clearing {

  /** Less than this share of the log is next to nothing. */
  private static final int LEAST_SHARE = 32;

  /** Less is left alone. */
  private static final long LEAST_BYTES = 64 * 1024;

  private final Log log;

  /** What is cleaned. */
  interface Log {

    /** Bytes of all records. */
    long recordBytes() throws IOException;

    /** The same of the oldest segment alone. */
    long oldestRecordBytes() throws IOException;

    /** The positions that segments begin with, in order. */
    List<Long> segmentFirsts();

    long appended();

    /** Begins the next segment, if there is room. */
    void roll();

    /** Whether so many bytes of records can be written again. */
    boolean hasRoomForCopiesOf(long bytes);

    /** How much room is missing. */
    long missingBytes();
  }

  /** Whether a pass has gained nothing since there is so little room. */
  private boolean isAllOfUse;

  /** Bytes of all records when that pass ended. */
  private long usedBytes;

  /** What was thought to be of use then. */
  private long usedLive;

  /** The last position of the log when this pass began; 0 when none goes on. */
  private long passEnd;

  private long bytesBefore;
  private long liveBefore;

  Clearing(Log log) {
    this.log = log;
  }

  /**
   * The position before which the log of a full disk should be cleaned now; 0 for nothing.
   *
   * @param liveBytes of the log, what is of use, roughly
   */
  long before(long liveBytes) throws IOException {
    long bytes = log.recordBytes();
    if (passEnd > 0 && log.segmentFirsts().get(0) > passEnd) {
      endPass(bytes, liveBytes);
    }
    if (passEnd == 0 && !isWorthIt(bytes, liveBytes)) {
      return 0;
    }
    if (!hasRoom(liveBytes)) {
      return 0;
    }
    if (passEnd == 0) {
      passEnd = log.appended();
      bytesBefore = bytes;
      liveBefore = liveBytes;
    }
    return oldest();
  }

  /**
   * The same of a disk that will be full soon: half of the log, at least, has to be of no use.
   *
   * @param liveBytes of the log, what is of use, roughly
   */
  long beforeEarly(long liveBytes) throws IOException {
    forget();
    boolean isHalf = log.recordBytes() >= LEAST_BYTES + 2 * liveBytes;
    return isHalf && hasRoom(liveBytes) ? oldest() : 0;
  }

  /** The disk is not full: when it is the next time the log may be another. */
  void forget() {
    passEnd = 0;
    isAllOfUse = false;
  }

  private void endPass(long bytes, long liveBytes) {
    passEnd = 0;
    isAllOfUse = isSame(bytesBefore, bytes) && isSame(liveBefore, liveBytes);
    usedBytes = bytes;
    usedLive = liveBytes;
  }

  /** Otherwise it has gained something, or owners were at work, which another pass will show. */
  private static boolean isSame(long before, long after) {
    return Math.abs(before - after) <= Math.max(LEAST_BYTES, before / LEAST_SHARE);
  }

  private boolean isWorthIt(long bytes, long liveBytes) {
    if (bytes < LEAST_BYTES) {
      return false;
    }
    long enough = Math.min(bytes / LEAST_SHARE, log.missingBytes());
    return !isAllOfUse || unused(bytes, liveBytes) >= Math.max(LEAST_BYTES, enough);
  }

  /** What has become of no use since all was of use: what was appended, and what owners freed. */
  private long unused(long bytes, long liveBytes) {
    double seeming = (double) usedBytes / Math.max(1, usedLive);
    return bytes - usedBytes + (long) ((usedLive - liveBytes) * Math.max(1, seeming));
  }

  /** What is of use may be twice as much as it seems. */
  private boolean hasRoom(long liveBytes) throws IOException {
    return log.hasRoomForCopiesOf(Math.min(log.oldestRecordBytes(), 2 * liveBytes));
  }

  private long oldest() {
    if (log.segmentFirsts().size() == 1) {
      log.roll();
    }
    List<Long> firsts = log.segmentFirsts();
    return firsts.size() == 1 ? 0 : firsts.get(1);
  }
}
