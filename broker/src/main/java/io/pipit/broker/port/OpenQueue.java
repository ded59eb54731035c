package io.pipit.broker.port;

import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue in the hands of one consumer, until another one has it. Any thread. */
final class OpenQueue implements SessionQueue {

  private final ShardQueues queues;
  private final QueueSubscriber subscriber;
  private final Attached by;

  OpenQueue(ShardQueues queues, QueueSubscriber subscriber, Attached by) {
    this.queues = queues;
    this.subscriber = subscriber;
    this.by = by;
  }

  private void inShard(Runnable task) {
    subscriber.owner().execute(task);
  }

  @Override
  public void demand(int more) {
    inShard(() -> queues.demand(subscriber.made(), by, more));
  }

  @Override
  public void ack(long number) {
    inShard(() -> queues.acknowledged(subscriber.made(), by, number));
  }

  @Override
  public void nack(long number, Duration delay) {
    inShard(() -> queues.sentBack(subscriber.made(), by, number, delay));
  }

  @Override
  public void released(long number, Runnable durable) {
    inShard(() -> queues.released(subscriber.made(), by, number, durable));
  }

  @Override
  public QueueStatus status() {
    return subscriber.status();
  }

  @Override
  public void drop(Consumer<Integer> dropped) {
    inShard(
        () ->
            queues.dropAll(
                subscriber.made(), count -> by.on().execute(() -> dropped.accept(count))));
  }

  @Override
  public void subscribe(List<QueueFilter> filters, Consumer<List<Subscribed>> told) {
    inShard(() -> queues.changes().subscribe(subscriber.made(), by, filters, told));
  }

  @Override
  public void unsubscribe(List<String> filters, Consumer<List<Boolean>> told) {
    inShard(() -> queues.changes().unsubscribe(subscriber.made(), by, filters, told));
  }

  @Override
  public void put(List<Put> items, Consumer<Boolean> told) {
    inShard(() -> queues.changes().put(subscriber.made(), by, items, told));
  }

  @Override
  public void leave(@Nullable Duration expiry, byte[] attachment) {
    Instant since = queues.now(); // not when the shard has time for it
    inShard(() -> queues.left(subscriber.made(), by, expiry, attachment, since));
  }

  @Override
  public void close() {
    inShard(() -> queues.left(subscriber.made(), by));
  }

  @Override
  public void end() {
    inShard(() -> queues.end(subscriber.made(), () -> {}));
  }
}
