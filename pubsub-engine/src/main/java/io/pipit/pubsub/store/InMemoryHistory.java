package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of a node on the heap, within a number of bytes. */
final class InMemoryHistory implements History {

  /** What an entry takes besides its payload, roughly. */
  private static final int ENTRY_BYTES = 200;

  private final ItemSequence items = new ItemSequence();
  private final long maxBytes;
  private long bytes;

  InMemoryHistory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void add(Item item, long position) {
    items.add(item, position);
    added(item);
  }

  @Override
  public void restore(Item item, long position) {
    int place = items.rank(item.seq());
    if (place < items.size() && items.at(place).seq() == item.seq()) {
      items.move(place, position);
    } else {
      items.insert(item, position);
      added(item);
    }
  }

  private void added(Item item) {
    bytes += bytesOf(item);
    while (bytes > maxBytes && items.size() > 1) {
      removeOldest();
    }
  }

  @Override
  public void remove(String id) {
    items.removeIf(
        item -> {
          boolean matches = item.id().equals(id);
          if (matches) {
            bytes -= bytesOf(item);
          }
          return matches;
        });
  }

  @Override
  public void trim(long through, Instant from) {
    while (items.size() > 0 && isOver(items.at(0), through, from)) {
      removeOldest();
    }
  }

  private static boolean isOver(Item oldest, long through, Instant from) {
    return oldest.seq() <= through || oldest.arrival().isBefore(from);
  }

  private void removeOldest() {
    bytes -= bytesOf(items.removeOldest());
  }

  private static int bytesOf(Item item) {
    return item.payloadBytes() + ENTRY_BYTES;
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable Instant oldestArrival() {
    return items.size() == 0 ? null : items.at(0).arrival();
  }

  @Override
  public List<Item> range(int from, int to) {
    return items.range(from, to);
  }

  @Override
  public List<ItemEntry> entries(int from, int to) {
    return items.entries(from, to);
  }

  @Override
  public ItemEntry entry(int place) {
    return items.entry(place);
  }

  @Override
  public int rank(long seq) {
    return items.rank(seq);
  }

  @Override
  public int rank(Instant arrival) {
    return items.rank(item -> item.arrival().isBefore(arrival));
  }
}
