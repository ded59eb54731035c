package io.pipit.pubsub.store;

import io.pipit.pubsub.ItemEntry;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order of their sequence numbers, in an array, so that a place is an index: adding at
 * the end and dropping the oldest are constant, a sequence number is found by halving, and taking
 * one out of the middle moves the references behind it. Confined to the view that it is part of.
 */
final class ItemSequence {

  private static final int FIRST_CAPACITY = 8;

  private @Nullable StoredItem[] items = new StoredItem[FIRST_CAPACITY];
  private int start;
  private int end;

  /**
   * @throws IllegalArgumentException when its sequence number is not above all that are here
   */
  void add(StoredItem item) {
    if (start < end && item.seq() <= at(size() - 1).seq()) {
      throw new IllegalArgumentException(
          "sequence number " + item.seq() + " after " + at(size() - 1).seq());
    }
    if (end == items.length) {
      makeRoom();
    }
    items[end++] = item;
  }

  /** Puts an item where its sequence number belongs, which is no other's. */
  void insert(StoredItem item) {
    if (end == items.length) {
      makeRoom();
    }
    int at = start + rank(item.seq());
    System.arraycopy(items, at, items, at + 1, end - at);
    items[at] = item;
    end++;
  }

  /** Moves what there is to the front, of a larger array when it fills more than half. */
  private void makeRoom() {
    int size = size();
    boolean larger = size > items.length / 2;
    @Nullable StoredItem[] target = larger ? new StoredItem[2 * items.length] : items;
    System.arraycopy(items, start, target, 0, size);
    if (!larger) {
      Arrays.fill(items, size, end, null);
    }
    items = target;
    start = 0;
    end = size;
  }

  StoredItem removeOldest() {
    StoredItem oldest = at(0);
    items[start++] = null;
    return oldest;
  }

  void removeAt(int place) {
    int at = start + place;
    if (at == start) {
      items[start++] = null;
    } else {
      System.arraycopy(items, at + 1, items, at, end - at - 1);
      items[--end] = null;
    }
  }

  /** Takes out all that match; those that are left move up. */
  void removeIf(Predicate<StoredItem> condition) {
    int kept = start;
    for (int at = start; at < end; at++) {
      StoredItem item = at(at - start);
      if (!condition.test(item)) {
        items[kept++] = item;
      }
    }
    Arrays.fill(items, kept, end, null);
    end = kept;
  }

  int size() {
    return end - start;
  }

  /** The lowest sequence number, the highest there can be when there is none. */
  long oldestSeq() {
    return start == end ? Long.MAX_VALUE : at(0).seq();
  }

  StoredItem at(int place) {
    StoredItem item = items[start + place];
    if (item == null) {
      throw new AssertionError("no item at place " + place);
    }
    return item;
  }

  ItemEntry entry(int place) {
    check(place, place + 1);
    return at(place).entry();
  }

  private void check(int from, int to) {
    if (from < 0 || to > size() || from > to) {
      throw new IndexOutOfBoundsException("places " + from + " to " + to + " of " + size());
    }
  }

  List<StoredItem> range(int from, int to) {
    check(from, to);
    StoredItem[] copy = new StoredItem[to - from];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = at(from + i);
    }
    return List.of(copy);
  }

  List<ItemEntry> entries(int from, int to) {
    check(from, to);
    ItemEntry[] entries = new ItemEntry[to - from];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = at(from + i).entry();
    }
    return List.of(entries);
  }

  /** How many come before the first that does not match; those that match are the oldest. */
  int rank(Predicate<StoredItem> isBefore) {
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
