package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Items in the order in which pages of them are asked for. Confined to one decision. */
interface Listing extends Paging.Places {

  /**
   * Items by their place.
   *
   * @param from the place of the first, 0 to {@link #size()}
   * @param to the place behind the last
   */
  List<ItemEntry> entries(int from, int to);

  /** The same items the other way round. */
  default Listing reversed() {
    Listing forwards = this;
    return new Listing() {
      @Override
      public int size() {
        return forwards.size();
      }

      @Override
      public Optional<Integer> before(String uid) {
        return forwards.through(uid).map(through -> size() - through);
      }

      @Override
      public Optional<Integer> through(String uid) {
        return forwards.before(uid).map(before -> size() - before);
      }

      @Override
      public List<ItemEntry> entries(int from, int to) {
        List<ItemEntry> items = new ArrayList<>(forwards.entries(size() - to, size() - from));
        Collections.reverse(items);
        return items;
      }
    };
  }
}
