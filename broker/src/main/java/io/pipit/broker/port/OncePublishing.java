package io.pipit.broker.port;

import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Publishes once what the consumer of a queue publishes under an id of its own, until it has
 * completed that id: the id is logged in one batch with the item, so that a crash leaves both or
 * neither. Any thread; each id is looked after in the shard of its queue.
 */
final class OncePublishing {

  /**
   * An id in use.
   *
   * @param queue the position of the record that made the queue
   */
  private record Key(long queue, int id) {}

  private final Shards shards;
  private final PortPublishing publishing;

  /** Who waits for publishes that are not decided; the lists are for the shards of the queues. */
  private final Map<Key, List<Consumer<PortResult>>> undecided = new ConcurrentHashMap<>();

  OncePublishing(Shards shards, PortPublishing publishing) {
    this.shards = shards;
    this.publishing = publishing;
  }

  /**
   * Publishes, unless that was done under this id.
   *
   * @param id from 1 to 65,535
   */
  void publish(
      QueueId session, int id, PortPublish publish, Executor on, Consumer<PortResult> told) {
    EntityShard shard = shards.ofPartition(session.partition());
    Consumer<PortResult> telling = result -> on.execute(() -> told.accept(result));
    shard.execute(() -> publishIn(shard, session, id, publish, telling));
  }

  private void publishIn(
      EntityShard shard, QueueId session, int id, PortPublish publish, Consumer<PortResult> told) {
    QueueState queue = shard.queues().queue(session).orElse(null);
    if (queue == null) {
      told.accept(new PortResult.Refused(Reason.MISSING, "there is no such queue"));
      return;
    }
    Key key = new Key(queue.made(), id);
    List<Consumer<PortResult>> waiting = undecided.get(key);
    if (waiting != null) {
      waiting.add(told);
    } else if (queue.isOpen(id)) {
      // As durable as it was when it was told first, if it was.
      shard.release(
          () -> told.accept(new PortResult.Done("", true, false)),
          () -> told.accept(new PortResult.Refused(Reason.BUSY, "nothing can be stored")));
    } else {
      List<Consumer<PortResult>> those = new ArrayList<>(1);
      those.add(told);
      undecided.put(key, those);
      publishing.publish(
          publish,
          List.of(new Received(key.queue(), id, false)),
          result -> shard.execute(() -> decided(key, result)));
    }
  }

  private void decided(Key key, PortResult result) {
    List<Consumer<PortResult>> waiting = undecided.remove(key);
    if (waiting != null) {
      waiting.forEach(told -> told.accept(result));
    }
  }

  /**
   * The id may be used for something else.
   *
   * @param durable run when that is durable; never when it cannot be stored
   */
  void completed(QueueId session, int id, Executor on, Runnable durable) {
    EntityShard shard = shards.ofPartition(session.partition());
    shard.execute(
        () -> {
          QueueState queue = shard.queues().queue(session).orElse(null);
          if (queue != null && queue.isOpen(id)) {
            if (shard.refusesToFree()) {
              return; // who asked does so again
            }
            close(shard, queue, id);
          }
          shard.release(() -> on.execute(durable), () -> {});
        });
  }

  /** Nothing is known by its id any more. */
  void forget(QueueId session) {
    EntityShard shard = shards.ofPartition(session.partition());
    shard.execute(
        () ->
            shard
                .queues()
                .queue(session)
                .filter(queue -> !shard.refusesToFree())
                .ifPresent(queue -> close(shard, queue, 0)));
  }

  /** Of one id, or with 0 of all. */
  private static void close(EntityShard shard, QueueState queue, int id) {
    Received done = new Received(queue.made(), id, true);
    long at = shard.commit(List.of(QueueChangeCodec.encode(done, queue.id().partition())));
    shard.queues().apply(done, at);
  }
}
