package io.pipit.pubsub.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order in which the first of each id was published, which an item keeps when it is
 * overwritten. Confined to the view that it is part of.
 */
final class CreationOrder {

  private final List<StoredItem> items;

  CreationOrder(List<StoredItem> inAnyOrder) {
    items = new ArrayList<>(inAnyOrder);
    items.sort(Comparator.comparingLong(CreationOrder::created));
  }

  private static long created(StoredItem item) {
    return item.entry().created();
  }

  /** Takes an item in for the one of that id that was there, null for none. */
  void put(StoredItem item, @Nullable StoredItem before) {
    if (before != null && created(before) == created(item)) {
      items.set(rank(created(item)), item);
      return;
    }
    if (before != null) {
      remove(before);
    }
    items.add(rank(created(item)), item);
  }

  void remove(StoredItem item) {
    items.remove(rank(created(item)));
  }

  List<StoredItem> range(int from, int to) {
    return List.copyOf(items.subList(from, to));
  }

  int rank(long created) {
    int low = 0;
    int high = items.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (created(items.get(middle)) < created) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
