package io.pipit.broker.store.view;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.store.ItemIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What changes an index that is not here, to be done once it is. Confined to the owner of the node.
 *
 * <p>What surely does nothing is not remembered: so it knows bounds of what the index will have.
 * Payloads that the log holds already take no memory.
 */
final class LaterChanges {

  private final List<Consumer<ItemIndex>> changes = new ArrayList<>();

  /** No item has a lower sequence number. */
  private long oldestItem;

  /** The same of what is remembered. */
  private long oldestRemembered;

  /** Nothing that is remembered arrived before. */
  private Instant oldestArrival;

  /** What is remembered has no more bytes. */
  private long rememberedBytes;

  private int entries;

  /**
   * @param rest what is known of the index
   */
  LaterChanges(Rest rest) {
    oldestItem = rest.oldestItem();
    oldestRemembered = rest.oldestRemembered();
    Instant oldest = rest.oldest();
    oldestArrival = oldest == null ? Instant.MAX : oldest;
    rememberedBytes = rest.rememberedBytes();
  }

  /** Entries that came, which take memory. */
  int entries() {
    return entries;
  }

  long oldestItem() {
    return oldestItem;
  }

  long oldestRemembered() {
    return oldestRemembered;
  }

  Instant oldestArrival() {
    return oldestArrival;
  }

  long rememberedBytes() {
    return rememberedBytes;
  }

  /** Whether the index will have nothing, whatever it has now. */
  boolean leaveNothing() {
    return oldestItem == Long.MAX_VALUE && oldestRemembered == Long.MAX_VALUE;
  }

  /** The index is here. */
  void applyTo(ItemIndex index) {
    changes.forEach(change -> change.accept(index));
  }

  /**
   * @param entry of the item when the log holds it; null when it has to be taken whole
   */
  void put(Item item, long position, @Nullable ItemEntry entry) {
    oldestItem = Math.min(oldestItem, item.seq());
    entries++;
    changes.add(entry == null ? index -> index.put(item, position) : index -> index.put(entry));
  }

  /** As {@link #put}. */
  void restore(Item item, long position, @Nullable ItemEntry entry) {
    oldestItem = Math.min(oldestItem, item.seq());
    entries++;
    changes.add(
        entry == null ? index -> index.restore(item, position) : index -> index.restore(entry));
  }

  /** As {@link #put}, of the history. */
  void remember(Item item, long position, @Nullable ItemEntry entry) {
    cameToHistory(item);
    changes.add(
        entry == null
            ? index -> index.history().add(item, position)
            : index -> index.remember(entry));
  }

  /** As {@link #put}, of the history. */
  void restoreRemembered(Item item, long position, @Nullable ItemEntry entry) {
    cameToHistory(item);
    changes.add(
        entry == null
            ? index -> index.history().restore(item, position)
            : index -> index.restoreRemembered(entry));
  }

  private void cameToHistory(Item item) {
    oldestRemembered = Math.min(oldestRemembered, item.seq());
    oldestArrival = item.arrival().isBefore(oldestArrival) ? item.arrival() : oldestArrival;
    rememberedBytes += item.payloadBytes();
    entries++;
  }

  void remove(String id) {
    changes.add(index -> index.remove(id));
  }

  void removeRemembered(String id) {
    changes.add(index -> index.history().remove(id));
  }

  void dropThrough(long seq) {
    oldestItem = Math.max(oldestItem, next(seq));
    changes.add(index -> index.dropThrough(seq));
  }

  void trim(long through, Instant from) {
    oldestRemembered = Math.max(oldestRemembered, next(through));
    oldestArrival = from.isAfter(oldestArrival) ? from : oldestArrival;
    changes.add(index -> index.history().trim(through, from));
  }

  void trimTo(long maxBytes) {
    changes.add(index -> index.history().trimTo(maxBytes));
  }

  private static long next(long seq) {
    return seq == Long.MAX_VALUE ? seq : seq + 1;
  }
}
