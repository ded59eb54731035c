package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeader;
import io.pipit.xmpp.SerializedXml;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the payloads and headers of items are that are not in memory, and which of them are.
 * Confined to the owner of the nodes.
 */
public interface Payloads {

  /** All payloads stay in memory. */
  Payloads ON_HEAP =
      new Payloads() {
        @Override
        public void inMemory(StoredItem item) {
          // stays
        }

        @Override
        public Content read(ItemEntry entry) {
          throw new IllegalStateException("all payloads are in memory, but not that of " + entry);
        }
      };

  /** What an item has beside its entry. */
  record Content(@Nullable SerializedXml payload, List<ItemHeader> headers) {

    static final Content NONE = new Content(null, List.of());

    /** That of an item. */
    public static Content of(Item item) {
      return item.payload() == null && item.headers().isEmpty()
          ? NONE
          : new Content(item.payload(), item.headers());
    }
  }

  /** The content of an item is in memory from now on; it may be dropped when it is durable. */
  void inMemory(StoredItem item);

  /** Reads the content of an item that has any from the record that holds it. */
  Content read(ItemEntry entry);
}
