package io.pipit.broker.queue;

import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.EntriesRestored;
import io.pipit.broker.queue.QueueChange.Kept;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.Place;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Released;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.xmpp.BareJid;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one shard. Changes only by changes that have their place in the log; one about a
 * queue that is not here changes nothing, since it has ended, or is another shard's. Confined to
 * its shard.
 */
public final class Queues {

  private final Map<QueueId, QueueState> queues = new LinkedHashMap<>();
  private final Map<Long, QueueState> byRecord = new HashMap<>();

  public Optional<QueueState> queue(QueueId id) {
    return Optional.ofNullable(queues.get(id));
  }

  /** The one that the record at this position made; null when it has ended or is not here. */
  public @Nullable QueueState madeBy(long position) {
    return byRecord.get(position);
  }

  public Collection<QueueState> all() {
    return Collections.unmodifiableCollection(queues.values());
  }

  public List<QueueState> of(BareJid owner) {
    return queues.values().stream().filter(queue -> queue.id().owner().equals(owner)).toList();
  }

  /**
   * Makes a change true.
   *
   * @param at its place in the log; of a queue that is made, what it is known by from then on
   */
  public void apply(QueueChange change, long at) {
    if (change instanceof QueueMade queueMade) {
      end(queues.get(queueMade.id())); // a repair gave up that it had ended
      add(new QueueState(queueMade.id(), at, queueMade.settings()));
    } else if (change instanceof QueueChange.Own own) {
      QueueState queue = byRecord.get(own.queue());
      if (queue != null) {
        apply(own, queue, at);
      }
    } else if (change instanceof Enqueued enqueued) {
      for (Target target : enqueued.targets()) {
        enqueued(enqueued, target, at);
      }
    } else if (change instanceof Kept kept) {
      int logBytes =
          share(kept.item().payloadBytes() + WaitingItem.LOG_BYTES, kept.places().size());
      for (Place place : kept.places()) {
        QueueState queue = byRecord.get(place.queue());
        if (queue != null) {
          queue.kept(place.number(), at, logBytes);
        }
      }
    } else if (change instanceof Withdrawn withdrawn) {
      queues.values().forEach(queue -> queue.withdrawn(withdrawn, at));
    } else if (change instanceof Received received) {
      QueueState queue = byRecord.get(received.queue());
      if (queue != null) {
        queue.received(received.packet(), received.isDone());
      }
    } else if (change instanceof QueueRestored restored) {
      end(queues.get(restored.id()));
      add(new QueueState(restored, at));
    } else if (change instanceof EntriesRestored restored) {
      QueueState queue = byRecord.get(restored.queue());
      if (queue != null) { // else a repair gave up what it was
        restored.entries().forEach(queue::put);
      }
    } else {
      throw new AssertionError(change);
    }
  }

  private void apply(QueueChange.Own change, QueueState queue, long at) {
    if (change instanceof Acknowledged acknowledged) {
      queue.acknowledged(acknowledged.spans(), at);
    } else if (change instanceof Dropped dropped) {
      queue.dropped(dropped.spans(), dropped.reason(), at);
    } else if (change instanceof Released released) {
      queue.released(released.number(), at);
    } else if (change instanceof QueueConfigured configured) {
      queue.configured(configured.settings(), at);
    } else if (change instanceof Left left) {
      queue.left(left.at(), at);
    } else if (change instanceof QueueEnded) {
      end(queue);
    } else {
      throw new AssertionError(change);
    }
  }

  /**
   * Has one queue take an item that waits from now on.
   *
   * @param at the place in the log of the change
   * @return the queue, null when it has ended, is not here, or has the item already
   */
  public @Nullable QueueState enqueued(Enqueued change, Target target, long at) {
    QueueState queue = byRecord.get(target.queue());
    if (queue == null) {
      return null;
    }
    WaitingItem item = change.item();
    int logBytes = share(item.logBytes(), change.targets().size());
    return queue.enqueued(item, at - change.behind(), logBytes, target) ? queue : null;
  }

  /** So that the log is not taken for larger than it is where many queues have the same item. */
  private static int share(int bytes, int queues) {
    return queues == 0 ? bytes : (int) (((long) bytes + queues - 1) / queues);
  }

  private void add(QueueState queue) {
    queues.put(queue.id(), queue);
    byRecord.put(queue.made(), queue);
  }

  private void end(@Nullable QueueState queue) {
    if (queue != null) {
      queues.remove(queue.id());
      byRecord.remove(queue.made());
    }
  }

  /** The owner of queues is gone, and they with it. */
  public void forget(BareJid owner) {
    of(owner).forEach(this::end);
  }

  /** Applies a change that was read from the log behind a snapshot, unless it is in there. */
  public void replay(QueueChange change, long at) {
    if (!isKnown(change, at)) {
      apply(change, at);
    }
  }

  private boolean isKnown(QueueChange change, long at) {
    QueueState queue = null;
    if (change instanceof QueueMade queueMade) {
      queue = queues.get(queueMade.id());
    } else if (change instanceof QueueChange.Own own) {
      queue = byRecord.get(own.queue());
    }
    return queue != null && at <= queue.position();
  }

  /** All of the log was read. */
  public void replayed() {
    queues.values().forEach(QueueState::settle);
  }

  /**
   * Has nothing wait any more that is in records which a repair gave up.
   *
   * @return how many did
   */
  public int forgetLost(LongPredicate isLost) {
    int lost = 0;
    for (QueueState queue : queues.values()) {
      lost += queue.forgetLost(isLost);
    }
    return lost;
  }

  /**
   * Takes everything over from others: changes since then were lost.
   *
   * @param isHere which of them belong here
   */
  public void restore(Queues from, Predicate<QueueId> isHere) {
    queues.clear();
    byRecord.clear();
    from.queues.values().stream().filter(queue -> isHere.test(queue.id())).forEach(this::add);
  }
}
