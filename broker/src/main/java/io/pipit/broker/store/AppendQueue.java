package io.pipit.broker.store;

import io.pipit.pubsub.store.LogRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the log's writer, as a linked list whose order is the order of positions: a batch
 * gets its position from the one it is put behind, in the same compare-and-set. So many threads
 * append without a lock, and order and numbering cannot differ. Any thread appends; {@link #peek}
 * and {@link #take} belong to the writer and, when that has failed, to who asks what was lost.
 */
final class AppendQueue {

  private static final AtomicReferenceFieldUpdater<AppendQueue, Batch> TAIL =
      AtomicReferenceFieldUpdater.newUpdater(AppendQueue.class, Batch.class, "tail");

  private volatile Batch tail;
  private Batch taken;

  AppendQueue(long lastPosition) {
    taken = new Batch(List.of(), 0, false);
    taken.last = lastPosition;
    tail = taken;
  }

  /**
   * Puts a batch behind everything else.
   *
   * @return the position of its last record, -1 when the queue has ended
   */
  long append(List<LogRecord> records) {
    long bytes = 0;
    for (LogRecord record : records) {
      bytes += LogFormat.recordBytes(record);
    }
    Batch batch = new Batch(List.copyOf(records), bytes, false);
    return link(batch) ? batch.last : -1;
  }

  /** Takes no more: everything appended until now is still there. */
  void end() {
    link(new Batch(List.of(), 0, true));
  }

  private boolean link(Batch batch) {
    Batch before;
    do {
      before = tail;
      if (before.isEnd) {
        return false;
      }
      batch.last = before.last + batch.records.size();
      batch.bytesUntil = before.bytesUntil + batch.bytes;
    } while (!TAIL.compareAndSet(this, before, batch));
    before.next = batch;
    return true;
  }

  /** Position of the last record appended. */
  long lastPosition() {
    return tail.last;
  }

  /** Bytes of all records ever appended. */
  long bytesUntil() {
    return tail.bytesUntil;
  }

  boolean hasEnded() {
    return tail.isEnd;
  }

  /** Whether the writer has taken everything. */
  boolean isEmpty() {
    return tail == taken;
  }

  /** The next batch, the end included; null when there is none. */
  @Nullable Batch peek() {
    Batch next = taken.next;
    while (next == null && !isEmpty()) {
      Thread.onSpinWait(); // between compare-and-set and link of an append
      next = taken.next;
    }
    return next;
  }

  /** Removes the batch that {@link #peek} gave. */
  void take(Batch next) {
    taken.next = null; // an old batch must not keep younger ones from being collected
    taken.records = List.of();
    taken = next;
  }

  /** Records that were appended together. */
  static final class Batch {

    final long bytes;
    final long appendedNanos = System.nanoTime();
    final boolean isEnd;
    private List<LogRecord> records;
    private long last;
    private long bytesUntil;
    private volatile @Nullable Batch next;

    private Batch(List<LogRecord> records, long bytes, boolean isEnd) {
      this.records = records;
      this.bytes = bytes;
      this.isEnd = isEnd;
    }

    List<LogRecord> records() {
      return records;
    }

    long firstPosition() {
      return last - records.size() + 1;
    }

    long lastPosition() {
      return last;
    }

    long bytesUntil() {
      return bytesUntil;
    }
  }
}
