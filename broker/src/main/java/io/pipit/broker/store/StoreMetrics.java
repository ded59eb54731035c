package io.pipit.broker.store;

/**
 * What the log reports for counting. Called on its threads; must neither block nor throw. Each
 * method does nothing unless it is overridden.
 */
public interface StoreMetrics {

  /** Counts nothing. */
  StoreMetrics NONE = new StoreMetrics() {};

  /**
   * A group was acknowledged.
   *
   * @param records of the group
   * @param bytes of the group
   * @param nanos of its write and, unless syncs come at intervals, its sync
   */
  default void committed(int records, long bytes, long nanos) {}

  /** What had been written was synced, which took so long. */
  default void synced(long nanos) {}

  /**
   * A snapshot was published.
   *
   * @param nanos since it was begun
   */
  default void snapshotPublished(long bytes, long nanos) {}

  /** Records were read that are not what was written. */
  default void damageFound() {}

  /** The disk did not give records. */
  default void readFailed() {}

  /**
   * All state was written as a whole.
   *
   * @param viewBytes of the file in which indexes rest; 0 for none
   * @param liveBytes of the log that hold what is still there, roughly
   * @param nanos since it was begun
   */
  default void checkpointMade(long viewBytes, long liveBytes, long nanos) {}

  /** State could not be written as a whole. */
  default void checkpointFailed() {}

  /** The log could not be cleaned. */
  default void cleaningFailed() {}

  /** Something else that keeps the store in order failed. */
  default void upkeepFailed() {}

  /**
   * A node starts with this.
   *
   * @param viewBytes of the file in which indexes rest; 0 for none
   * @param liveBytes of the log that hold what the snapshot says is there, roughly
   */
  default void opened(long viewBytes, long liveBytes) {}

  /** A view was written, by a checkpoint or again from the log. */
  default void viewWritten(long bytes) {}

  /** The view could not be written, or what was read from it is not what was written. */
  default void viewFailed() {}

  /** A view that was missing is there again. */
  default void viewRebuilt() {}

  /** Bytes of items were read in the oldest segments, and written again if they are needed. */
  default void cleaned(long bytes) {}
}
