package io.pipit.pubsub;

import java.util.Comparator;
import java.util.List;

/**
 * An order in which items are asked for (XEP-0413). Any thread.
 *
 * @param descending whether the newest comes first
 */
public record ItemOrder(Field by, boolean descending) {

  /** The orders of one request that are read; equality is impossible long before. */
  public static final int MOST = 4;

  private static final Comparator<Item> CREATION = Comparator.comparingLong(Item::created);
  private static final Comparator<Item> MODIFICATION = Comparator.comparingLong(Item::seq);

  /** What items are put in order by. */
  public enum Field {
    /** When the first item of that id came to the node. */
    CREATION,
    /** When the item itself came. */
    MODIFICATION
  }

  private Comparator<Item> comparator() {
    Comparator<Item> ascending = by == Field.CREATION ? CREATION : MODIFICATION;
    return descending ? ascending.reversed() : ascending;
  }

  /**
   * The order of several: each decides where those before it find no difference, and what came
   * first is first where none does.
   */
  public static Comparator<Item> comparator(List<ItemOrder> orders) {
    Comparator<Item> all = null;
    for (ItemOrder order : orders) {
      all = all == null ? order.comparator() : all.thenComparing(order.comparator());
    }
    return all == null ? MODIFICATION : all.thenComparing(MODIFICATION);
  }
}
