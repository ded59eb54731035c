package io.pipit.broker.module;

import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.store.LogRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A queue as it was at a moment, to be written down. Immutable, so that it is encoded elsewhere
 * than in its shard: many items may wait in it.
 *
 * @param at the place in the log of the last change that its owner had committed
 */
record TakenQueue(
    long at, int partition, List<QueueChange> head, long liveBytes, long oldestPosition) {

  /** So many items make one turn of a shard. */
  private static final int TURN_ITEMS = 4_096;

  /** In the shard: as many of the next queues as make one turn. */
  static List<TakenQueue> turn(EntityShard shard, Iterator<QueueState> queues) {
    List<TakenQueue> taken = new ArrayList<>();
    for (int items = 0; queues.hasNext() && items < TURN_ITEMS; items++) {
      QueueState queue = queues.next();
      if (shard.queues().madeBy(queue.made()) == queue) {
        taken.add(
            new TakenQueue(
                queue.position(),
                queue.id().partition(),
                queue.head(),
                queue.liveBytes(),
                queue.oldestPosition()));
        items += queue.entries().size();
      }
    }
    return taken;
  }

  List<LogRecord> records() {
    return head.stream().map(change -> QueueChangeCodec.encode(change, partition)).toList();
  }
}
