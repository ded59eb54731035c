package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.store.NodeView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The items of a node that are not past their time; those that are are its oldest. Confined to one
 * decision.
 *
 * @param expired how many of the view are past their time
 */
record LiveItems(NodeView view, int expired) {

  int size() {
    return view.size() - expired;
  }

  Optional<Item> get(String id) {
    Optional<Item> found = view.get(id);
    return expired == 0 ? found : found.filter(item -> view.rank(item.seq()) >= expired);
  }

  /** Items by their place in the order of publication, the oldest that lives at 0. */
  List<Item> range(int from, int to) {
    return view.range(expired + from, expired + to);
  }

  /** How many have a lower sequence number. */
  int rank(long seq) {
    return Math.max(0, view.rank(seq) - expired);
  }

  /** How many arrived before. */
  int rank(Instant arrival) {
    return Math.max(0, view.rank(arrival) - expired);
  }

  /** Items in the order in which the first of each id was published. */
  List<Item> rangeByCreation(int from, int to) {
    return expired == 0 ? view.rangeByCreation(from, to) : byCreation().subList(from, to);
  }

  /** How many have a lower {@link Item#created}. */
  int rankByCreation(long created) {
    return expired == 0
        ? view.rankByCreation(created)
        : (int) byCreation().stream().filter(item -> item.created() < created).count();
  }

  private List<Item> byCreation() {
    return range(0, size()).stream().sorted(Comparator.comparingLong(Item::created)).toList();
  }

  /** The item that was published last, null when there is none. */
  @Nullable Item newest() {
    int size = size();
    return size == 0 ? null : range(size - 1, size).get(0);
  }
}
