package io.pipit.broker.port;

import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.port.QueueDelivery.Taken;
import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.pubsub.store.RecordGoneException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the items of the queues of one shard to their consumers, as they ask: what is at hand at
 * once, what is not is read from the log, a page at a time for each queue. Confined to its shard.
 */
final class QueuePump {

  private static final Logger LOG = LoggerFactory.getLogger(QueuePump.class);

  /** What cannot be read is tried again so late. */
  private static final Duration UNREADABLE = Duration.ofSeconds(30);

  private final EntityShard shard;
  private final PortQueues.Parts parts;
  private final ShardQueues queues;
  private final QueueDrops drops;

  QueuePump(EntityShard shard, PortQueues.Parts parts, ShardQueues queues, QueueDrops drops) {
    this.shard = shard;
    this.parts = parts;
    this.queues = queues;
    this.drops = drops;
  }

  /** Gives the consumer of a queue what it asks for, as far as that is durable. */
  void next(long made) {
    QueueDelivery delivery = queues.delivery(made);
    if (delivery == null || delivery.isReading || delivery.attached() == null) {
      return;
    }
    List<Taken> page = delivery.take(parts.log().durable());
    if (page.isEmpty()) {
      if (delivery.hasDemand() && !shard.hasFailed()) {
        shard.release(() -> next(made), () -> {}); // what is next is not durable yet
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
    QueueDelivery delivery = queues.delivery(made);
    if (delivery == null) {
      return;
    }
    delivery.isReading = false;
    if (delivery.attached() == attached) { // else all of it waits again
      deliver(delivery, read, may);
    }
    next(made);
  }

  /**
   * Gives items to the consumer.
   *
   * @param may which of them it may have; who is told of every end is told of it whatever it may
   */
  private void deliver(QueueDelivery delivery, List<Read> read, Predicate<WaitingItem> may) {
    Instant now = queues.now();
    Instant oldest = QueueDrops.oldest(delivery, now);
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
      } else if (!entry.isReleased() && !isForAll(entry, delivery) && !may.test(entry.item())) {
        forbidden.add(entry.number());
      } else if (item != null) {
        items.add(queued(entry, item, each.taken.again(), delivery.isCopy(entry.number())));
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
        drops.drop(delivery, expired, DropReason.EXPIRED);
        drops.drop(delivery, aged, DropReason.AGE);
        drops.drop(delivery, forbidden, DropReason.FORBIDDEN);
      }
      queues.touch(delivery);
    }
    Attached attached = delivery.attached();
    if (!items.isEmpty() && attached != null) {
      attached.on().execute(() -> attached.consumer().deliver(items));
    }
    if (delivery.hasDemand()) {
      pumpLater(delivery);
    }
  }

  private static boolean isForAll(QueueEntry entry, QueueDelivery delivery) {
    return entry.item().isEnd() && delivery.queue().settings().ends() == Ends.ALWAYS;
  }

  private void pumpLater(QueueDelivery delivery) {
    long made = delivery.subscriber.made();
    shard.execute(() -> next(made));
  }

  private QueuedItem queued(QueueEntry entry, Item item, boolean again, boolean isCopy) {
    WaitingItem waiting = entry.item();
    PortItem shown =
        PortItems.of(
            parts.subscriptions().names().of(waiting.service(), waiting.node()),
            item,
            waiting.showsPublisher() ? item.publisher() : null,
            waiting.showsContent(),
            waiting.stands() && entry.asPublished());
    return new QueuedItem(
        entry.number(),
        shown,
        entry.assurance(),
        entry.identifiers(),
        again,
        entry.isReleased(),
        waiting.stands(),
        isCopy);
  }
}
