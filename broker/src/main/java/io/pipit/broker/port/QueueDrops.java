package io.pipit.broker.port;

import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueKind;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Span;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueDrop;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the queues of one shard do not keep, and why. Confined to its shard. */
final class QueueDrops {

  private static final Logger LOG = LoggerFactory.getLogger(QueueDrops.class);

  private final ShardQueues queues;
  private final PortQueues.Parts parts;

  QueueDrops(ShardQueues queues, PortQueues.Parts parts) {
    this.queues = queues;
    this.parts = parts;
  }

  /** What newer items have taken the place of. */
  void replaced(QueueDelivery delivery) {
    drop(delivery, delivery.takeReplaced(), DropReason.REPLACED);
  }

  /** What there is no room for. */
  void overflow(QueueDelivery delivery, Instant now) {
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
    if (dropped.isEmpty()) {
      return;
    }
    QueueDrop drop = dropOf(delivery, dropped, DropReason.OVERFLOW);
    drop(delivery, dropped, DropReason.OVERFLOW);
    boolean isToldElsewhere =
        QueueKind.of(queue.id().name()) == QueueKind.BRIDGE && delivery.attached() != null;
    if (!isToldElsewhere && delivery.mayTell(now)) {
      LOG.atWarn()
          .addKeyValue("event", "queue.overflow")
          .addKeyValue("queue", queue.id())
          .addKeyValue("first", drop.first())
          .addKeyValue("last", drop.last())
          .log("a queue has no room; what is dropped is counted, and told once a minute");
    }
  }

  /** What is too old, or of no use any more. */
  void old(QueueDelivery delivery, Instant now) {
    Instant oldest = oldest(delivery, now);
    TreeSet<Long> expired = new TreeSet<>();
    TreeSet<Long> aged = new TreeSet<>();
    for (QueueEntry entry : delivery.queue().entries().values()) {
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
  }

  /** What arrived before has waited too long. */
  static Instant oldest(QueueDelivery delivery, Instant now) {
    Duration age = delivery.queue().settings().bounds().age();
    return age.compareTo(Duration.between(Instant.EPOCH, now)) > 0 ? Instant.EPOCH : now.minus(age);
  }

  private QueueDrop dropOf(QueueDelivery delivery, SortedSet<Long> numbers, DropReason reason) {
    return new QueueDrop(
        reason.word(),
        numbers.size(),
        name(delivery, numbers.first()),
        name(delivery, numbers.last()));
  }

  private QueueDrop.Name name(QueueDelivery delivery, long number) {
    QueueEntry entry = delivery.queue().entry(number);
    if (entry == null) {
      return new QueueDrop.Name("", "");
    }
    WaitingItem item = entry.item();
    return new QueueDrop.Name(
        parts.subscriptions().names().of(item.service(), item.node()), item.id());
  }

  /** Drops; the log of changes has it, and the consumer hears of it. */
  void drop(QueueDelivery delivery, SortedSet<Long> numbers, DropReason reason) {
    if (!numbers.isEmpty()) {
      QueueDelivery.Attached attached = delivery.attached();
      if (attached != null) {
        QueueDrop drop = dropOf(delivery, numbers, reason);
        attached.on().execute(() -> attached.consumer().dropped(drop));
      }
      queues.commit(
          new Dropped(delivery.queue().made(), Span.of(numbers), reason), delivery.queue());
      numbers.forEach(delivery::gone);
    }
  }
}
