package io.pipit.broker.module;

import io.pipit.broker.queue.QueueChange.Kept;
import io.pipit.broker.queue.QueueChange.Place;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What waits in queues and is in the oldest part of the log: of each item one copy, however many
 * queues it waits in. Whether it is still there is looked at again by one of their owners; a copy
 * of what has gone meanwhile is of no use and does no harm. Used by one thread; blocks.
 */
final class WaitingCopies {

  /** So many items are looked at in one turn of a shard. */
  private static final int TURN_ITEMS = 4_096;

  /** So many queues share a record at most. */
  private static final int MOST_PLACES = 10_000;

  private static final int PLACE_BYTES = 16;

  private final Shards shards;

  /** In the order of the log. */
  private final Map<Where, Waiting> found = new TreeMap<>();

  /** A record, and the item in it. */
  private record Where(long position, long seq) implements Comparable<Where> {
    @Override
    public int compareTo(Where other) {
      int order = Long.compare(position, other.position);
      return order == 0 ? Long.compare(seq, other.seq) : order;
    }
  }

  /** An item, and where it waits. */
  private static final class Waiting {
    final WaitingItem item;
    final Map<EntityShard, List<Place>> places = new LinkedHashMap<>();

    Waiting(WaitingItem item) {
      this.item = item;
    }
  }

  /**
   * An item to be written again.
   *
   * @param position of the record that it is in
   */
  record Copy(long position, WaitingItem item, Map<EntityShard, List<Place>> places) {

    /** What it takes at most to say where the item waits. */
    int bytesOfPlaces() {
      return PLACE_BYTES * places.values().stream().mapToInt(List::size).sum();
    }

    /** The owner of one of the queues, who has it written. */
    EntityShard owner() {
      return places.keySet().iterator().next();
    }

    /**
     * In that shard.
     *
     * @param record which holds the item
     * @param done called when it is durable, or not needed, or cannot be written
     */
    void keep(LogRecord record, Runnable done) {
      EntityShard owner = owner();
      if (owner.refusesToKeep() || !isWanted(owner)) {
        done.run();
        return;
      }
      Item read = QueueChangeCodec.item(record, item);
      Kept kept = new Kept(read, places.values().stream().flatMap(List::stream).toList());
      long at =
          owner.commit(
              List.of(QueueChangeCodec.encode(kept, Partitions.of(item.service(), item.node()))));
      owner.queues().apply(kept, at);
      for (EntityShard other : places.keySet()) {
        if (other != owner) {
          other.execute(() -> other.follow(at, () -> other.queues().apply(kept, at)));
        }
      }
      owner.release(done, done);
    }

    private boolean isWanted(EntityShard owner) {
      for (Place place : places.getOrDefault(owner, List.of())) {
        QueueState queue = owner.queues().madeBy(place.queue());
        QueueEntry entry = queue == null ? null : queue.entry(place.number());
        if (entry != null && entry.position() == position) {
          return true;
        }
      }
      return places.size() > 1; // its other owners know
    }
  }

  WaitingCopies(Shards shards) {
    this.shards = shards;
  }

  /** Everything that waits and is in records below a position, in the order of the log. */
  Collection<Copy> before(long position) throws IOException, InterruptedException {
    for (EntityShard shard : shards.all()) {
      Iterator<QueueState> queues =
          Checkpoint.in(shard, () -> List.copyOf(shard.queues().all())).iterator();
      while (queues.hasNext()) {
        Checkpoint.in(shard, () -> find(position, shard, queues)).forEach(held -> add(shard, held));
      }
    }
    List<Copy> copies = new ArrayList<>();
    found.forEach((where, waiting) -> split(where, waiting, copies));
    return copies;
  }

  private record Held(QueueEntry entry, Place place) {}

  /** In the shard. */
  private static List<Held> find(long before, EntityShard shard, Iterator<QueueState> queues) {
    List<Held> held = new ArrayList<>();
    for (int items = 0; queues.hasNext() && items < TURN_ITEMS; items++) {
      QueueState queue = queues.next();
      items += queue.entries().size();
      if (shard.queues().madeBy(queue.made()) == queue) {
        for (QueueEntry entry : queue.entries().values()) {
          if (entry.position() < before) {
            held.add(new Held(entry, new Place(queue.made(), entry.number())));
          }
        }
      }
    }
    return held;
  }

  private void add(EntityShard shard, Held held) {
    WaitingItem item = held.entry.item();
    found
        .computeIfAbsent(new Where(held.entry.position(), item.seq()), where -> new Waiting(item))
        .places
        .computeIfAbsent(shard, own -> new ArrayList<>(1))
        .add(held.place);
  }

  private static void split(Where where, Waiting waiting, List<Copy> into) {
    int count = waiting.places.values().stream().mapToInt(List::size).sum();
    if (count <= MOST_PLACES) {
      into.add(new Copy(where.position, waiting.item, waiting.places));
      return;
    }
    waiting.places.forEach(
        (shard, places) -> {
          for (int from = 0; from < places.size(); from += MOST_PLACES) {
            int to = Math.min(places.size(), from + MOST_PLACES);
            into.add(
                new Copy(where.position, waiting.item, Map.of(shard, places.subList(from, to))));
          }
        });
  }
}
