package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The items of a node on the heap: for tests, small nodes and nodes of low retention.
 *
 * <p>An array in the order of publication, so that a place is an index: adding at the end and
 * dropping the oldest are constant, a sequence number is found by halving, and taking one out of
 * the middle moves the references behind it.
 */
public final class InMemoryView implements NodeView {

  private static final int FIRST_CAPACITY = 8;

  private final Map<String, Item> byId = new HashMap<>();
  private @Nullable Item[] items = new Item[FIRST_CAPACITY];
  private int start;
  private int end;
  private long lastSeq;

  @Override
  public void put(Item item) {
    if (item.seq() <= lastSeq) {
      throw new IllegalArgumentException("sequence number " + item.seq() + " after " + lastSeq);
    }
    lastSeq = item.seq();
    remove(item.id());
    if (end == items.length) {
      makeRoom();
    }
    items[end++] = item;
    byId.put(item.id(), item);
  }

  /** Moves what there is to the front, of a larger array when it fills more than half. */
  private void makeRoom() {
    int size = size();
    @Nullable Item[] target = size > items.length / 2 ? new Item[2 * items.length] : items;
    System.arraycopy(items, start, target, 0, size);
    if (target == items) {
      Arrays.fill(items, size, end, null);
    }
    items = target;
    start = 0;
    end = size;
  }

  @Override
  public void remove(String id) {
    Item removed = byId.remove(id);
    if (removed == null) {
      return;
    }
    int at = start + rank(removed.seq());
    if (at == start) {
      items[start++] = null;
    } else {
      System.arraycopy(items, at + 1, items, at, end - at - 1);
      items[--end] = null;
    }
  }

  @Override
  public void keepNewest(int count) {
    while (size() > count) {
      byId.remove(at(0).id());
      items[start++] = null;
    }
  }

  @Override
  public int size() {
    return end - start;
  }

  @Override
  public Optional<Item> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<Item> range(int from, int to) {
    if (from < 0 || to > size() || from > to) {
      throw new IndexOutOfBoundsException("places " + from + " to " + to + " of " + size());
    }
    Item[] copy = new Item[to - from];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = at(from + i);
    }
    return List.of(copy);
  }

  @Override
  public int rank(long seq) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).seq() < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Item at(int place) {
    Item item = items[start + place];
    if (item == null) {
      throw new AssertionError("no item at place " + place);
    }
    return item;
  }
}
