package io.pipit.pubsub.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The append-only log that is the truth of a node. Positions count records from 1 without gaps and
 * are one total order over all partitions.
 *
 * <p>{@link #append} never blocks; records become durable in order, in groups of whole batches:
 * after a crash a batch is there with all its records or not at all. Any thread.
 */
public interface ChangeLog extends AutoCloseable {

  /**
   * Gives each record the next position, in order, and queues them to be made durable. Nobody
   * else's records come between those of a batch. An empty batch appends nothing.
   *
   * <p>A log that {@link #hasFailed() has failed} still gives positions, so that a failure between
   * a decision and its append needs no way of its own; they never become durable.
   *
   * @return the position of the last record of the batch
   * @throws IllegalStateException when the log is closed: nothing was appended
   */
  long append(List<LogRecord> batch);

  /**
   * As {@link #append}, but an idle log may leave the batch where it is until {@link #push()},
   * which the caller promises: for batches that follow each other at once, to become durable
   * together.
   */
  default long queue(List<LogRecord> batch) {
    return append(batch);
  }

  /** Nothing more follows what was queued. */
  default void push() {}

  /** The position of the last record appended, 0 for none. */
  long appended();

  /** Every record up to this position is durable. Never goes back. */
  long durable();

  /** The position of the oldest record that is still there, the next one's when there is none. */
  long first();

  /**
   * Reads one durable record. Any thread; blocks on the disk.
   *
   * @throws RecordGoneException when it is not in the log any more: it was removed with the oldest
   *     ones, perhaps a moment ago, or a repair gave it up
   * @throws IllegalArgumentException when it is not durable
   * @throws IllegalStateException when the log is closed
   * @throws java.io.UncheckedIOException when it cannot be read, or is not what was written
   */
  LogRecord read(long position);

  /**
   * As {@link #read}, of a record that something still names: one that is gone is damage like any
   * other, and is told as such.
   *
   * @throws java.io.UncheckedIOException when it is gone too
   */
  default LogRecord readNeeded(long position) {
    try {
      return read(position);
    } catch (RecordGoneException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  /** Whether a repair gave the record of this position up, as {@link #read} would say. */
  default boolean isLost(long position) {
    return false;
  }

  /** The highest position that {@link #isLost}; 0 when none is. */
  default long lastLost() {
    return 0;
  }

  /**
   * Whether so much waits to be made durable, or so little room is left, that requests which append
   * have to be refused with {@code resource-constraint} until this has ended. {@link #append} does
   * not refuse: what was decided meanwhile is still taken.
   */
  boolean isCongested();

  /** Whether the disk has no room for more, which makes the log congested until it has. */
  default boolean isWithoutRoom() {
    return false;
  }

  /**
   * Whether even changes that make room are to be refused: of a log without room, which kept some
   * for them, until that is used up.
   */
  default boolean isExhausted() {
    return isCongested();
  }

  /**
   * Whether there is no room at all, not even for what is written again so that older records can
   * go: what was appended waits.
   */
  default boolean isStuck() {
    return false;
  }

  /** Of a log without room: how many bytes have to be free before it takes all changes again. */
  default long wantedBytes() {
    return 0;
  }

  /** Of a log without room: how many bytes were free when that was looked at last. */
  default long freeBytes() {
    return 0;
  }

  /** Whether a write or sync failed: nothing will become durable any more. */
  boolean hasFailed();

  /**
   * Registers for the growth of {@link #durable()}, at start-up, before the first append. Called on
   * the writer's thread after each group with the new durable position; must only hand over. A
   * listener is also called, once, with {@code -1} when the log fails. What {@link #durable()} and
   * {@link #hasFailed()} answer has changed before the call.
   */
  void onDurable(LongConsumer listener);

  /**
   * Takes what was appended and will never be durable, in order; empty unless the log has failed.
   * For one caller, once nobody appends any more because everybody knows of the failure.
   */
  List<LogRecord> takeLost();

  /**
   * Reads what makes memory again: the newest snapshot, when there is one, then every durable
   * record from its beginning on, in order. For start-up, before the first append, and for whoever
   * reads memory back after a failure.
   *
   * @throws java.io.UncheckedIOException when the log cannot be read
   */
  void replay(Reader reader);

  /**
   * Reads the newest snapshot alone; nothing when there is none. Any thread.
   *
   * @throws java.io.UncheckedIOException when it cannot be read
   */
  default void replaySnapshot(Reader reader) {}

  /** The position from which {@link #replay} reads the log. */
  default long replayedFrom() {
    return first();
  }

  /** Tells the newest snapshot from others that begin where it does; 0 when nothing does. */
  default long snapshotId() {
    return 0;
  }

  /**
   * Reads every durable record from a position on, in order, and no snapshot.
   *
   * @throws RecordGoneException when the record of this position was removed, perhaps meanwhile
   * @throws java.io.UncheckedIOException when the log cannot be read
   */
  void scan(long from, Reader reader);

  /**
   * Makes everything appended durable, then closes; blocks meanwhile. A log that has failed is only
   * closed: its listeners know.
   */
  @Override
  void close();

  /** Takes the records of a replay. */
  @FunctionalInterface
  interface Reader {
    void record(long position, LogRecord record);

    /**
     * A record of a snapshot, before all others. Records of the log about the same entity that
     * follow with a position up to {@code at} are contained in it and must be skipped.
     *
     * @param at the position of the last change that the entity's records of the snapshot contain
     */
    default void snapshot(long at, LogRecord record) {
      record(at, record);
    }
  }
}
