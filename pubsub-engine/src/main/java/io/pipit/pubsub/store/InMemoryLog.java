package io.pipit.pubsub.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A log that lasts as long as its process, for tests and for nodes that keep nothing. It grows with
 * each record and forgets none.
 *
 * <p>A plain one makes each batch durable at once and calls its listeners on the appending thread.
 * A {@link #held} one leaves batches waiting until {@link #sync}, as a slow disk would. Any thread.
 */
public final class InMemoryLog implements ChangeLog {

  private final boolean held;
  private final long maxQueueBytes;
  private final List<LogRecord> records = new ArrayList<>();
  private final List<LongConsumer> listeners = new ArrayList<>();
  private long queueBytes;
  private int batches;
  private int durable;
  private boolean withoutRoom;
  private boolean failed;
  private boolean closed;

  /** An empty log that makes each batch durable at once. */
  public InMemoryLog() {
    this(false, Long.MAX_VALUE);
  }

  private InMemoryLog(boolean held, long maxQueueBytes) {
    this.held = held;
    this.maxQueueBytes = maxQueueBytes;
  }

  /**
   * An empty log that makes nothing durable by itself.
   *
   * @param maxQueueBytes payload bytes that may wait before the log is congested
   */
  public static InMemoryLog held(long maxQueueBytes) {
    return new InMemoryLog(true, maxQueueBytes);
  }

  /** What a restart would find: a log of the same kind with the durable records of this one. */
  public synchronized InMemoryLog reopened() {
    InMemoryLog next = new InMemoryLog(held, maxQueueBytes);
    next.records.addAll(records.subList(0, durable));
    next.durable = durable;
    return next;
  }

  @Override
  public synchronized long append(List<LogRecord> batch) {
    if (closed) {
      throw new IllegalStateException("the log is closed");
    }
    records.addAll(batch);
    batches++;
    for (LogRecord record : batch) {
      queueBytes += record.payload().length;
    }
    if (!held) {
      sync();
    }
    return records.size();
  }

  /** Makes everything appended durable and tells the listeners. */
  public synchronized void sync() {
    if (failed || durable == records.size()) {
      return;
    }
    durable = records.size();
    queueBytes = 0;
    listeners.forEach(listener -> listener.accept(durable));
  }

  /** Fails as a broken disk would: what waits will never be durable. */
  public synchronized void fail() {
    if (!failed) {
      failed = true;
      listeners.forEach(listener -> listener.accept(-1));
    }
  }

  /** Has room from now on for what makes some, and for nothing else: as a full disk. */
  public synchronized void fill() {
    withoutRoom = true;
  }

  /** Has room for everything again. */
  public synchronized void empty() {
    withoutRoom = false;
  }

  /** How many batches were appended. */
  public synchronized int batches() {
    return batches;
  }

  @Override
  public synchronized long appended() {
    return records.size();
  }

  @Override
  public synchronized long durable() {
    return durable;
  }

  @Override
  public synchronized long first() {
    return 1;
  }

  @Override
  public synchronized LogRecord read(long position) {
    if (closed) {
      throw new IllegalStateException("the log is closed");
    }
    if (position > durable) {
      throw new IllegalArgumentException("record " + position + " is not durable");
    }
    if (position < 1) {
      throw new RecordGoneException(position);
    }
    return records.get((int) position - 1);
  }

  @Override
  public synchronized boolean isCongested() {
    return withoutRoom || queueBytes > maxQueueBytes;
  }

  @Override
  public synchronized boolean isExhausted() {
    return queueBytes > maxQueueBytes;
  }

  @Override
  public synchronized boolean isWithoutRoom() {
    return withoutRoom;
  }

  @Override
  public synchronized boolean hasFailed() {
    return failed;
  }

  @Override
  public synchronized void onDurable(LongConsumer listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized List<LogRecord> takeLost() {
    return failed ? List.copyOf(records.subList(durable, records.size())) : List.of();
  }

  @Override
  public void replay(Reader reader) {
    scan(1, reader);
  }

  @Override
  public synchronized void scan(long from, Reader reader) {
    if (from < 1) {
      throw new RecordGoneException(from);
    }
    for (long position = from; position <= durable; position++) {
      reader.record(position, records.get((int) position - 1));
    }
  }

  @Override
  public synchronized void close() {
    sync();
    closed = true;
  }
}
