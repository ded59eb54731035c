package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item, or a publish that is remembered, as an {@link ItemIndex} holds it: what is known of it,
 * and its payload and headers while those are in memory. Confined to the owner of the node.
 */
public final class StoredItem {

  private ItemEntry entry;
  private Payloads.@Nullable Content content;
  private boolean isFresh;

  private StoredItem(ItemEntry entry, Payloads.@Nullable Content content) {
    this.entry = entry;
    this.content = content;
  }

  /** One whose payload and headers are in memory. */
  public static StoredItem of(Item item, long position) {
    return new StoredItem(ItemEntry.of(item, position), Payloads.Content.of(item));
  }

  /** One whose payload and headers can be read. */
  public static StoredItem of(ItemEntry entry) {
    return new StoredItem(entry, null);
  }

  public ItemEntry entry() {
    return entry;
  }

  long seq() {
    return entry.seq();
  }

  void move(long position) {
    entry = entry.at(position);
  }

  /** Whether its payload and headers have to be read before it is whole. */
  boolean isWithoutContent() {
    return content == null && entry.payloadBytes() > 0;
  }

  /** Has its payload and headers in memory, though nobody has asked for them. */
  void hold(Payloads.Content known) {
    content = known;
  }

  /** Whether it was asked for since this was asked last. */
  public boolean wasFresh() {
    boolean was = isFresh;
    isFresh = false;
    return was;
  }

  /** Leaves its payload and headers to the log, where they are durable. */
  public void dropPayload() {
    content = null;
  }

  /** The whole item, read if need be. */
  public Item item(Payloads payloads) {
    if (isWithoutContent()) {
      content = payloads.read(entry);
      isFresh = true; // before others have to make room for it
      payloads.inMemory(this);
    }
    isFresh = true;
    Payloads.Content known = content == null ? Payloads.Content.NONE : content;
    return new Item(
        entry.seq(),
        entry.id(),
        entry.publisher(),
        entry.arrival(),
        known.payload(),
        entry.created(),
        known.headers());
  }

  @Override
  public String toString() {
    return Objects.toString(entry);
  }
}
