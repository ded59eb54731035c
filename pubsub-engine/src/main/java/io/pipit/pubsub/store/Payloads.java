package io.pipit.pubsub.store;

import io.pipit.pubsub.ItemEntry;
import io.pipit.xmpp.SerializedXml;

/**
 * Where the payloads of items are that are not in memory, and which of them are. Confined to the
 * owner of the nodes.
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
        public SerializedXml read(ItemEntry entry) {
          throw new IllegalStateException("all payloads are in memory, but not that of " + entry);
        }
      };

  /** The payload of an item is in memory from now on; it may be dropped when it is durable. */
  void inMemory(StoredItem item);

  /** Reads the payload of an item that has one from the record that holds it. */
  SerializedXml read(ItemEntry entry);
}
