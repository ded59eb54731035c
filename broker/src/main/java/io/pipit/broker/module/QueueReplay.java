package io.pipit.broker.module;

import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Queues;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.pubsub.store.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes queues again from a snapshot and the log behind it. Confined to the thread that starts the
 * node, before the shards run.
 */
final class QueueReplay implements ChangeLog.Reader {

  private static final Logger LOG = LoggerFactory.getLogger(QueueReplay.class);

  private final ChangeLog log;
  private final Shards shards;
  private long liveBytes;
  private boolean isBehindSnapshot;

  QueueReplay(ChangeLog log, Shards shards) {
    this.log = log;
    this.shards = shards;
  }

  @Override
  public void snapshot(long at, LogRecord record) {
    QueueChange change = QueueChangeCodec.decode(record);
    if (change instanceof QueueRestored restored) {
      queuesOf(restored.id().partition()).apply(change, at);
    } else {
      shards.all().forEach(shard -> shard.queues().apply(change, at));
    }
  }

  @Override
  public void record(long position, LogRecord record) {
    snapshotWasRead();
    QueueChange change = QueueChangeCodec.decode(record);
    if (change instanceof QueueMade made) {
      queuesOf(made.id().partition()).replay(change, position);
    } else { // each shard has only its own of those that it names
      shards.all().forEach(shard -> shard.queues().replay(change, position));
    }
  }

  private Queues queuesOf(int partition) {
    return shards.ofPartition(partition).queues();
  }

  private void snapshotWasRead() {
    if (!isBehindSnapshot) {
      isBehindSnapshot = true;
      for (EntityShard shard : shards.all()) {
        liveBytes += shard.queues().all().stream().mapToLong(QueueState::liveBytes).sum();
      }
    }
  }

  /** The log was read to its end. */
  void finish() {
    snapshotWasRead();
    int lost = 0;
    for (EntityShard shard : shards.all()) {
      shard.queues().replayed();
      lost += shard.queues().forgetLost(log::isLost);
    }
    if (lost > 0) {
      LOG.atWarn()
          .addKeyValue("event", "store.repair")
          .addKeyValue("items", lost)
          .log("items that waited in queues went with records that were given up");
    }
  }

  /** Bytes of the log that hold what waits as the snapshot says. */
  long liveBytes() {
    return liveBytes;
  }
}
