package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order in which the first of each id was published, which an item keeps when it is
 * overwritten. Confined to the view that it is part of.
 */
final class CreationOrder {

  private final List<Item> items;

  CreationOrder(List<Item> inAnyOrder) {
    items = new ArrayList<>(inAnyOrder);
    items.sort(Comparator.comparingLong(Item::created));
  }

  /** Takes an item in for the one of that id that was there, null for none. */
  void put(Item item, @Nullable Item before) {
    if (before != null && before.created() == item.created()) {
      items.set(rank(item.created()), item);
      return;
    }
    if (before != null) {
      remove(before);
    }
    items.add(rank(item.created()), item);
  }

  void remove(Item item) {
    items.remove(rank(item.created()));
  }

  List<Item> range(int from, int to) {
    return List.copyOf(items.subList(from, to));
  }

  int rank(long created) {
    int low = 0;
    int high = items.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items.get(middle).created() < created) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
