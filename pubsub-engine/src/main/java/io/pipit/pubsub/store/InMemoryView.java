package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The items of a node on the heap: for tests, small nodes and nodes of low retention. */
public final class InMemoryView implements NodeView {

  /** Bytes of history that one node keeps when nobody said otherwise. */
  public static final long HISTORY_BYTES = 8L << 20;

  private final Map<String, Item> byId = new HashMap<>();
  private final ItemSequence items = new ItemSequence();
  private final InMemoryHistory history;

  /** Null until somebody asks for it. */
  private @Nullable CreationOrder creation;

  public InMemoryView() {
    this(HISTORY_BYTES);
  }

  /**
   * @param historyBytes what the history takes at most, roughly; the newest publish is always there
   */
  public InMemoryView(long historyBytes) {
    this.history = new InMemoryHistory(historyBytes);
  }

  @Override
  public void put(Item item, long position) {
    items.add(item, position);
    replace(item);
  }

  @Override
  public void restore(Item item, long position) {
    Item known = byId.get(item.id());
    if (known == null || known.seq() < item.seq()) {
      items.insert(item, position);
      replace(item);
    } else if (known.seq() == item.seq()) {
      items.move(rank(item.seq()), position);
    }
  }

  private void replace(Item item) {
    Item before = byId.put(item.id(), item);
    if (before != null) {
      items.removeAt(rank(before.seq()));
    }
    if (creation != null) {
      creation.put(item, before);
    }
  }

  @Override
  public void remove(String id) {
    Item removed = byId.remove(id);
    if (removed != null) {
      items.removeAt(rank(removed.seq()));
      if (creation != null) {
        creation.remove(removed);
      }
    }
  }

  @Override
  public void dropThrough(long seq) {
    int dropped = items.rank(item -> item.seq() <= seq);
    if (dropped > 1) {
      creation = null; // cheaper to make again than to take many out of
    }
    for (int i = 0; i < dropped; i++) {
      Item oldest = items.removeOldest();
      byId.remove(oldest.id());
      if (creation != null) {
        creation.remove(oldest);
      }
    }
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public Optional<Item> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public Optional<ItemEntry> entry(String id) {
    return get(id).map(this::entry);
  }

  private ItemEntry entry(Item item) {
    return items.entry(rank(item.seq()));
  }

  @Override
  public ItemEntry entry(int place) {
    return items.entry(place);
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
  public List<ItemEntry> entriesByCreation(int from, int to) {
    return creation().range(from, to).stream().map(this::entry).toList();
  }

  @Override
  public int rankByCreation(long created) {
    return creation().rank(created);
  }

  private CreationOrder creation() {
    CreationOrder known = creation;
    if (known == null) {
      known = new CreationOrder(range(0, size()));
      creation = known;
    }
    return known;
  }

  @Override
  public int rank(long seq) {
    return items.rank(seq);
  }

  @Override
  public int rank(Instant arrival) {
    return items.rank(item -> item.arrival().isBefore(arrival));
  }

  @Override
  public History history() {
    return history;
  }
}
