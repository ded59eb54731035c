package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of one node in the order of publication: a view of the log that can be thrown away and
 * built again. Confined to the owner of the node.
 *
 * <p>What is asked for as {@link Item} has its payload read, which may be on disk; what is asked
 * for as {@link ItemEntry} has not.
 */
public interface NodeView {

  /** Opens the views of nodes; a node that was never seen has an empty one. */
  @FunctionalInterface
  interface Factory {
    NodeView open(BareJid service, String node);

    /** Whether all that was opened {@link NodeView#isHere is here}; cheap. */
    default boolean isWhole() {
      return true;
    }

    /**
     * Asks views that may turn out not to be here although they seemed to.
     *
     * @param asking changes nothing
     * @return null when one is not here: now it says so
     */
    default <T> @Nullable T ifHere(Supplier<T> asking) {
      return asking.get();
    }

    /** Takes over a view that another factory opened; who owned it does not use it any more. */
    default void adopt(NodeView view) {}
  }

  /**
   * Whether what is asked for can be told at once, or all of the log has to be read first. What is
   * changed meanwhile costs nothing either way.
   */
  default boolean isHere() {
    return true;
  }

  /**
   * Adds an item as the newest. An item with the same id is replaced.
   *
   * @param position of the record that holds the item
   * @throws IllegalArgumentException when its sequence number is not above all that are here
   */
  void put(Item item, long position);

  /**
   * The item is in another record from now on. One that is not here comes back, unless a newer one
   * of the same id is here: the record that it was in before has gone.
   */
  void restore(Item item, long position);

  /** Takes an item out. Nothing happens when there is none with that id. */
  void remove(String id);

  /** Takes out all whose sequence number is not above this. */
  void dropThrough(long seq);

  int size();

  /** The bytes of all payloads of items. Asked for every publish: cheap. */
  long bytes();

  /** The lowest sequence number of all items, the highest there can be when there is none. */
  long oldestSeq();

  Optional<Item> get(String id);

  Optional<ItemEntry> entry(String id);

  /** The item at a place in the order of publication, the oldest at 0. */
  ItemEntry entry(int place);

  /**
   * Items by their place in the order of publication, the oldest first.
   *
   * @param from the place of the first, 0 to {@link #size()}
   * @param to the place behind the last
   */
  List<Item> range(int from, int to);

  /** As {@link #range}. */
  List<ItemEntry> entries(int from, int to);

  /** As {@link #range}, in the order in which the first item of each id was published. */
  List<ItemEntry> entriesByCreation(int from, int to);

  /** How many items have a lower {@link Item#created}: the place in that order. */
  int rankByCreation(long created);

  /** How many items have a lower sequence number: the place where that number is or would be. */
  int rank(long seq);

  /** How many arrived before; arrival times only grow. */
  int rank(Instant arrival);

  /**
   * A publish stays readable, whatever becomes of it otherwise, until another one does or none. Of
   * a node that keeps no items it is nothing else.
   *
   * @param position of the record that holds the item
   */
  void hold(Item item, long position);

  /** As {@link #hold(Item, long)}, of one that is here or whose record can be read. */
  void hold(ItemEntry entry);

  /** No publish stays readable for that reason alone. */
  void release();

  /**
   * A publish with its payload and headers.
   *
   * @param entry of one that is here, or is {@link #hold held}, or whose record can be read
   */
  Item read(ItemEntry entry);

  /** What was published, also when it is no item any more. */
  History history();
}
