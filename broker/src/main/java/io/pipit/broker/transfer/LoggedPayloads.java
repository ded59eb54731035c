package io.pipit.broker.transfer;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.Payloads;
import io.pipit.pubsub.store.StoredItem;
import io.pipit.xmpp.SerializedXml;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * Payloads in the log; a few that were used last, and those that are not durable, are in memory.
 * Confined to one thread; reads block.
 */
final class LoggedPayloads implements Payloads {

  private static final int KEPT = 256;

  private final ChangeLog log;
  private final Deque<StoredItem> inMemory = new ArrayDeque<>();

  LoggedPayloads(ChangeLog log) {
    this.log = log;
  }

  @Override
  public void inMemory(StoredItem item) {
    inMemory.add(item);
    while (inMemory.size() > KEPT && inMemory.element().entry().position() <= log.durable()) {
      inMemory.remove().dropPayload();
    }
  }

  @Override
  public SerializedXml read(ItemEntry entry) {
    return items(ChangeCodec.decode(log.read(entry.position())))
        .filter(item -> item.seq() == entry.seq())
        .flatMap(item -> Stream.ofNullable(item.payload()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no payload where the log should have it: " + entry));
  }

  private static Stream<Item> items(Change change) {
    if (change instanceof Change.ItemsPublished published) {
      return published.items().stream();
    }
    return change instanceof Change.ItemsKept kept
        ? kept.items().stream().map(Change.ItemsKept.KeptItem::item)
        : Stream.empty();
  }
}
