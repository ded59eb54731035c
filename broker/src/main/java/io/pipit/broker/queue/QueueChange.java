package io.pipit.broker.queue;

import io.pipit.pubsub.Item;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decided change of queues, as it stands in the log.
 *
 * <p>But where it is made, a queue is known by the position of the record that made it: so what was
 * under way to a queue that has ended never reaches another of its name.
 *
 * <p>Most changes are committed by the queue's owner, in their order. Those that are {@link
 * FromElsewhere} are not, and their owners hear of them in any order: each of them comes to the
 * same whenever it is applied, and however often.
 */
public sealed interface QueueChange {

  /** A change of one queue that its owner commits. */
  sealed interface Own extends QueueChange {
    /** The position of the record that made the queue. */
    long queue();
  }

  /** A change that is committed by another than the owner of the queues. */
  sealed interface FromElsewhere extends QueueChange {}

  /** There is a queue, which somebody has the items of. */
  record QueueMade(QueueId id, QueueSettings settings) implements QueueChange {}

  /** It is to be something else from now on, and somebody has its items. */
  record QueueConfigured(long queue, QueueSettings settings) implements Own {}

  /** The queue and all that waits in it is gone. */
  record QueueEnded(long queue) implements Own {}

  /**
   * An item waits.
   *
   * @param behind how many records before this one the item is
   * @param own the item where the node keeps none; then nothing is behind
   */
  record Enqueued(WaitingItem item, int behind, @Nullable Item own, List<Target> targets)
      implements FromElsewhere {
    public Enqueued {
      targets = List.copyOf(targets);
      if (own != null && behind != 0) {
        throw new IllegalArgumentException("an item that is in two records");
      }
    }
  }

  /**
   * One of the queues that get an item.
   *
   * @param queue the position of the record that made it
   * @param number of the item in the queue
   * @param assurance 1 at least once, 2 once
   * @param asPublished whether its receiver is told that it was published to stand
   * @param identifiers of the filters that it came by
   */
  record Target(
      long queue, long number, int assurance, boolean asPublished, List<Integer> identifiers) {
    public Target {
      identifiers = List.copyOf(identifiers);
    }
  }

  /** Items have arrived for good. */
  record Acknowledged(long queue, List<Span> spans) implements Own {
    public Acknowledged {
      spans = List.copyOf(spans);
    }
  }

  /** The receiver of an item has promised to take it once. */
  record Released(long queue, long number) implements Own {}

  /** Items will never be delivered. */
  record Dropped(long queue, List<Span> spans, DropReason reason) implements Own {
    public Dropped {
      spans = List.copyOf(spans);
    }
  }

  /** Nobody has its items since then. */
  record Left(long queue, Instant at) implements Own {}

  /**
   * An item is written again since its record is about to go: it is in this one, where it still
   * waits.
   */
  record Kept(Item item, List<Place> places) implements FromElsewhere {
    public Kept {
      places = List.copyOf(places);
    }
  }

  /**
   * Where an item waits.
   *
   * @param queue the position of the record that made it
   */
  record Place(long queue, long number) {}

  /**
   * Items of a node were taken back. What was published behind this stays: its records are later.
   * So does what says that something was taken back before. Owners hear of it in its order with the
   * items of the node.
   *
   * @param ids none for all that the node had
   */
  record Withdrawn(BareJid service, String node, List<String> ids) implements FromElsewhere {
    public Withdrawn {
      ids = List.copyOf(ids);
    }

    boolean isAbout(QueueEntry entry, long at) {
      WaitingItem item = entry.item();
      return entry.position() < at
          && !item.isEnd()
          && item.node().equals(node)
          && item.service().equals(service)
          && (ids.isEmpty() || ids.contains(item.id()));
    }
  }

  /**
   * What the consumer of a queue publishes under an id of its own is published.
   *
   * @param packet its id; 0 for all of them
   * @param isDone whether the id may be used for something else
   */
  record Received(long queue, int packet, boolean isDone) implements FromElsewhere {
    public Received {
      if (packet == 0 && !isDone) {
        throw new IllegalArgumentException("nothing is published under every id");
      }
    }
  }

  /**
   * All of a queue but what waits. Never decided: the first of the head of a queue in a snapshot.
   *
   * @param queue the position of the record that made it
   * @param next above all numbers that are known
   * @param missing below that, those of which nothing was heard yet
   * @param open the ids under which something is published and not done
   */
  record QueueRestored(
      long queue,
      QueueId id,
      QueueSettings settings,
      long next,
      Set<Long> missing,
      Map<DropReason, Long> dropped,
      long delivered,
      Set<Integer> open,
      @Nullable Instant idleSince)
      implements QueueChange {
    public QueueRestored {
      missing = Set.copyOf(missing);
      dropped = Map.copyOf(dropped);
      open = Set.copyOf(open);
    }
  }

  /** Some of what waits. Never decided: the rest of the head of a queue in a snapshot. */
  record EntriesRestored(long queue, List<QueueEntry> entries) implements QueueChange {
    public EntriesRestored {
      entries = List.copyOf(entries);
    }
  }
}
