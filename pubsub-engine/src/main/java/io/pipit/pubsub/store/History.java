package io.pipit.pubsub.store;

import io.pipit.pubsub.Item;
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
   * @throws IllegalArgumentException when its sequence number is not above all there ever were
   */
  void add(Item item);

  /** Forgets every publish of that id. */
  void remove(String id);

  /**
   * Forgets the oldest.
   *
   * @param through all up to this sequence number, 0 for none
   * @param from all that arrived before
   */
  void trim(long through, Instant from);

  int size();

  /** When the oldest arrived, null when there is none. */
  @Nullable Instant oldestArrival();

  /**
   * Publishes by their place in the order of publication, the oldest first.
   *
   * @param from the place of the first, 0 to {@link #size()}
   * @param to the place behind the last
   */
  List<Item> range(int from, int to);

  /** How many have a lower sequence number: the place where that number is or would be. */
  int rank(long seq);

  /** How many arrived before: the place of the first that did not. */
  int rank(Instant arrival);
}
