package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Items with the positions of their records, in the order of their sequence numbers, in arrays, so
 * that a place is an index: adding at the end and dropping the oldest are constant, a sequence
 * number is found by halving, and taking one out of the middle moves the references behind it.
 * Confined to the view that it is part of.
 */
final class ItemSequence {

  private static final int FIRST_CAPACITY = 8;

  private @Nullable Item[] items = new Item[FIRST_CAPACITY];
  private long[] positions = new long[FIRST_CAPACITY];
  private int start;
  private int end;

  /**
   * @throws IllegalArgumentException when its sequence number is not above all that are here
   */
  void add(Item item, long position) {
    if (start < end && item.seq() <= at(size() - 1).seq()) {
      throw new IllegalArgumentException(
          "sequence number " + item.seq() + " after " + at(size() - 1).seq());
    }
    if (end == items.length) {
      makeRoom();
    }
    items[end] = item;
    positions[end++] = position;
  }

  /** Puts an item where its sequence number belongs, which is no other's. */
  void insert(Item item, long position) {
    if (end == items.length) {
      makeRoom();
    }
    int at = start + rank(item.seq());
    System.arraycopy(items, at, items, at + 1, end - at);
    System.arraycopy(positions, at, positions, at + 1, end - at);
    items[at] = item;
    positions[at] = position;
    end++;
  }

  /** The item at a place is in another record from now on. */
  void move(int place, long position) {
    positions[start + place] = position;
  }

  /** Moves what there is to the front, of larger arrays when it fills more than half. */
  private void makeRoom() {
    int size = size();
    boolean larger = size > items.length / 2;
    @Nullable Item[] target = larger ? new Item[2 * items.length] : items;
    long[] targetPositions = larger ? new long[2 * items.length] : positions;
    System.arraycopy(items, start, target, 0, size);
    System.arraycopy(positions, start, targetPositions, 0, size);
    if (!larger) {
      Arrays.fill(items, size, end, null);
    }
    items = target;
    positions = targetPositions;
    start = 0;
    end = size;
  }

  Item removeOldest() {
    Item oldest = at(0);
    items[start++] = null;
    return oldest;
  }

  void removeAt(int place) {
    int at = start + place;
    if (at == start) {
      items[start++] = null;
    } else {
      System.arraycopy(items, at + 1, items, at, end - at - 1);
      System.arraycopy(positions, at + 1, positions, at, end - at - 1);
      items[--end] = null;
    }
  }

  /** Takes out all that match; those that are left move up. */
  void removeIf(Predicate<Item> condition) {
    int kept = start;
    for (int at = start; at < end; at++) {
      Item item = at(at - start);
      if (!condition.test(item)) {
        positions[kept] = positions[at];
        items[kept++] = item;
      }
    }
    Arrays.fill(items, kept, end, null);
    end = kept;
  }

  int size() {
    return end - start;
  }

  Item at(int place) {
    Item item = items[start + place];
    if (item == null) {
      throw new AssertionError("no item at place " + place);
    }
    return item;
  }

  ItemEntry entry(int place) {
    check(place, place + 1);
    return ItemEntry.of(at(place), positions[start + place]);
  }

  private void check(int from, int to) {
    if (from < 0 || to > size() || from > to) {
      throw new IndexOutOfBoundsException("places " + from + " to " + to + " of " + size());
    }
  }

  List<Item> range(int from, int to) {
    check(from, to);
    Item[] copy = new Item[to - from];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = at(from + i);
    }
    return List.of(copy);
  }

  List<ItemEntry> entries(int from, int to) {
    check(from, to);
    ItemEntry[] entries = new ItemEntry[to - from];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry(from + i);
    }
    return List.of(entries);
  }

  /** How many come before the first that does not match; those that match are the oldest. */
  int rank(Predicate<Item> isBefore) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore.test(at(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int rank(long seq) {
    return rank(item -> item.seq() < seq);
  }
}
