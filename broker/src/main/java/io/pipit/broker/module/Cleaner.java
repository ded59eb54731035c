package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.SegmentLog;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.RecordGoneException;
import io.pipit.xmpp.BareJid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has what is still needed of the oldest part of the log written again at its end, so that the part
 * can go. Used by one thread; blocks.
 *
 * <p>Whether an item is still there is decided by the owner of its node, like any change, so
 * nothing can come between. What a later record takes back is in the log as long as that record is
 * of use: the oldest goes first, and nothing older is left that it could take back.
 */
public final class Cleaner {

  /** So much is on its way at most: publishers wait for no more than this. */
  private static final int BATCH_BYTES = 64 * 1024;

  /** The same when it is not paced: each batch waits for its sync, so small ones take long. */
  private static final int URGENT_BATCH_BYTES = 256 * 1024;

  private static final long LOOK_MILLIS = 100;

  /** What a record has beside its payload, at most. */
  private static final int HEAD_BYTES = 64;

  /** A log of so many segments is small enough as it is. */
  private static final int FEW_SEGMENTS = 4;

  /** The longest rest after a batch, which is as long as the batch took. */
  private static final long MOST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final SegmentLog log;
  private final Shards shards;
  private final Keeper keeper;
  private final BooleanSupplier isGivenUp;
  private final boolean isPaced;
  private final List<Copy> batch = new ArrayList<>();
  private long batchBytes;
  private long copied;
  private boolean givenUp;

  /** Decides, in the shard of a node, what of some items is written again. */
  public interface Keeper {

    /**
     * @param done called when it is durable, or refused
     */
    void keep(BareJid service, String node, List<Item> items, long position, Runnable done);
  }

  /**
   * Something that is written again.
   *
   * @param keep has it decided in that shard; what it is given is called when that is durable
   */
  private record Copy(EntityShard shard, Consumer<Runnable> keep) {}

  /**
   * @param isGivenUp whether there is nothing to wait for any more
   * @param isPaced whether it leaves half of the time to others
   */
  Cleaner(
      SegmentLog log, Shards shards, Keeper keeper, BooleanSupplier isGivenUp, boolean isPaced) {
    this.isGivenUp = isGivenUp;
    this.isPaced = isPaced;
    this.log = log;
    this.shards = shards;
    this.keeper = keeper;
  }

  /**
   * How many of the oldest segments should be cleaned now: what is too much when half of the log
   * may be of no use, but no more than twice what was appended since the last time. So the log
   * cannot outgrow the cleaning, and no cleaning is long.
   *
   * @param segments that can be cleaned
   * @param bytes of all segments
   * @param liveBytes of them, what is of use
   * @param appendedBytes since this was last more than 0
   */
  static int segments(int segments, long bytes, long liveBytes, long appendedBytes) {
    long excess = bytes - 2 * liveBytes;
    if (segments <= FEW_SEGMENTS || excess <= 0) {
      return 0;
    }
    long segmentBytes = Math.max(1, bytes / (segments + 1));
    return (int) Math.min(segments, 1 + Math.min(excess, 2 * appendedBytes) / segmentBytes);
  }

  /** Stops reading the log early. */
  private static final class EndOfPart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EndOfPart() {
      super("the part ends", null, false, false);
    }
  }

  /**
   * Writes again what is needed of the records below a position. Those that are damaged are left
   * out: what nothing needs of them goes with the rest, and what is needed holds its segment.
   *
   * @return payload bytes that were looked at
   * @throws java.io.UncheckedIOException when the log cannot be read
   * @throws IllegalStateException when an owner could not decide
   */
  long clean(long before) throws InterruptedException {
    try {
      log.scanIntact(log.first(), before - 1, this::read);
    } catch (EndOfPart end) {
      // as intended
    }
    send();
    if (!givenUp) {
      copyWaiting(before);
    }
    return copied;
  }

  /** The queues are asked, and not the log: what waits is named by them alone. */
  private void copyWaiting(long before) throws InterruptedException {
    try {
      for (WaitingCopies.Copy copy :
          new WaitingCopies(shards).before(Math.min(before, log.durable() + 1))) {
        copyWaiting(copy);
      }
    } catch (IOException e) {
      throw new IllegalStateException("what waits in queues could not be looked at", e);
    }
    send();
  }

  private void copyWaiting(WaitingCopies.Copy copy) throws InterruptedException {
    LogRecord record;
    try {
      record = log.read(copy.position());
    } catch (RecordGoneException | UncheckedIOException e) {
      return; // it is not there any more, or damaged, which the log has told
    }
    add(
        new Copy(copy.owner(), done -> copy.keep(record, done)),
        record.payload().length + copy.bytesOfPlaces());
    if (isBatchFull()) {
      send();
    }
  }

  private void add(Copy copy, int bytes) {
    batch.add(copy);
    batchBytes += bytes;
  }

  private boolean isBatchFull() {
    return batchBytes >= (isPaced ? BATCH_BYTES : URGENT_BATCH_BYTES);
  }

  private void read(long position, LogRecord record) {
    if (givenUp) {
      throw new EndOfPart();
    }
    if (!ChangeCodec.isChange(record)) {
      return;
    }
    Change change = ChangeCodec.decode(record);
    List<Item> items = change.held();
    if (!items.isEmpty()) {
      BareJid service = change.service();
      String node = change.node();
      add(
          new Copy(
              shards.ofNode(service, node),
              done -> keeper.keep(service, node, items, position, done)),
          record.payload().length);
      if (isBatchFull()) {
        sendUninterrupted();
      }
    }
  }

  private void sendUninterrupted() {
    try {
      send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EndOfPart();
    }
  }

  /**
   * Waits until the batch is durable: so the log's queue holds one batch of ours at most. While the
   * log has no room even for this, or has failed, nothing becomes durable, and the rest is for
   * another time.
   */
  private void send() throws InterruptedException {
    boolean isFull = log.isWithoutRoom();
    if (isFull && !log.room().hasRoomForCopiesOf(batchBytes)) {
      givenUp = true; // what is left is for the next snapshot
    }
    if (givenUp || batch.isEmpty()) {
      return;
    }
    long since = System.nanoTime();
    long most = batchBytes + (long) batch.size() * HEAD_BYTES;
    long appended = log.appendedBytes();
    CountDownLatch open = new CountDownLatch(batch.size());
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    for (Copy copy : batch) {
      copy.shard.execute(
          () -> {
            try {
              copy.keep.accept(open::countDown);
            } catch (RuntimeException | Error e) {
              thrown.set(e);
              open.countDown();
            }
          });
    }
    batch.clear();
    copied += batchBytes;
    batchBytes = 0;
    while (!open.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (isGivenUp.getAsBoolean() || log.isStuck() || log.hasFailed()) {
        givenUp = true;
        return;
      }
    }
    Throwable defect = thrown.get();
    if (defect != null) {
      throw new IllegalStateException("what is needed could not be written again", defect);
    }
    if (isFull) {
      log.room().copied(Math.min(most, log.appendedBytes() - appended));
    }
    if (isPaced) {
      LockSupport.parkNanos(this, Math.min(System.nanoTime() - since, MOST_REST_NANOS));
    }
  }
}
