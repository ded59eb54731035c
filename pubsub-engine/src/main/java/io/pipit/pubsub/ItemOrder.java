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

  private static final Comparator<ItemEntry> CREATION =
      Comparator.comparingLong(ItemEntry::created);
  private static final Comparator<ItemEntry> MODIFICATION =
      Comparator.comparingLong(ItemEntry::seq);

  /** What items are put in order by. */
  public enum Field {
    /** When the first item of that id came to the node. */
    CREATION,
    /** When the item itself came. */
    MODIFICATION
  }

  private Comparator<ItemEntry> comparator() {
    Comparator<ItemEntry> ascending = by == Field.CREATION ? CREATION : MODIFICATION;
    return descending ? ascending.reversed() : ascending;
  }

  /**
   * The order of several: each decides where those before it find no difference, and what came
   * first is first where none does.
   */
  public static Comparator<ItemEntry> comparator(List<ItemOrder> orders) {
    Comparator<ItemEntry> all = null;
    for (ItemOrder order : orders) {
      all = all == null ? order.comparator() : all.thenComparing(order.comparator());
    }
    return all == null ? MODIFICATION : all.thenComparing(MODIFICATION);
  }
}
