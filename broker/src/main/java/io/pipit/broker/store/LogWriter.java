package io.pipit.broker.store;

import io.pipit.broker.store.AppendQueue.Batch;
import io.pipit.pubsub.store.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the log: takes whatever queued while the last sync ran as one group,
 * writes it, syncs it, tells the listeners. Unless there is a group window it waits for nothing, so
 * a lone record is synced at once, and groups grow by themselves under load.
 *
 * <p><b>Interval.</b> When syncs come at intervals, listeners are told after the write, and what
 * was written is synced once the oldest of it is as old as the interval.
 *
 * <p><b>Sleep.</b> The thread parks when the queue is empty, and says so first; an append wakes it
 * only then, so that a busy log costs its callers no system call. Measured in an experiment before
 * this code: to spin instead took 5.7 us of CPU a delivery instead of 1.9 with 1 publisher and 100
 * subscribers, 20.0 us a publish instead of 13.8 with 100 publishers; it gained with 10 of them (26
 * instead of 31 us).
 *
 * <p><b>Failure.</b> Anything that goes wrong is final: after a failed sync nobody can know what
 * the disk holds. What waited stays in the queue, for {@link #takeLost}. Only missing room, found
 * before a record is written, is waited for.
 *
 * <p>Any thread may call {@link #wake} and the getters; all else belongs to the writer's thread.
 */
final class LogWriter implements Runnable {

  /** A group ends here unless one batch alone is larger. */
  static final int MAX_GROUP_RECORDS = 1_000;

  static final int MAX_GROUP_BYTES = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(250);
  private static final long RETRY_ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AppendQueue queue;
  private final SegmentTail tail;
  private final Reserve reserve;
  private final long windowNanos;

  /** 0: every group is synced before it is told. */
  private final long intervalNanos;

  private final StoreMetrics metrics;
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this, "pipit-log-writer");
  private final AtomicBoolean sleeping = new AtomicBoolean();
  private final CRC32C crc = new CRC32C();

  /** The records of the group at hand, until they are durable. */
  private final List<LogRecord> group = new ArrayList<>();

  private ByteBuffer buffer;

  /** What listeners were told. */
  private volatile long durable;

  /** What a loss of power leaves; {@link #durable} unless syncs come at intervals. */
  private volatile long synced;

  /** When the oldest record was written that is not synced; only while there is one. */
  private long unsyncedSince;

  /** Somebody waits for {@link #synced}. */
  private volatile boolean syncWanted;

  /** Somebody waits for the next segment. */
  private volatile boolean rollWanted;

  private volatile long durableBytes;

  /** Of the oldest batch that is not durable, when it was appended; 0 for none. */
  private volatile long oldestNanos;

  private volatile boolean withoutRoom;

  /** What was appended waits for room. */
  private volatile boolean stuck;

  /** Whether the operator was told that there is no room. */
  private boolean toldFull;

  private volatile boolean failed;

  /** Told after each sync. */
  private final Object syncs = new Object();

  private boolean ended;

  /**
   * @param reserve let go when there is no room otherwise
   * @param last position of the log, which is synced
   */
  LogWriter(AppendQueue queue, SegmentTail tail, Reserve reserve, long last, LogOptions options) {
    this.queue = queue;
    this.tail = tail;
    this.reserve = reserve;
    this.durable = last;
    this.synced = last;
    this.buffer = ByteBuffer.allocateDirect(Math.min(MAX_GROUP_BYTES, options.segmentBytes()));
    this.windowNanos = options.groupWindow().toNanos();
    this.intervalNanos = options.syncInterval().toNanos();
    this.metrics = options.metrics();
    // What close() promises, it waits for; a process that dies without it must not hang here.
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void onDurable(LongConsumer listener) {
    listeners.add(listener);
  }

  long durable() {
    return durable;
  }

  /** Bytes of the records that are durable, of all that were ever appended here. */
  long durableBytes() {
    return durableBytes;
  }

  /** How long the oldest batch that is not durable has waited; 0 when there is none. */
  long waitedNanos() {
    long oldest = oldestNanos;
    return oldest == 0 ? 0 : System.nanoTime() - oldest;
  }

  /** Whether there is no room but what was kept for this. */
  boolean isWithoutRoom() {
    return withoutRoom || reserve.isReleased();
  }

  /** Whether there is no room at all: what was appended waits for it. */
  boolean isStuck() {
    return stuck;
  }

  boolean hasFailed() {
    return failed;
  }

  /** Something was put into the queue. */
  void wake() {
    if (sleeping.get() && sleeping.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Waits until a position is synced.
   *
   * @throws IOException when it never will be, or not before there is room on the disk
   */
  void awaitSynced(long position) throws IOException {
    if (synced < position) {
      syncWanted = true;
      wake();
    }
    synchronized (syncs) {
      boolean interrupted = false;
      while (synced < position && !ended && !stuck) {
        try {
          syncs.wait();
        } catch (InterruptedException e) {
          interrupted = true; // as when the disk itself is waited for
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (synced < position) {
        throw new IOException("the log cannot sync record " + position + " now");
      }
    }
  }

  /** Begins the next segment, if there is room for one, and waits until that has been tried. */
  void roll() {
    rollWanted = true;
    wake();
    synchronized (syncs) {
      boolean interrupted = false;
      while (rollWanted && !ended) {
        try {
          syncs.wait();
        } catch (InterruptedException e) {
          interrupted = true; // it is tried at once, or within a second
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until the writer has ended, which it does once the queue has. */
  void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was appended is made durable all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      Batch next = queue.peek();
      while (next == null || !next.isEnd) {
        oldestNanos = next == null ? 0 : next.appendedNanos;
        if (syncWanted || nanosToSync() <= 0) {
          sync();
        }
        if (rollWanted) {
          rollNow();
        }
        if (next == null) {
          sleep();
        } else if (!hasRoomFor(next.bytes, next.firstPosition())) {
          sleepWithoutRoom();
        } else {
          gather(next);
          writeGroup(next);
        }
        next = queue.peek();
      }
      sync();
    } catch (Throwable t) {
      fail(t);
    } finally {
      close();
      synchronized (syncs) {
        ended = true;
        syncs.notifyAll();
      }
    }
  }

  private void rollNow() throws IOException {
    tail.rollEarly(durable + 1);
    if (!tail.isUnsynced()) {
      markSynced();
    }
    synchronized (syncs) {
      rollWanted = false;
      syncs.notifyAll();
    }
  }

  private void sleep() throws IOException {
    sleeping.set(true);
    // Or something came before it could see that it has to wake us.
    boolean isToTell = reserve.isReleased() && !toldFull;
    if (queue.isEmpty() && !syncWanted && !rollWanted && !isToTell) {
      park(toldFull ? RETRY_ROOM_NANOS : Long.MAX_VALUE);
    }
    sleeping.set(false);
    if (toldFull || reserve.isReleased()) {
      hasRoomFor(0, durable + 1);
    }
  }

  private void sleepWithoutRoom() throws IOException {
    if (queue.hasEnded()) {
      throw new IOException("closed while there was no room for what had been appended");
    }
    sleeping.set(true);
    park(RETRY_ROOM_NANOS);
    sleeping.set(false);
  }

  /** Parks so long, but not beyond the time of a sync. */
  private void park(long nanos) {
    long atMost = Math.min(nanos, nanosToSync());
    if (atMost == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, atMost);
    }
  }

  /** How long what was written may still wait for its sync. */
  private long nanosToSync() {
    return synced == durable ? Long.MAX_VALUE : unsyncedSince + intervalNanos - System.nanoTime();
  }

  /** Waits until the window of a group has passed or as much has come as a group may hold. */
  private void gather(Batch first) {
    long left = windowNanos == 0 ? 0 : first.appendedNanos + windowNanos - System.nanoTime();
    while (left > 0
        && !queue.hasEnded()
        && queue.lastPosition() - durable < MAX_GROUP_RECORDS
        && queue.bytesUntil() - durableBytes < MAX_GROUP_BYTES) {
      LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS)); // those who append do not wake us
      left = first.appendedNanos + windowNanos - System.nanoTime();
    }
  }

  private boolean hasRoomFor(long bytes, long nextPosition) throws IOException {
    boolean room = tail.makeRoom(bytes, nextPosition, reserve.isReleased());
    String reason = tail.noRoomBecause();
    if (reason != null && reserve.release(durableBytes)) {
      room = tail.makeRoom(bytes, nextPosition, true);
    }
    if (!tail.isUnsynced()) {
      markSynced(); // a new segment syncs the one before
    }
    withoutRoom = tail.isWithoutRoom();
    stuck = !room;
    tell(reason);
    if (stuck) {
      synchronized (syncs) {
        syncs.notifyAll();
      }
    }
    return room;
  }

  private void tell(@Nullable String reason) {
    boolean full = isWithoutRoom();
    if (full && !toldFull) {
      LOG.atWarn()
          .addKeyValue("event", "store.full")
          .addKeyValue("reason", reason == null ? reserve.shortage() : reason)
          .log("no room for the log; until there is, only changes that make room are taken");
    } else if (!full && toldFull) {
      LOG.atInfo().addKeyValue("event", "store.room").log("there is room for the log again");
    }
    toldFull = full;
  }

  private void writeGroup(Batch first) throws IOException {
    long started = System.nanoTime();
    int records = 0;
    long bytes = 0;
    Batch next = first;
    Batch last;
    do {
      encode(next, (int) (next.firstPosition() - synced - 1));
      records += next.records().size();
      bytes += next.bytes;
      last = next;
      group.addAll(next.records());
      queue.take(next);
      next = queue.peek();
    } while (next != null && joins(next, records, bytes));
    drain();
    if (intervalNanos == 0) {
      forceTail();
    } else if (synced == durable) {
      unsyncedSince = started;
    }
    durableBytes = last.bytesUntil();
    durable = last.lastPosition();
    group.clear();
    if (intervalNanos == 0) {
      markSynced();
    }
    long nanos = System.nanoTime() - started;
    for (LongConsumer listener : listeners) {
      listener.accept(durable);
    }
    metrics.committed(records, bytes, nanos);
  }

  /** Syncs what was written, if anything. */
  private void sync() throws IOException {
    if (tail.isUnsynced()) {
      forceTail();
    }
    markSynced();
  }

  private void forceTail() throws IOException {
    long started = System.nanoTime();
    tail.force();
    metrics.synced(System.nanoTime() - started);
  }

  /** Everything that listeners were told is synced. */
  private void markSynced() {
    synced = durable;
    synchronized (syncs) {
      syncWanted = false;
      syncs.notifyAll();
    }
  }

  private boolean joins(Batch next, int records, long bytes) {
    return !next.isEnd
        && records + next.records().size() <= MAX_GROUP_RECORDS
        && bytes + next.bytes <= MAX_GROUP_BYTES
        && buffer.position() + next.bytes <= tail.room();
  }

  private void encode(Batch batch, int indexInGroup) throws IOException {
    long position = batch.firstPosition();
    int index = indexInGroup;
    for (LogRecord record : batch.records()) {
      int bytes = LogFormat.recordBytes(record);
      if (bytes > buffer.remaining()) {
        drain();
        if (bytes > buffer.capacity()) {
          buffer = ByteBuffer.allocateDirect(bytes); // at most one record's bound; kept
        }
      }
      tail.note(position, buffer.position());
      LogFormat.encode(
          buffer,
          crc,
          tail.salt(),
          position,
          index,
          position == batch.lastPosition() ? 0 : LogFormat.BATCH_GOES_ON,
          record.type(),
          record.partition(),
          record.payload());
      position++;
      index++;
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    tail.write(buffer);
    buffer.clear();
  }

  private void fail(Throwable reason) {
    failed = true;
    LOG.atError()
        .addKeyValue("event", "store.fail")
        .addKeyValue("durable", durable)
        .setCause(reason)
        .log("the log failed, nothing can be made durable any more");
    for (LongConsumer listener : listeners) {
      try {
        listener.accept(-1);
      } catch (RuntimeException defect) {
        LOG.atError()
            .addKeyValue("event", "store.defect")
            .setCause(defect)
            .log("a listener of the log threw; the others are still told");
      }
    }
  }

  /** After the failure, on one thread: the records that will never be durable. */
  List<LogRecord> takeLost() {
    if (!failed) {
      return List.of();
    }
    List<LogRecord> lost = new ArrayList<>(group);
    group.clear();
    Batch next = queue.peek();
    while (next != null && !next.isEnd) {
      lost.addAll(next.records());
      queue.take(next);
      next = queue.peek();
    }
    return lost;
  }

  private void close() {
    try {
      tail.close();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("event", "store.close")
          .setCause(e)
          .log("closing the log's last segment failed; what it holds was synced before");
    }
  }
}
