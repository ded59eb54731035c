package io.pipit.broker.port;

import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.QueueFilter;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the queues of one shard to who wants their items. Confined to its shard.
 *
 * <p><b>A full disk.</b> A queue that is there goes on, with what waits in it: that it does is
 * logged when there is room again, and until then a crash of the node means that it was left when
 * it was left before. No queue is made without room, and none ends for another one that cannot be.
 */
final class QueueOpenings {

  private final EntityShard shard;
  private final PortQueues.Parts parts;
  private final ShardQueues queues;

  QueueOpenings(EntityShard shard, PortQueues.Parts parts, ShardQueues queues) {
    this.shard = shard;
    this.parts = parts;
    this.queues = queues;
  }

  /** Makes, changes or finds a queue, and gives its items to a consumer. */
  void open(
      QueueId id, Wish wish, ItemConsumer consumer, Executor on, Consumer<QueueOpening> told) {
    Consumer<QueueOpening> onExecutor = opening -> on.execute(() -> told.accept(opening));
    QueueDelivery there = there(id);
    QueueSettings settings = wish.of(there == null ? null : there.settings());
    boolean goesOn = there != null && settings != null && !wish.isAnew();
    if (isRefused(there, settings, goesOn)) {
      onExecutor.accept(busy());
      return;
    }
    if (there != null && !goesOn) {
      queues.end(there.subscriber.made(), () -> {});
    }
    if (settings == null) {
      shard.release(
          () -> onExecutor.accept(new QueueOpening.None()), () -> onExecutor.accept(busy()));
      return;
    }
    if (!goesOn && shard.queues().of(id.owner()).size() >= parts.mostOfOwner()) {
      onExecutor.accept(
          new QueueOpening.Refused(
              Reason.QUOTA, "an account has " + parts.mostOfOwner() + " queues at most"));
      return;
    }
    QueueDelivery delivery = goesOn && there != null ? there : make(id, settings);
    ShardQueues.tellLost(delivery.attach(new Attached(consumer, on)));
    if (goesOn) {
      change(delivery, settings);
    }
    queues.show(delivery);
    Attached attached = delivery.consumer();
    parts
        .subscriptions()
        .subscribe(
            delivery.subscriber,
            settings.filters(),
            filters ->
                shard.release(
                    () ->
                        onExecutor.accept(
                            new QueueOpening.Opened(
                                new OpenQueue(queues, delivery.subscriber, attached),
                                goesOn,
                                settings,
                                delivery.queue().open(),
                                filters)),
                    () -> onExecutor.accept(busy())));
  }

  /** The queue of that name; null when there is none, or it is kept no longer. */
  private @Nullable QueueDelivery there(QueueId id) {
    QueueState queue = shard.queues().queue(id).orElse(null);
    if (queue == null) {
      return null;
    }
    QueueDelivery known = queues.delivery(queue.made());
    QueueDelivery delivery = known == null ? queues.add(queue) : known;
    if (delivery.isOver(queues.now()) && !shard.refusesToFree()) {
      queues.end(queue.made(), () -> {});
      return null;
    }
    return delivery;
  }

  private boolean isRefused(
      @Nullable QueueDelivery there, @Nullable QueueSettings settings, boolean goesOn) {
    boolean makes = settings != null && !goesOn;
    boolean ends = there != null && !goesOn;
    return shard.hasFailed()
        || (makes && shard.refusesChanges())
        || (ends && shard.refusesToFree());
  }

  private static QueueOpening.Refused busy() {
    return new QueueOpening.Refused(Reason.BUSY, "nothing can be stored now; try again later");
  }

  private QueueDelivery make(QueueId id, QueueSettings settings) {
    QueueMade change = new QueueMade(id, settings);
    long at = shard.commit(List.of(QueueChangeCodec.encode(change, id.partition())));
    shard.queues().apply(change, at);
    return queues.add(shard.queues().queue(id).orElseThrow());
  }

  private void change(QueueDelivery delivery, QueueSettings settings) {
    List<String> wanted = settings.filters().stream().map(QueueFilter::filter).toList();
    List<String> unwanted =
        delivery.settings().filters().stream()
            .map(QueueFilter::filter)
            .filter(filter -> !wanted.contains(filter))
            .toList();
    delivery.wants(settings);
    if (!shard.refusesChanges()) {
      queues.catchUp(delivery);
    }
    if (!unwanted.isEmpty()) {
      parts.subscriptions().unsubscribe(delivery.subscriber, unwanted, removed -> {});
    }
    queues.touch(delivery);
  }
}
