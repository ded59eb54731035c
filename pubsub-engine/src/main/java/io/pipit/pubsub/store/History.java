package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that a node remembers, in the order of publication: also those that were
 * overwritten since, or had to go for newer ones. What was retracted or purged is not in it. Its
 * items have the sequence numbers and arrival times that they were published with, and both only
 * grow.
 *
 * <p>Confined to the owner of the node; no method blocks. An implementation may bound its bytes:
 * then the oldest are forgotten early, never the newest.
 */
public interface History {

  /**
   * Adds what was just published.
   *
   * @param position of the record that holds the item
   * @throws IllegalArgumentException when its sequence number is not above all that are here
   */
  void add(Item item, long position);

  /**
   * The publish is in another record from now on. One that is not here comes back: the record that
   * it was in before has gone.
   */
  void restore(Item item, long position);

  /** Forgets every publish of that id. */
  void remove(String id);

  /**
   * Forgets the oldest.
   *
   * @param through all up to this sequence number, 0 for none
   * @param from all that arrived before
   */
  void trim(long through, Instant from);

  /** Forgets the oldest while the payloads take more than this, but never the newest. */
  void trimTo(long maxBytes);

  int size();

  /** The bytes of all payloads. Asked for every publish: cheap. */
  long bytes();

  /** The lowest sequence number of all, the highest there can be when there is none. */
  long oldestSeq();

  /** When the oldest arrived, null when there is none. */
  @Nullable Instant oldestArrival();

  /**
   * Publishes by their place in the order of publication, the oldest first.
   *
   * @param from the place of the first, 0 to {@link #size()}
   * @param to the place behind the last
   */
  List<Item> range(int from, int to);

  /** As {@link #range}. */
  List<ItemEntry> entries(int from, int to);

  /** The publish at a place in the order of publication, the oldest at 0. */
  ItemEntry entry(int place);

  /** How many have a lower sequence number: the place where that number is or would be. */
  int rank(long seq);

  /** How many arrived before: the place of the first that did not. */
  int rank(Instant arrival);
}
