package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.xmpp.SerializedXml;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An item, or a publish that is remembered, as an {@link ItemIndex} holds it: what is known of it,
 * and its payload while that is in memory. Confined to the owner of the node.
 */
public final class StoredItem {

  private ItemEntry entry;
  private @Nullable SerializedXml payload;
  private boolean isFresh;

  private StoredItem(ItemEntry entry, @Nullable SerializedXml payload) {
    this.entry = entry;
    this.payload = payload;
  }

  static StoredItem of(Item item, long position) {
    return new StoredItem(ItemEntry.of(item, position), item.payload());
  }

  static StoredItem of(ItemEntry entry) {
    return new StoredItem(entry, null);
  }

  public ItemEntry entry() {
    return entry;
  }

  long seq() {
    return entry.seq();
  }

  void move(long position) {
    entry =
        new ItemEntry(
            entry.seq(),
            entry.id(),
            entry.publisher(),
            entry.arrival(),
            entry.created(),
            entry.payloadBytes(),
            position);
  }

  /** Whether its payload has to be read before it is whole. */
  boolean isWithoutPayload() {
    return payload == null && entry.payloadBytes() > 0;
  }

  /** Has its payload in memory, for a while. */
  void keep(SerializedXml read) {
    hold(read);
    isFresh = true;
  }

  /** Has its payload in memory, though nobody has asked for it. */
  void hold(@Nullable SerializedXml known) {
    payload = known;
  }

  /** Whether it was asked for since this was asked last. */
  public boolean wasFresh() {
    boolean was = isFresh;
    isFresh = false;
    return was;
  }

  /** Leaves its payload to the log, where it is durable. */
  public void dropPayload() {
    payload = null;
  }

  /** The whole item; its payload is in memory. */
  Item item() {
    isFresh = true;
    return new Item(
        entry.seq(), entry.id(), entry.publisher(), entry.arrival(), payload, entry.created());
  }

  @Override
  public String toString() {
    return Objects.toString(entry);
  }
}
