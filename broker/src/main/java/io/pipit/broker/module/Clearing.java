package io.pipit.broker.module;

import io.pipit.broker.store.SegmentLog;
import java.io.IOException;
import java.util.List;

/**
 * Which part of the log is cleaned next while the disk is full: the oldest segment, as long as
 * enough of the log is of no use and the room that was kept is enough for what has to be written
 * again. A log of one segment begins another first. Used by one thread; blocks.
 */
final class Clearing {

  /** Less than this share of what is needed is left alone. */
  private static final int LEAST_USELESS_SHARE = 4;

  /** Of the room that was kept, what is left for the changes of owners. */
  private static final long OWNERS_BYTES = 512 * 1024;

  private final SegmentLog log;

  /** What a byte that is of use takes in the log, as a cleaning of all of it has shown. */
  private double density = 1;

  /** The last position of the log when a cleaning of all of it began; 0 for none. */
  private long allThrough;

  Clearing(SegmentLog log) {
    this.log = log;
  }

  /**
   * The position before which the log should be cleaned now; 0 for nothing.
   *
   * @param liveBytes of the log, what is of use
   */
  long before(long liveBytes) throws IOException {
    long bytes = log.recordBytes();
    if (allThrough > 0 && log.first() > allThrough) {
      density = Math.max(1, (double) bytes / Math.max(1, liveBytes));
      allThrough = 0;
    }
    long live = (long) (liveBytes * density);
    boolean isWorthIt = bytes - live > live / LEAST_USELESS_SHARE;
    return isWorthIt ? next(Math.min(log.oldestRecordBytes(), live)) : 0;
  }

  /** The same when nobody knows what is of use: once, after a start. */
  long beforeUnknown() throws IOException {
    return next(log.oldestRecordBytes());
  }

  /**
   * @param mostCopied what has to be written again at most
   */
  private long next(long mostCopied) {
    if (mostCopied + OWNERS_BYTES > log.keptBytes()) {
      return 0;
    }
    if (allThrough == 0) {
      allThrough = log.appended();
    }
    List<Long> firsts = log.segmentFirsts();
    if (firsts.size() == 1) {
      log.roll();
      firsts = log.segmentFirsts();
    }
    return firsts.size() == 1 ? 0 : firsts.get(1);
  }
}
