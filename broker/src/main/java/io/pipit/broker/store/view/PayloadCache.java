package io.pipit.broker.store.view;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.Payloads;
import io.pipit.pubsub.store.StoredItem;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The payloads and headers that a shard's items have in memory, within a number of bytes of heap;
 * the others are read from the log. Confined to its shard.
 *
 * <p>What counts is all that is held: the payload, the objects around it, and the item, which may
 * be gone from its index by then.
 *
 * <p>Those that came first go first, but not while they have just been asked for, unless that are
 * too many to look through. One that is not durable yet cannot be read from the log and stays: so
 * the bytes are exceeded by what waits for the disk, which is bounded itself.
 */
final class PayloadCache implements Payloads {

  /**
   * What is held of an item besides the bytes of its payload and headers: item, content, entry, id,
   * arrival, the payload as an object and an array, and the place here (24 + 24 + 56 + 56 + 24 + 24
   * + 16 + 8), roughly.
   */
  static final int ITEM_BYTES = 232;

  /** Of those that were just asked for, so many get another turn each time one has to go. */
  static final int MOST_SPARED = 16;

  private final ChangeLog log;
  private final long maxBytes;
  private final Deque<StoredItem> held = new ArrayDeque<>();
  private long bytes;

  PayloadCache(ChangeLog log, long maxBytes) {
    this.log = log;
    this.maxBytes = maxBytes;
  }

  @Override
  public void inMemory(StoredItem item) {
    held.add(item);
    bytes += weight(item);
    if (bytes > maxBytes) {
      makeRoom(item);
    }
  }

  private void makeRoom(StoredItem newest) {
    long durable = log.durable();
    int spared = 0;
    while (bytes > maxBytes) {
      StoredItem oldest = held.element();
      if (oldest == newest || oldest.entry().position() > durable) {
        return; // what is not durable: so are those behind it, or they are few
      }
      held.remove();
      if (spared < MOST_SPARED && oldest.wasFresh()) {
        held.add(oldest);
        spared++;
      } else {
        oldest.dropPayload();
        bytes -= weight(oldest);
      }
    }
  }

  private static long weight(StoredItem item) {
    return (long) ITEM_BYTES + item.entry().payloadBytes();
  }

  /** Bytes of heap that are held, roughly. */
  long bytes() {
    return bytes;
  }

  @Override
  public Content read(ItemEntry entry) {
    Change change = ChangeCodec.decode(log.readNeeded(entry.position()));
    for (Item item : change.held()) {
      if (item.seq() == entry.seq()) {
        return Content.of(item);
      }
    }
    throw new IllegalStateException(
        "record " + entry.position() + " of the log does not hold " + entry);
  }
}
