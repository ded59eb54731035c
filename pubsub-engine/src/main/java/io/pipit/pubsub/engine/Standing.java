package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a node, as whoever comes later finds it: its newest item as it is at any time, or
 * one that was chosen and stays although others pass, or nothing. Immutable.
 *
 * @param followsNewest whether it is the newest item, if the node keeps items
 * @param entry what was chosen, null when nothing was; its payload is where that says
 */
public record Standing(boolean followsNewest, @Nullable ItemEntry entry) {

  /** The newest item, if there is one. */
  static final Standing NEWEST = new Standing(true, null);

  /** Nothing, whatever items there are. */
  static final Standing NOTHING = new Standing(false, null);

  static Standing of(ItemEntry entry) {
    return new Standing(false, entry);
  }

  /** Whether it was chosen and has that id. */
  boolean is(String id) {
    return entry != null && entry.id().equals(id);
  }

  /** Whether it is that item of that record. */
  boolean is(Item item, long position) {
    return entry != null && entry.seq() == item.seq() && entry.position() == position;
  }
}
