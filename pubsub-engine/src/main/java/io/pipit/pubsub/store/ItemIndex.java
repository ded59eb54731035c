package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The items and the history of a node, on the heap but for payloads, which are there as long as
 * {@link Payloads} has them stay. Confined to the owner of the node.
 */
public class ItemIndex implements NodeView {

  private final Map<String, StoredItem> byId = new HashMap<>();
  private final ItemSequence items = new ItemSequence();
  private final ItemHistory history;
  private final Payloads payloads;

  /** Null until somebody asks for it. */
  private @Nullable CreationOrder creation;

  /** Of the payloads of the items. */
  private long bytes;

  /** What was put last: it goes to the history too. */
  private @Nullable StoredItem newest;

  /** What stays readable whatever becomes of it otherwise. */
  private @Nullable StoredItem held;

  /**
   * @param historyBytes what the history takes at most, roughly; the newest publish is always there
   */
  public ItemIndex(Payloads payloads, long historyBytes) {
    this.payloads = payloads;
    this.history = new ItemHistory(this, historyBytes);
  }

  /** What an index holds of one publish. */
  public interface Visitor {

    /**
     * A publish, in the order of publication.
     *
     * @param isItem whether it is an item
     * @param isRemembered whether it is in the history
     */
    void publish(ItemEntry entry, boolean isItem, boolean isRemembered);
  }

  /** Shows everything that is here. */
  public void visit(Visitor visitor) {
    int item = 0;
    int remembered = 0;
    while (item < items.size() || remembered < history.size()) {
      long itemSeq = item < items.size() ? items.at(item).seq() : Long.MAX_VALUE;
      long rememberedSeq =
          remembered < history.size() ? history.at(remembered).seq() : Long.MAX_VALUE;
      StoredItem next = itemSeq <= rememberedSeq ? items.at(item) : history.at(remembered);
      visitor.publish(next.entry(), next.seq() == itemSeq, next.seq() == rememberedSeq);
      item += next.seq() == itemSeq ? 1 : 0;
      remembered += next.seq() == rememberedSeq ? 1 : 0;
    }
  }

  /** Takes in what was {@link #visit shown}, in that order, before anything else. */
  public void load(ItemEntry entry, boolean isItem, boolean isRemembered) {
    StoredItem stored = StoredItem.of(entry);
    if (isItem) {
      items.add(stored);
      byId.put(entry.id(), stored);
      bytes += entry.payloadBytes();
    }
    if (isRemembered) {
      history.add(stored);
    }
  }

  @Override
  public void put(Item item, long position) {
    put(stored(item, position));
  }

  /** As {@link #put(Item, long)}, of an item whose payload can be read. */
  public void put(ItemEntry entry) {
    put(stored(entry));
  }

  private void put(StoredItem stored) {
    items.add(stored);
    replace(stored);
  }

  @Override
  public void restore(Item item, long position) {
    StoredItem known = byId.get(item.id());
    if (known == null || known.seq() < item.seq()) {
      insert(stored(item, position));
    } else if (known.seq() == item.seq()) {
      move(known, item, position);
    }
  }

  /** As {@link #restore(Item, long)}, of an item whose payload can be read. */
  public void restore(ItemEntry entry) {
    StoredItem known = byId.get(entry.id());
    if (known == null || known.seq() < entry.seq()) {
      insert(stored(entry));
    } else if (known.seq() == entry.seq()) {
      known.move(entry.position());
    }
  }

  private void insert(StoredItem stored) {
    items.insert(stored);
    replace(stored);
  }

  /** Adds to the history what was just published, and whose payload can be read. */
  public void remember(ItemEntry entry) {
    history.add(stored(entry));
  }

  /** As {@link History#restore}, of a publish whose payload can be read. */
  public void restoreRemembered(ItemEntry entry) {
    history.restore(entry);
  }

  /** Another record holds the payload now: it stays in memory until that can be read. */
  void move(StoredItem known, Item item, long position) {
    boolean comes = known.isWithoutContent();
    known.move(position);
    if (comes) {
      known.hold(Payloads.Content.of(item));
      payloads.inMemory(known);
    }
  }

  /** One object for an item and its place in the history. */
  StoredItem stored(Item item, long position) {
    StoredItem known = newest;
    if (known == null || known.seq() != item.seq() || known.entry().position() != position) {
      known = StoredItem.of(item, position);
      newest = known;
      if (known.entry().payloadBytes() > 0) {
        payloads.inMemory(known);
      }
    }
    return known;
  }

  /** As {@link #stored(Item, long)}, without the payload. */
  StoredItem stored(ItemEntry entry) {
    StoredItem known = newest;
    if (known == null
        || known.seq() != entry.seq()
        || known.entry().position() != entry.position()) {
      known = StoredItem.of(entry);
      newest = known;
    }
    return known;
  }

  private void replace(StoredItem stored) {
    StoredItem before = byId.put(stored.entry().id(), stored);
    bytes += stored.entry().payloadBytes();
    if (before != null) {
      bytes -= before.entry().payloadBytes();
      items.removeAt(rank(before.seq()));
    }
    if (creation != null) {
      creation.put(stored, before);
    }
  }

  @Override
  public void remove(String id) {
    StoredItem removed = byId.remove(id);
    if (removed != null) {
      bytes -= removed.entry().payloadBytes();
      items.removeAt(rank(removed.seq()));
      if (creation != null) {
        creation.remove(removed);
      }
    }
  }

  /**
   * Takes out, of items and history, what records hold that are lost.
   *
   * @param isLost whether the record of a position is
   * @return how many publishes there were
   */
  public int removeLost(LongPredicate isLost) {
    Set<Long> lost = new HashSet<>();
    for (StoredItem item : items.range(0, size())) {
      if (isLost.test(item.entry().position())) {
        lost.add(item.seq());
        remove(item.entry().id());
      }
    }
    history.removeIf(
        stored -> {
          boolean isGone = isLost.test(stored.entry().position());
          if (isGone) {
            lost.add(stored.seq());
          }
          return isGone;
        });
    return lost.size();
  }

  @Override
  public void dropThrough(long seq) {
    int dropped = items.rank(stored -> stored.seq() <= seq);
    if (dropped > 1) {
      creation = null; // cheaper to make again than to take many out of
    }
    for (int i = 0; i < dropped; i++) {
      StoredItem oldest = items.removeOldest();
      byId.remove(oldest.entry().id());
      bytes -= oldest.entry().payloadBytes();
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
  public long bytes() {
    return bytes;
  }

  @Override
  public long oldestSeq() {
    return items.oldestSeq();
  }

  @Override
  public Optional<Item> get(String id) {
    return Optional.ofNullable(byId.get(id)).map(this::whole);
  }

  private Item whole(StoredItem stored) {
    return stored.item(payloads);
  }

  @Override
  public void hold(Item item, long position) {
    StoredItem known = find(item.seq());
    if (known == null) {
      known = stored(item, position);
    } else if (known.isWithoutContent() || known.entry().position() != position) {
      move(known, item, position);
    }
    held = known;
  }

  @Override
  public void hold(ItemEntry entry) {
    StoredItem known = find(entry.seq());
    held = known == null ? StoredItem.of(entry) : known;
  }

  @Override
  public void release() {
    held = null;
  }

  @Override
  public Item read(ItemEntry entry) {
    StoredItem known = find(entry.seq());
    return whole(known == null ? StoredItem.of(entry) : known);
  }

  /** What is here of one publish; null for nothing. */
  public @Nullable StoredItem find(long seq) {
    if (held != null && held.seq() == seq) {
      return held;
    }
    int place = items.rank(seq);
    if (place < items.size() && items.at(place).seq() == seq) {
      return items.at(place);
    }
    return history.known(seq);
  }

  /** The items with their payloads. */
  List<Item> whole(List<StoredItem> stored) {
    List<Item> whole = new ArrayList<>(stored.size());
    for (StoredItem each : stored) {
      whole.add(whole(each));
    }
    return whole;
  }

  @Override
  public Optional<ItemEntry> entry(String id) {
    return Optional.ofNullable(byId.get(id)).map(StoredItem::entry);
  }

  @Override
  public ItemEntry entry(int place) {
    return items.entry(place);
  }

  @Override
  public List<Item> range(int from, int to) {
    return whole(items.range(from, to));
  }

  @Override
  public List<ItemEntry> entries(int from, int to) {
    return items.entries(from, to);
  }

  @Override
  public List<ItemEntry> entriesByCreation(int from, int to) {
    return creation().range(from, to).stream().map(StoredItem::entry).toList();
  }

  @Override
  public int rankByCreation(long created) {
    return creation().rank(created);
  }

  private CreationOrder creation() {
    CreationOrder known = creation;
    if (known == null) {
      known = new CreationOrder(items.range(0, size()));
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
    return items.rank(stored -> stored.entry().arrival().isBefore(arrival));
  }

  @Override
  public History history() {
    return history;
  }
}
