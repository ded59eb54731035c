package io.pipit.broker.store;

/**
 * How a {@link SegmentLog} is kept.
 *
 * @param segmentBytes size of a segment; a batch that is larger gets a longer one of its own
 * @param queueBytes bytes that may wait for the disk before requests are refused
 * @param repair whether damage, instead of being refused at start, is given up: intact records stay
 * @param observer is told of each group
 */
public record LogOptions(
    int segmentBytes, long queueBytes, boolean repair, CommitObserver observer) {

  private static final int MIN_SEGMENT_BYTES = 1024;
  private static final int MIB = 1024 * 1024;

  public LogOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
    }
    if (queueBytes < 1) {
      throw new IllegalArgumentException("a queue of " + queueBytes + " bytes");
    }
  }

  /** Segments and a queue of 64 MiB, no repair, nobody told. */
  public static LogOptions defaults() {
    return new LogOptions(64 * MIB, 64L * MIB, false, (records, bytes, commit, sync) -> {});
  }

  public LogOptions withRepair(boolean value) {
    return new LogOptions(segmentBytes, queueBytes, value, observer);
  }

  public LogOptions withObserver(CommitObserver value) {
    return new LogOptions(segmentBytes, queueBytes, repair, value);
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
