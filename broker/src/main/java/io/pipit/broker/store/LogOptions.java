package io.pipit.broker.store;

import java.time.Duration;

/**
 * How a {@link SegmentLog} is kept.
 *
 * @param segmentBytes size of a segment; a batch that is larger gets a longer one of its own
 * @param queueBytes bytes that may wait for the disk before requests are refused
 * @param groupWindow how long a group waits for more records; zero: it is what queued meanwhile
 * @param syncInterval zero: what is acknowledged is synced; otherwise it is written, and synced at
 *     most so long after
 * @param repair whether damage, instead of being refused at start, is given up: intact records stay
 * @param checkBytesPerSecond how fast the segments that opening does not check are read afterwards
 * @param metrics is told what happens
 */
public record LogOptions(
    int segmentBytes,
    long queueBytes,
    Duration groupWindow,
    Duration syncInterval,
    boolean repair,
    long checkBytesPerSecond,
    StoreMetrics metrics) {

  private static final int MIN_SEGMENT_BYTES = 1024;
  private static final int MIB = 1024 * 1024;

  public LogOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
    }
    if (queueBytes < 1) {
      throw new IllegalArgumentException("a queue of " + queueBytes + " bytes");
    }
    if (groupWindow.isNegative() || syncInterval.isNegative()) {
      throw new IllegalArgumentException("negative times");
    }
    if (checkBytesPerSecond < 1) {
      throw new IllegalArgumentException(checkBytesPerSecond + " bytes checked each second");
    }
  }

  /**
   * Segments and a queue of 64 MiB, no waiting for groups, everything synced, no repair, 32 MiB/s
   * checked, nobody told.
   */
  public static LogOptions defaults() {
    return new LogOptions(
        64 * MIB, 64L * MIB, Duration.ZERO, Duration.ZERO, false, 32L * MIB, StoreMetrics.NONE);
  }

  public LogOptions withSegmentBytes(int value) {
    return new LogOptions(
        value, queueBytes, groupWindow, syncInterval, repair, checkBytesPerSecond, metrics);
  }

  public LogOptions withQueueBytes(long value) {
    return new LogOptions(
        segmentBytes, value, groupWindow, syncInterval, repair, checkBytesPerSecond, metrics);
  }

  public LogOptions withGroupWindow(Duration value) {
    return new LogOptions(
        segmentBytes, queueBytes, value, syncInterval, repair, checkBytesPerSecond, metrics);
  }

  public LogOptions withSyncInterval(Duration value) {
    return new LogOptions(
        segmentBytes, queueBytes, groupWindow, value, repair, checkBytesPerSecond, metrics);
  }

  public LogOptions withRepair(boolean value) {
    return new LogOptions(
        segmentBytes, queueBytes, groupWindow, syncInterval, value, checkBytesPerSecond, metrics);
  }

  public LogOptions withCheckBytesPerSecond(long value) {
    return new LogOptions(
        segmentBytes, queueBytes, groupWindow, syncInterval, repair, value, metrics);
  }

  public LogOptions withMetrics(StoreMetrics value) {
    return new LogOptions(
        segmentBytes, queueBytes, groupWindow, syncInterval, repair, checkBytesPerSecond, value);
  }
}
