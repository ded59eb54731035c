package io.pipit.broker.store;

/**
 * How a {@link SegmentLog} is kept.
 *
 * @param segmentBytes size of a segment; a batch that is larger gets a longer one of its own
 * @param queueBytes bytes that may wait for the disk before requests are refused
 * @param repair whether damage, instead of being refused at start, is given up: intact records stay
 * @param checkBytesPerSecond how fast the segments that opening does not check are read afterwards
 * @param observer is told of each group
 */
public record LogOptions(
    int segmentBytes,
    long queueBytes,
    boolean repair,
    long checkBytesPerSecond,
    CommitObserver observer) {

  private static final int MIN_SEGMENT_BYTES = 1024;
  private static final int MIB = 1024 * 1024;

  public LogOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
    }
    if (queueBytes < 1) {
      throw new IllegalArgumentException("a queue of " + queueBytes + " bytes");
    }
    if (checkBytesPerSecond < 1) {
      throw new IllegalArgumentException(checkBytesPerSecond + " bytes checked each second");
    }
  }

  /** Segments and a queue of 64 MiB, no repair, 32 MiB/s checked, nobody told. */
  public static LogOptions defaults() {
    return new LogOptions(
        64 * MIB, 64L * MIB, false, 32L * MIB, (records, bytes, commit, sync) -> {});
  }

  public LogOptions withSegmentBytes(int value) {
    return new LogOptions(value, queueBytes, repair, checkBytesPerSecond, observer);
  }

  public LogOptions withQueueBytes(long value) {
    return new LogOptions(segmentBytes, value, repair, checkBytesPerSecond, observer);
  }

  public LogOptions withRepair(boolean value) {
    return new LogOptions(segmentBytes, queueBytes, value, checkBytesPerSecond, observer);
  }

  public LogOptions withCheckBytesPerSecond(long value) {
    return new LogOptions(segmentBytes, queueBytes, repair, value, observer);
  }

  public LogOptions withObserver(CommitObserver value) {
    return new LogOptions(segmentBytes, queueBytes, repair, checkBytesPerSecond, value);
  }

  /** Is told what the writer does, on its thread; for metrics. */
  @FunctionalInterface
  public interface CommitObserver {

    /**
     * A group is durable.
     *
     * @param records of the group
     * @param bytes of the group
     * @param commitNanos of write and sync together
     * @param syncNanos of the sync alone
     */
    void committed(int records, long bytes, long commitNanos, long syncNanos);
  }
}
