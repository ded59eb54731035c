package io.pipit.broker.module;

import io.pipit.broker.shard.Shards;
import io.pipit.broker.store.SegmentLog;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

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
  private static final int BATCH_BYTES = 256 * 1024;

  private static final long LOOK_MILLIS = 100;

  private final SegmentLog log;
  private final Shards shards;
  private final Keeper keeper;
  private final BooleanSupplier isGivenUp;
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

  private record Copy(BareJid service, String node, List<Item> items, long position) {}

  /**
   * @param isGivenUp whether there is nothing to wait for any more
   */
  Cleaner(SegmentLog log, Shards shards, Keeper keeper, BooleanSupplier isGivenUp) {
    this.isGivenUp = isGivenUp;
    this.log = log;
    this.shards = shards;
    this.keeper = keeper;
  }

  /** Stops reading the log early. */
  private static final class EndOfPart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EndOfPart() {
      super("the part ends", null, false, false);
    }
  }

  /**
   * Writes again what is needed of the records below a position.
   *
   * @return payload bytes that were looked at
   */
  long clean(long before) throws InterruptedException {
    try {
      log.scan(log.first(), (position, record) -> read(position, record, before));
    } catch (EndOfPart end) {
      // as intended
    }
    send();
    return copied;
  }

  private void read(long position, LogRecord record, long before) {
    if (position >= before || givenUp) {
      throw new EndOfPart();
    }
    if (!ChangeCodec.isChange(record)) {
      return;
    }
    Change change = ChangeCodec.decode(record);
    List<Item> items = items(change);
    if (!items.isEmpty()) {
      batch.add(new Copy(change.service(), change.node(), items, position));
      batchBytes += record.payload().length;
      if (batchBytes >= BATCH_BYTES) {
        sendUninterrupted();
      }
    }
  }

  private static List<Item> items(Change change) {
    if (change instanceof Change.ItemsPublished published) {
      return published.items();
    }
    if (change instanceof Change.ItemsKept kept) {
      return kept.items().stream().map(Change.ItemsKept.KeptItem::item).toList();
    }
    return List.of();
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
    CountDownLatch open = new CountDownLatch(batch.size());
    for (Copy copy : batch) {
      shards
          .ofNode(copy.service, copy.node)
          .execute(
              () ->
                  keeper.keep(copy.service, copy.node, copy.items, copy.position, open::countDown));
    }
    batch.clear();
    copied += batchBytes;
    batchBytes = 0;
    while (!open.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (isGivenUp.getAsBoolean() || log.isExhausted() || log.hasFailed()) {
        givenUp = true;
        return;
      }
    }
  }
}
