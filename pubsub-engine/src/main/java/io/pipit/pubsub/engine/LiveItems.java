package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
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

  /** The bytes of all payloads. */
  long bytes() {
    long bytes = view.bytes();
    for (int place = 0; place < expired; place++) {
      bytes -= view.entry(place).payloadBytes();
    }
    return bytes;
  }

  Optional<ItemEntry> entry(String id) {
    Optional<ItemEntry> found = view.entry(id);
    return expired == 0 ? found : found.filter(item -> view.rank(item.seq()) >= expired);
  }

  /** An item with its payload. */
  Optional<Item> get(String id) {
    return expired == 0 ? view.get(id) : entry(id).flatMap(item -> view.get(item.id()));
  }

  /** The items of entries, with their payloads. */
  List<Item> get(List<ItemEntry> entries) {
    return entries.stream().flatMap(entry -> view.get(entry.id()).stream()).toList();
  }

  /** Items by their place in the order of publication, the oldest that lives at 0. */
  List<ItemEntry> entries(int from, int to) {
    return view.entries(expired + from, expired + to);
  }

  /** As {@link #entries}, with their payloads. */
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
  List<ItemEntry> entriesByCreation(int from, int to) {
    return expired == 0 ? view.entriesByCreation(from, to) : byCreation().subList(from, to);
  }

  /** How many have a lower {@link Item#created}. */
  int rankByCreation(long created) {
    return expired == 0
        ? view.rankByCreation(created)
        : (int) byCreation().stream().filter(item -> item.created() < created).count();
  }

  private List<ItemEntry> byCreation() {
    return entries(0, size()).stream()
        .sorted(Comparator.comparingLong(ItemEntry::created))
        .toList();
  }

  /** The item that was published last, null when there is none. */
  @Nullable ItemEntry newest() {
    return size() == 0 ? null : view.entry(view.size() - 1);
  }
}
