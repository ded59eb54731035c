package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemOrder;
import java.util.List;
import java.util.Optional;

/**
 * The items of a node in an order, the oldest first. UIDs are sequence numbers, which outlive their
 * items: an item has the one that gives it its place. Confined to one decision.
 *
 * @param hidden how many of the first are left out
 * @param lastSeq the highest number that was ever given
 */
record ItemListing(LiveItems items, ItemOrder.Field by, int hidden, long lastSeq)
    implements Listing {

  @Override
  public int size() {
    return items.size() - hidden;
  }

  String uid(ItemEntry item) {
    return Long.toString(by == ItemOrder.Field.CREATION ? item.created() : item.seq());
  }

  @Override
  public Optional<Integer> before(String uid) {
    return number(uid).map(this::place);
  }

  @Override
  public Optional<Integer> through(String uid) {
    return number(uid).map(number -> place(number + 1));
  }

  private Optional<Long> number(String uid) {
    return uid.matches("[1-9][0-9]{0,17}")
        ? Optional.of(Long.valueOf(uid)).filter(number -> number <= lastSeq)
        : Optional.empty();
  }

  private int place(long number) {
    int rank = by == ItemOrder.Field.CREATION ? items.rankByCreation(number) : items.rank(number);
    return Math.max(0, rank - hidden);
  }

  @Override
  public List<ItemEntry> entries(int from, int to) {
    return by == ItemOrder.Field.CREATION
        ? items.entriesByCreation(hidden + from, hidden + to)
        : items.entries(hidden + from, hidden + to);
  }
}
