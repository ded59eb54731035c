package io.pipit.broker.port;

import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.port.QueueDelivery.Taken;
import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Span;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.pubsub.store.RecordGoneException;
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
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of one shard at work: who has the items, what is dropped and when, and what becomes of
 * acknowledgements. Confined to its shard.
 *
 * <p>What tasks at hand come to is logged together behind them, a change a queue: acknowledgements,
 * and what there is no room for. Nobody waits for these; one that is lost with the process means
 * that an item is delivered again, which is said with it.
 *
 * <p><b>Bounds.</b> A queue has its own. What is read for deliveries is one page for each queue.
 */
final class ShardQueues {

  private static final Logger LOG = LoggerFactory.getLogger(ShardQueues.class);

  /** So often age, expiry and what could not be done are looked at. */
  private static final Duration TICK = Duration.ofSeconds(10);

  /** What cannot be read is tried again so late. */
  private static final Duration UNREADABLE = Duration.ofSeconds(30);

  /** So many items are looked at in one turn. */
  private static final int TURN_ITEMS = 4_096;

  private final EntityShard shard;
  private final PortQueues.Parts parts;
  private final Map<Long, QueueDelivery> deliveries = new HashMap<>();
  private final Set<QueueDelivery> touched = new LinkedHashSet<>();
  private final Runnable flush = this::flush;
  private final QueueSubscriptions changes;

  ShardQueues(EntityShard shard, PortQueues.Parts parts) {
    this.shard = shard;
    this.parts = parts;
    this.changes = new QueueSubscriptions(shard, parts, this);
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

  private QueueDelivery add(QueueState queue) {
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
  private @Nullable QueueDelivery delivery(long made) {
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

  private static void tellLost(@Nullable Attached before) {
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

  private void touch(QueueDelivery delivery) {
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
          shard.release(() -> pump(each.subscriber.made()), () -> {});
        }
      }
    }
  }

  private void show(QueueDelivery delivery) {
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
    dropReplaced(delivery);
    dropOverflow(delivery);
  }

  private void dropReplaced(QueueDelivery delivery) {
    if (delivery.queue().settings().bounds().oneItem()) {
      drop(delivery, delivery.takeReplaced(), DropReason.REPLACED);
    }
  }

  private void dropOverflow(QueueDelivery delivery) {
    QueueState queue = delivery.queue();
    QueueBounds bounds = queue.settings().bounds();
    long items = queue.entries().size();
    long bytes = queue.bytes();
    if (items <= bounds.items() && bytes <= bounds.bytes()) {
      return;
    }
    TreeSet<Long> dropped = new TreeSet<>();
    for (long number : delivery.droppable(bounds.overflow() == Overflow.DROP_OLDEST)) {
      QueueEntry entry = queue.entry(number);
      if (items <= bounds.items() && bytes <= bounds.bytes()) {
        break;
      }
      if (entry != null) {
        items--;
        bytes -= entry.item().bytes();
        dropped.add(number);
      }
    }
    drop(delivery, dropped, DropReason.OVERFLOW);
    if (!dropped.isEmpty() && delivery.mayTell(now())) {
      LOG.atWarn()
          .addKeyValue("event", "queue.overflow")
          .addKeyValue("queue", queue.id())
          .addKeyValue("first", dropped.first())
          .addKeyValue("last", dropped.last())
          .log("a queue has no room; what is dropped is counted, and told once a minute");
    }
  }

  private void drop(QueueDelivery delivery, SortedSet<Long> numbers, DropReason reason) {
    if (!numbers.isEmpty()) {
      commit(new Dropped(delivery.queue().made(), Span.of(numbers), reason), delivery.queue());
      numbers.forEach(delivery::gone);
    }
  }

  // ---- delivering

  private void pump(long made) {
    QueueDelivery delivery = delivery(made);
    if (delivery == null || delivery.isReading || delivery.attached() == null) {
      return;
    }
    List<Taken> page = delivery.take(parts.log().durable());
    if (page.isEmpty()) {
      if (delivery.hasDemand() && !shard.hasFailed()) {
        shard.release(() -> pump(made), () -> {}); // what is next is not durable yet
      }
      return;
    }
    if (page.stream().allMatch(taken -> taken.item() != null)) {
      deliver(
          delivery,
          page.stream().map(taken -> new Read(taken, taken.item(), false)).toList(),
          item -> true); // judged as it was published, just now
    } else {
      delivery.isReading = true;
      Attached attached = delivery.attached();
      parts
          .reader()
          .execute(
              () -> {
                List<Read> read = page.stream().map(this::read).toList();
                parts
                    .rights()
                    .judge(
                        delivery.subscriber.address(),
                        page.stream().map(taken -> taken.entry().item()).toList(),
                        may -> shard.execute(() -> wereRead(made, attached, read, may)));
              });
    }
  }

  /**
   * What came of reading.
   *
   * @param item null when it could not be read
   * @param isGone whether its record has gone, and another one holds it by now
   */
  private record Read(Taken taken, @Nullable Item item, boolean isGone) {}

  /** On the reader's thread. */
  private Read read(Taken taken) {
    if (taken.item() != null) {
      return new Read(taken, taken.item(), false);
    }
    QueueEntry entry = taken.entry();
    try {
      Item item = QueueChangeCodec.item(parts.log().read(entry.position()), entry.item());
      return new Read(taken, item, false);
    } catch (RecordGoneException moved) {
      return new Read(taken, null, true);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("event", "queue.unreadable")
          .addKeyValue("position", entry.position())
          .setCause(e)
          .log("an item that waits in a queue cannot be read; it is tried again");
      return new Read(taken, null, false);
    }
  }

  private void wereRead(
      long made, @Nullable Attached attached, List<Read> read, Predicate<WaitingItem> may) {
    QueueDelivery delivery = delivery(made);
    if (delivery == null) {
      return;
    }
    delivery.isReading = false;
    if (delivery.attached() == attached) { // else all of it waits again
      deliver(delivery, read, may);
    }
    pump(made);
  }

  /**
   * Gives items to the consumer.
   *
   * @param may which of them it may have; that nothing stands any more is told of a node that has
   *     gone, too
   */
  private void deliver(QueueDelivery delivery, List<Read> read, Predicate<WaitingItem> may) {
    Instant now = now();
    Instant oldest = oldest(delivery, now);
    List<QueuedItem> items = new ArrayList<>(read.size());
    TreeSet<Long> expired = new TreeSet<>();
    TreeSet<Long> aged = new TreeSet<>();
    TreeSet<Long> forbidden = new TreeSet<>();
    for (Read each : read) {
      QueueEntry entry = delivery.queue().entry(each.taken.entry().number());
      Item item = each.item;
      if (entry == null || !delivery.isUnderWay(entry.number())) {
        continue; // dropped meanwhile
      }
      if (entry.item().isExpired(now) && !entry.isReleased()) {
        expired.add(entry.number());
      } else if (entry.item().arrival().isBefore(oldest) && !entry.isReleased()) {
        aged.add(entry.number());
      } else if (!entry.isReleased() && !entry.item().isEnd() && !may.test(entry.item())) {
        forbidden.add(entry.number());
      } else if (item != null) {
        items.add(queued(entry, item, each.taken.again()));
      } else if (each.isGone) {
        delivery.putBack(each.taken);
      } else {
        delivery.sentBack(entry.number(), now.plus(UNREADABLE));
        delivery.demand(1);
      }
    }
    if (!expired.isEmpty() || !aged.isEmpty() || !forbidden.isEmpty()) {
      delivery.demand(expired.size() + aged.size() + forbidden.size());
      if (!shard.refusesToFree()) {
        drop(delivery, expired, DropReason.EXPIRED);
        drop(delivery, aged, DropReason.AGE);
        drop(delivery, forbidden, DropReason.FORBIDDEN);
      }
      touch(delivery);
    }
    Attached attached = delivery.attached();
    if (!items.isEmpty() && attached != null) {
      attached.on().execute(() -> attached.consumer().deliver(items));
    }
    if (delivery.hasDemand()) {
      pumpLater(delivery);
    }
  }

  private void pumpLater(QueueDelivery delivery) {
    long made = delivery.subscriber.made();
    shard.execute(() -> pump(made));
  }

  private static Instant oldest(QueueDelivery delivery, Instant now) {
    Duration age = delivery.queue().settings().bounds().age();
    return age.compareTo(Duration.between(Instant.EPOCH, now)) > 0 ? Instant.EPOCH : now.minus(age);
  }

  private QueuedItem queued(QueueEntry entry, Item item, boolean again) {
    WaitingItem waiting = entry.item();
    PortItem shown =
        PortItems.of(
            parts.subscriptions().names().of(waiting.service(), waiting.node()),
            item,
            waiting.showsPublisher() ? item.publisher() : null,
            waiting.showsContent(),
            waiting.stands() && entry.asPublished());
    return new QueuedItem(
        entry.number(), shown, entry.assurance(), entry.identifiers(), again, entry.isReleased());
  }

  // ---- what consumers ask

  /** Makes, changes or finds a queue, and gives its items to a consumer. */
  void open(
      QueueId id, Wish wish, ItemConsumer consumer, Executor on, Consumer<QueueOpening> told) {
    Consumer<QueueOpening> onExecutor = opening -> on.execute(() -> told.accept(opening));
    if (shard.refusesChanges()) {
      onExecutor.accept(busy());
      return;
    }
    QueueState there = there(id);
    QueueSettings settings = wish.of(there == null ? null : there.settings());
    if (there != null && (settings == null || wish.isAnew())) {
      end(there.made(), () -> {});
      there = null;
    }
    if (settings == null) {
      shard.release(
          () -> onExecutor.accept(new QueueOpening.None()), () -> onExecutor.accept(busy()));
      return;
    }
    QueueState known = there;
    if (known == null && shard.queues().of(id.owner()).size() >= parts.mostOfOwner()) {
      onExecutor.accept(
          new QueueOpening.Refused(
              Reason.QUOTA, "an account has " + parts.mostOfOwner() + " queues at most"));
      return;
    }
    QueueDelivery delivery = known == null ? make(id, settings) : change(known, settings);
    tellLost(delivery.attach(new Attached(consumer, on)));
    show(delivery);
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
                                new OpenQueue(this, delivery.subscriber, attached),
                                known != null,
                                settings,
                                delivery.queue().open(),
                                filters)),
                    () -> onExecutor.accept(busy())));
  }

  /** The queue of that name; null when there is none, or it is kept no longer. */
  private @Nullable QueueState there(QueueId id) {
    QueueState queue = shard.queues().queue(id).orElse(null);
    if (queue != null && isOver(queue, now()) && !shard.refusesToFree()) {
      end(queue.made(), () -> {});
      return null;
    }
    return queue;
  }

  private static boolean isOver(QueueState queue, Instant now) {
    Duration expiry = queue.settings().expiry();
    Instant idleSince = queue.idleSince();
    return expiry != null && idleSince != null && !idleSince.plus(expiry).isAfter(now);
  }

  private static QueueOpening.Refused busy() {
    return new QueueOpening.Refused(Reason.BUSY, "nothing can be stored now; try again later");
  }

  private QueueDelivery make(QueueId id, QueueSettings settings) {
    QueueMade change = new QueueMade(id, settings);
    long at = shard.commit(List.of(QueueChangeCodec.encode(change, id.partition())));
    shard.queues().apply(change, at);
    return add(shard.queues().queue(id).orElseThrow());
  }

  private QueueDelivery change(QueueState queue, QueueSettings settings) {
    QueueDelivery known = delivery(queue.made());
    QueueDelivery delivery = known == null ? add(queue) : known;
    List<String> wanted = settings.filters().stream().map(QueueFilter::filter).toList();
    List<String> unwanted =
        queue.settings().filters().stream()
            .map(QueueFilter::filter)
            .filter(filter -> !wanted.contains(filter))
            .toList();
    if (!settings.equals(queue.settings()) || queue.idleSince() != null) {
      commit(new QueueConfigured(queue.made(), settings), queue);
    }
    if (!unwanted.isEmpty()) {
      parts.subscriptions().unsubscribe(delivery.subscriber, unwanted, removed -> {});
    }
    touch(delivery);
    return delivery;
  }

  /** The delivery that a consumer still has; null when it has lost it. */
  @Nullable QueueDelivery held(long made, Attached by) {
    QueueDelivery delivery = delivery(made);
    return delivery != null && delivery.attached() == by ? delivery : null;
  }

  void demand(long made, Attached by, int more) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      delivery.demand(more);
      shard.release(() -> pump(made), () -> {});
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
    shard.release(() -> pump(made), () -> {});
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
      drop(delivery, all, DropReason.BY_HAND);
      touch(delivery);
    }
    int dropped = count;
    shard.release(() -> told.accept(dropped), () -> told.accept(0));
  }

  /** Nobody has the items from now on. */
  void left(long made, Attached by) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      left(delivery, delivery.queue().settings(), now());
    }
  }

  /** As {@link #left(long, Attached)}, and the queue is kept for so long and with that. */
  void left(long made, Attached by, @Nullable Duration expiry, byte[] attachment, Instant since) {
    QueueDelivery delivery = held(made, by);
    if (delivery != null) {
      left(delivery, delivery.queue().settings().with(expiry, attachment), since);
    }
  }

  private void left(QueueDelivery delivery, QueueSettings settings, Instant since) {
    settle(delivery);
    Attached unused = delivery.attach(null);
    QueueState queue = delivery.queue();
    Duration expiry = settings.expiry();
    if (expiry != null && expiry.isZero()) {
      end(queue.made(), () -> {});
    } else if (!shard.refusesToFree()) {
      if (!settings.equals(queue.settings())) {
        commit(new QueueConfigured(queue.made(), settings), queue);
      }
      commit(new Left(queue.made(), since), queue);
      touch(delivery);
    }
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
    if (delivery.attached() == null && queue.idleSince() == null) {
      commit(new Left(queue.made(), now), queue); // the disk was full when it was left
    }
    if (isOver(queue, now)) {
      end(queue.made(), () -> {});
      return;
    }
    Instant unused = delivery.comesBack(now);
    Instant oldest = oldest(delivery, now);
    TreeSet<Long> expired = new TreeSet<>();
    TreeSet<Long> aged = new TreeSet<>();
    for (QueueEntry entry : queue.entries().values()) {
      if (delivery.isUnderWay(entry.number()) || entry.isReleased()) {
        continue;
      }
      if (entry.item().isExpired(now)) {
        expired.add(entry.number());
      } else if (entry.item().arrival().isBefore(oldest)) {
        aged.add(entry.number());
      }
    }
    drop(delivery, expired, DropReason.EXPIRED);
    drop(delivery, aged, DropReason.AGE);
    touch(delivery);
  }
}
