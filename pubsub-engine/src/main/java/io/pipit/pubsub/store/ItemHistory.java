package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The history of a node, within a number of bytes. Confined to the index that it is part of. */
final class ItemHistory implements History {

  /** What an entry takes besides its payload, roughly. */
  private static final int ENTRY_BYTES = 200;

  private final ItemSequence publishes = new ItemSequence();
  private final ItemIndex index;
  private final long maxBytes;
  private long bytes;

  ItemHistory(ItemIndex index, long maxBytes) {
    this.index = index;
    this.maxBytes = maxBytes;
  }

  @Override
  public void add(Item item, long position) {
    add(index.stored(item, position));
  }

  /** Takes one in that is the newest. */
  void add(StoredItem stored) {
    publishes.add(stored);
    added(stored);
  }

  @Override
  public void restore(Item item, long position) {
    StoredItem known = known(item.seq());
    if (known == null) {
      insert(index.stored(item, position));
    } else {
      index.move(known, item, position);
    }
  }

  /** As {@link #restore(Item, long)}, without the payload. */
  void restore(ItemEntry entry) {
    StoredItem known = known(entry.seq());
    if (known == null) {
      insert(index.stored(entry));
    } else {
      known.move(entry.position());
    }
  }

  /** What is remembered of one publish; null for nothing. */
  @Nullable StoredItem known(long seq) {
    int place = publishes.rank(seq);
    return place < publishes.size() && publishes.at(place).seq() == seq
        ? publishes.at(place)
        : null;
  }

  private void insert(StoredItem stored) {
    publishes.insert(stored);
    added(stored);
  }

  private void added(StoredItem stored) {
    bytes += bytesOf(stored);
    while (bytes > maxBytes && publishes.size() > 1) {
      removeOldest();
    }
  }

  @Override
  public void remove(String id) {
    removeIf(stored -> stored.entry().id().equals(id));
  }

  /** Forgets all that match. */
  void removeIf(Predicate<StoredItem> condition) {
    publishes.removeIf(
        stored -> {
          boolean matches = condition.test(stored);
          if (matches) {
            bytes -= bytesOf(stored);
          }
          return matches;
        });
  }

  @Override
  public void trim(long through, Instant from) {
    while (publishes.size() > 0 && isOver(publishes.at(0).entry(), through, from)) {
      removeOldest();
    }
  }

  @Override
  public void trimTo(long maxBytes) {
    while (bytes() > maxBytes && publishes.size() > 1) {
      removeOldest();
    }
  }

  private static boolean isOver(ItemEntry oldest, long through, Instant from) {
    return oldest.seq() <= through || oldest.arrival().isBefore(from);
  }

  private void removeOldest() {
    bytes -= bytesOf(publishes.removeOldest());
  }

  private static int bytesOf(StoredItem stored) {
    return stored.entry().payloadBytes() + ENTRY_BYTES;
  }

  @Override
  public int size() {
    return publishes.size();
  }

  @Override
  public long bytes() {
    return bytes - (long) ENTRY_BYTES * publishes.size();
  }

  @Override
  public long oldestSeq() {
    return publishes.oldestSeq();
  }

  @Override
  public @Nullable Instant oldestArrival() {
    return publishes.size() == 0 ? null : publishes.entry(0).arrival();
  }

  @Override
  public List<Item> range(int from, int to) {
    return index.whole(publishes.range(from, to));
  }

  @Override
  public List<ItemEntry> entries(int from, int to) {
    return publishes.entries(from, to);
  }

  @Override
  public ItemEntry entry(int place) {
    return publishes.entry(place);
  }

  /** The publish at a place. */
  StoredItem at(int place) {
    return publishes.at(place);
  }

  @Override
  public int rank(long seq) {
    return publishes.rank(seq);
  }

  @Override
  public int rank(Instant arrival) {
    return publishes.rank(stored -> stored.entry().arrival().isBefore(arrival));
  }
}
