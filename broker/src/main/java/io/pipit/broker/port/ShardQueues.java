package io.pipit.broker.port;

import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one shard at work: who has the items, and what becomes of acknowledgements.
 * Confined to its shard.
 *
 * <p>What tasks at hand come to is logged together behind them, a change a queue: acknowledgements,
 * and what there is no room for. Nobody waits for these; one that is lost with the process means
 * that an item is delivered again, which is said with it.
 *
 * <p><b>Bounds.</b> A queue has its own. What is read for deliveries is one page for each queue.
 */
final class ShardQueues {

  /** So often age, expiry and what could not be done are looked at. */
  private static final Duration TICK = Duration.ofSeconds(10);

  /** So many items are looked at in one turn. */
  private static final int TURN_ITEMS = 4_096;

  private final EntityShard shard;
  private final PortQueues.Parts parts;
  private final Map<Long, QueueDelivery> deliveries = new HashMap<>();
  private final Set<QueueDelivery> touched = new LinkedHashSet<>();
  private final Runnable flush = this::flush;
  private final QueueSubscriptions changes;
  private final QueueDrops drops;
  private final QueueOpenings openings;
  private final QueuePump pump;

  ShardQueues(EntityShard shard, PortQueues.Parts parts) {
    this.shard = shard;
    this.parts = parts;
    this.changes = new QueueSubscriptions(shard, parts, this);
    this.drops = new QueueDrops(this, parts);
    this.openings = new QueueOpenings(shard, parts, this);
    this.pump = new QueuePump(shard, parts, this, drops);
  }

  /** Who wants the items of which queue. */
  QueueOpenings openings() {
    return openings;
  }

  /** What consumers change at their queues. */
  QueueSubscriptions changes() {
    return changes;
  }

  /**
   * The log was read: everything is subscribed, and nobody has anything.
   *
   * @return what is to be subscribed
   */
  List<QueueSubscriber> start() {
    List<QueueSubscriber> subscribers = new ArrayList<>();
    for (QueueState queue : shard.queues().all()) {
      subscribers.add(add(queue).subscriber);
      if (queue.idleSince() == null) {
        commit(new Left(queue.made(), now()), queue);
      }
    }
    Runnable unused = shard.alarm().after(TICK, this::tick);
    return subscribers;
  }

  /** A queue that is here from now on. */
  QueueDelivery add(QueueState queue) {
    QueueSubscriber subscriber = new QueueSubscriber(queue, shard, this, parts.metrics());
    QueueDelivery delivery = new QueueDelivery(subscriber, queue);
    deliveries.put(queue.made(), delivery);
    parts.known().put(queue.made(), subscriber);
    parts.names().put(queue.id(), queue.made());
    subscriber.show(queue, false);
    return delivery;
  }

  /** Any thread. */
  Instant now() {
    return Instant.ofEpochMilli(parts.clock().millis());
  }

  /** Logs a change of a queue and makes it true. */
  void commit(QueueChange change, QueueState queue) {
    long at = shard.commit(List.of(QueueChangeCodec.encode(change, queue.id().partition())));
    shard.queues().apply(change, at);
  }

  /** The delivery of a queue as the log has it; null when that has ended. */
  @Nullable QueueDelivery delivery(long made) {
    QueueDelivery delivery = deliveries.get(made);
    if (delivery == null) {
      return null;
    }
    QueueState queue = shard.queues().madeBy(made);
    if (queue == null) {
      ended(delivery);
      return null;
    }
    if (queue != delivery.queue()) {
      delivery.restored(queue); // the log has failed
    }
    return delivery;
  }

  private void ended(QueueDelivery delivery) {
    deliveries.remove(delivery.subscriber.made());
    parts.known().remove(delivery.subscriber.made());
    parts.names().remove(delivery.subscriber.id(), delivery.subscriber.made());
    parts.subscriptions().leave(delivery.subscriber);
    tellLost(delivery.attach(null));
  }

  static void tellLost(@Nullable Attached before) {
    if (before != null) {
      before.on().execute(before.consumer()::lost);
    }
  }

  // ---- what comes

  /** One of the queues of a record gets its item. */
  void came(Enqueued change, Target target, long at, Item item) {
    QueueState queue = shard.queues().enqueued(change, target, at);
    QueueDelivery delivery = queue == null ? null : delivery(queue.made());
    if (delivery == null) {
      return;
    }
    delivery.came(target.number(), item);
    touch(delivery);
  }

  /** It is settled behind the tasks at hand. */
  void touch(QueueDelivery delivery) {
    boolean isFirst = touched.isEmpty();
    touched.add(delivery);
    if (isFirst) {
      shard.loop().afterTasks(flush);
    }
  }

  /** See {@link ItemConsumer#passing}. */
  void passing(long made, LiveItem item, LiveMatch match) {
    QueueDelivery delivery = deliveries.get(made);
    Attached attached = delivery == null ? null : delivery.attached();
    if (attached != null) {
      boolean unused = attached.pass(item, match);
    }
  }

  /** Items were taken back: none of them is delivered any more. */
  void withdrawn(Withdrawn change, long at) {
    Map<QueueDelivery, SortedSet<Long>> gone = new HashMap<>();
    for (QueueDelivery each : List.copyOf(deliveries.values())) {
      QueueDelivery delivery = delivery(each.subscriber.made());
      SortedSet<Long> numbers =
          delivery == null ? new TreeSet<>() : delivery.queue().of(change, at);
      if (!numbers.isEmpty()) {
        gone.put(each, numbers);
      }
    }
    shard.queues().apply(change, at);
    gone.forEach(
        (delivery, numbers) -> {
          numbers.forEach(delivery::gone);
          touch(delivery);
        });
  }

  // ---- what is done behind the tasks at hand

  private void flush() {
    List<QueueDelivery> all = List.copyOf(touched);
    touched.clear();
    for (QueueDelivery each : all) {
      QueueDelivery delivery = delivery(each.subscriber.made());
      if (delivery != null) {
        settle(delivery);
        show(delivery);
        if (delivery.attached() != null) {
          shard.release(() -> pump.next(each.subscriber.made()), () -> {});
        }
      }
    }
  }

  /** Has others see how it fares. */
  void show(QueueDelivery delivery) {
    delivery.subscriber.show(delivery.queue(), delivery.attached() != null);
  }

  /** Logs what was acknowledged, and what there is no room for. */
  private void settle(QueueDelivery delivery) {
    if (shard.refusesToFree()) {
      return; // until there is room, or another process
    }
    QueueState queue = delivery.queue();
    if (delivery.hasAcknowledged()) {
      commit(new Acknowledged(queue.made(), delivery.takeAcknowledged()), queue);
    }
    drops.replaced(delivery);
    drops.overflow(delivery, now());
  }

  // ---- what consumers ask

  /** The delivery that a consumer still has; null when it has lost it. */
  @Nullable QueueDelivery held(long made, Attached by) {
    QueueDelivery delivery = delivery(made);
    return delivery != null && delivery.attached() == by ? delivery : null;
  }

  void demand(long made, Attached by, int more) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      delivery.demand(more);
      shard.release(() -> pump.next(made), () -> {});
    }
  }

  void acknowledged(long made, Attached by, long number) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null && delivery.isUnderWay(number)) {
      delivery.acknowledge(number);
      touch(delivery);
    }
  }

  void sentBack(long made, Attached by, long number, Duration delay) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      delivery.sentBack(number, now().plus(delay));
      comeBack(made);
    }
  }

  private void comeBack(long made) {
    QueueDelivery delivery = delivery(made);
    if (delivery == null) {
      return;
    }
    Instant next = delivery.comesBack(now());
    if (next != null) {
      Duration wait = Duration.between(now(), next);
      Runnable unused =
          shard.alarm().after(wait.isNegative() ? Duration.ZERO : wait, () -> comeBack(made));
    }
    shard.release(() -> pump.next(made), () -> {});
  }

  void released(long made, Attached by, long number, Runnable durable) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null && !shard.refusesToFree()) {
      QueueEntry entry = delivery.queue().entry(number);
      if (entry != null && !entry.isReleased()) {
        commit(new QueueChange.Released(made, number), delivery.queue());
      }
      shard.release(() -> by.on().execute(durable), () -> {});
    }
  }

  void dropAll(long made, Consumer<Integer> told) {
    QueueDelivery delivery = delivery(made);
    int count = 0;
    if (delivery != null && !shard.refusesToFree()) {
      TreeSet<Long> all = new TreeSet<>(delivery.queue().entries().keySet());
      count = all.size();
      drops.drop(delivery, all, DropReason.BY_HAND);
      touch(delivery);
    }
    int dropped = count;
    shard.release(() -> told.accept(dropped), () -> told.accept(0));
  }

  /** Nobody has the items from now on. */
  void left(long made, Attached by) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      left(delivery, delivery.settings(), now());
    }
  }

  /** As {@link #left(long, Attached)}, and the queue is kept for so long and with that. */
  void left(long made, Attached by, @Nullable Duration expiry, byte[] attachment, Instant since) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      left(delivery, delivery.settings().with(expiry, attachment), since);
    }
  }

  private void left(QueueDelivery delivery, QueueSettings settings, Instant since) {
    settle(delivery);
    Attached unused = delivery.attach(null);
    QueueState queue = delivery.queue();
    Duration expiry = settings.expiry();
    delivery.leftAt(since, settings);
    if (expiry != null && expiry.isZero()) {
      end(queue.made(), () -> {});
    } else if (!shard.refusesToFree()) {
      catchUp(delivery);
      touch(delivery);
    }
  }

  /**
   * Logs what was not when it happened, since the disk was full: what it is to be, and who has it.
   */
  void catchUp(QueueDelivery delivery) {
    QueueState queue = delivery.queue();
    boolean isAttached = delivery.attached() != null;
    Instant leftAt = delivery.leftAt();
    if (!delivery.settings().equals(queue.settings())
        || (isAttached && queue.idleSince() != null)) {
      commit(new QueueConfigured(queue.made(), delivery.settings()), queue);
    }
    if (!isAttached && (queue.idleSince() == null || !queue.idleSince().equals(leftAt))) {
      commit(new Left(queue.made(), leftAt == null ? now() : leftAt), queue);
    }
    delivery.isCaughtUp();
  }

  /** The queue ends, with all that waits. */
  void end(long made, Runnable durable) {
    QueueDelivery delivery = delivery(made);
    if (delivery != null && !shard.refusesToFree()) {
      commit(new QueueEnded(made), delivery.queue());
      ended(delivery);
    }
    shard.release(durable, durable);
  }

  // ---- time

  private void tick() {
    Runnable unused = shard.alarm().after(TICK, this::tick);
    lookAtAll();
  }

  /** Looks at all queues: now and again. */
  void lookAtAll() {
    look(new ArrayDeque<>(deliveries.keySet()));
  }

  private void look(ArrayDeque<Long> left) {
    int items = 0;
    while (!left.isEmpty()) {
      if (items >= TURN_ITEMS) {
        shard.execute(() -> look(left));
        return;
      }
      QueueDelivery delivery = delivery(left.remove());
      if (delivery != null) {
        items += 1 + delivery.queue().entries().size();
        look(delivery);
      }
    }
  }

  /** What is too old or of no use any more goes; so does a queue that nobody has come for. */
  private void look(QueueDelivery delivery) {
    QueueState queue = delivery.queue();
    Instant now = now();
    if (shard.refusesToFree()) {
      return;
    }
    boolean isWritable = delivery.attached() == null || !shard.refusesChanges();
    if (delivery.isBehind() && isWritable) {
      catchUp(delivery);
    }
    if (delivery.isOver(now)) {
      end(queue.made(), () -> {});
      return;
    }
    Instant unused = delivery.comesBack(now);
    drops.old(delivery, now);
    touch(delivery);
  }
}
