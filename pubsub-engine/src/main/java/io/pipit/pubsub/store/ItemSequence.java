package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
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

  private @Nullable Item[] items = new Item[FIRST_CAPACITY];
  private int start;
  private int end;
  private long lastSeq;

  /**
   * @throws IllegalArgumentException when its sequence number is not above all there ever were
   */
  void add(Item item) {
    if (item.seq() <= lastSeq) {
      throw new IllegalArgumentException("sequence number " + item.seq() + " after " + lastSeq);
    }
    lastSeq = item.seq();
    if (end == items.length) {
      makeRoom();
    }
    items[end++] = item;
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
      items[--end] = null;
    }
  }

  /** Takes out all that match; those that are left move up. */
  void removeIf(Predicate<Item> condition) {
    int kept = start;
    for (int at = start; at < end; at++) {
      Item item = at(at - start);
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

  Item at(int place) {
    Item item = items[start + place];
    if (item == null) {
      throw new AssertionError("no item at place " + place);
    }
    return item;
  }

  List<Item> range(int from, int to) {
    if (from < 0 || to > size() || from > to) {
      throw new IndexOutOfBoundsException("places " + from + " to " + to + " of " + size());
    }
    Item[] copy = new Item[to - from];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = at(from + i);
    }
    return List.of(copy);
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
