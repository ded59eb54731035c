package io.pipit.broker.port;

import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.port.SessionQueue.Put;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What the consumers of the queues of one shard change at them. Confined to the shard. */
final class QueueSubscriptions {

  private final EntityShard shard;
  private final PortQueues.Parts parts;
  private final ShardQueues queues;

  QueueSubscriptions(EntityShard shard, PortQueues.Parts parts, ShardQueues queues) {
    this.shard = shard;
    this.parts = parts;
    this.queues = queues;
  }

  /** See {@link SessionQueue#subscribe}. */
  void subscribe(
      long made, Attached by, List<QueueFilter> filters, Consumer<List<Subscribed>> told) {
    QueueDelivery delivery = queues.held(made, by);
    if (delivery == null) {
      return;
    }
    long next = delivery.subscriber.next();
    filters.forEach(each -> delivery.asked(each.filter(), next));
    List<Subscribed> none = Collections.nCopies(filters.size(), Subscribed.QUOTA);
    if (shard.refusesChanges()) {
      by.on().execute(() -> told.accept(none));
      return;
    }
    parts
        .subscriptions()
        .subscribe(
            delivery.subscriber,
            filters,
            results -> {
              keep(made, filters, results);
              shard.release(
                  () -> by.on().execute(() -> told.accept(results)),
                  () -> by.on().execute(() -> told.accept(none)));
            });
  }

  /** Also when the consumer has gone meanwhile: it may find the subscriptions when it returns. */
  private void keep(long made, List<QueueFilter> filters, List<Subscribed> results) {
    QueueState queue = shard.queues().madeBy(made);
    if (queue == null) {
      return;
    }
    Map<String, QueueFilter> all = byName(queue);
    for (int i = 0; i < filters.size(); i++) {
      Subscribed result = results.get(i);
      if (result == Subscribed.NEW || result == Subscribed.CHANGED) {
        all.put(filters.get(i).filter(), filters.get(i));
      }
    }
    change(queue, List.copyOf(all.values()));
  }

  private static Map<String, QueueFilter> byName(QueueState queue) {
    Map<String, QueueFilter> all = new LinkedHashMap<>();
    queue.settings().filters().forEach(each -> all.put(each.filter(), each));
    return all;
  }

  private void change(QueueState queue, List<QueueFilter> filters) {
    if (!filters.equals(queue.settings().filters())) {
      configure(queue, queue.settings().with(filters));
    }
  }

  /** Whether somebody has its items is as before. */
  private void configure(QueueState queue, QueueSettings settings) {
    Instant idleSince = queue.idleSince();
    queues.commit(new QueueConfigured(queue.made(), settings), queue);
    if (idleSince != null) {
      queues.commit(new Left(queue.made(), idleSince), queue);
    }
  }

  /** See {@link SessionQueue#unsubscribe}. */
  void unsubscribe(long made, Attached by, List<String> filters, Consumer<List<Boolean>> told) {
    QueueDelivery delivery = queues.held(made, by);
    if (delivery == null) {
      return;
    }
    filters.forEach(delivery::unasked);
    parts
        .subscriptions()
        .unsubscribe(
            delivery.subscriber,
            filters,
            results -> {
              QueueState queue = shard.queues().madeBy(made);
              if (queue != null && !shard.refusesToFree()) {
                Map<String, QueueFilter> all = byName(queue);
                all.keySet().removeAll(filters);
                change(queue, List.copyOf(all.values()));
              }
              Runnable tell = () -> by.on().execute(() -> told.accept(results));
              shard.release(tell, tell);
            });
  }

  /** See {@link PortQueues#keep}. */
  void keep(QueueId id, byte[] attachment, Consumer<Boolean> told) {
    QueueState queue = shard.queues().queue(id).orElse(null);
    if (queue == null || shard.refusesChanges()) {
      told.accept(false);
      return;
    }
    configure(queue, queue.settings().with(queue.settings().expiry(), attachment));
    shard.release(() -> told.accept(true), () -> told.accept(false));
  }

  /** See {@link PortQueues#replace}. */
  void replace(QueueId id, byte[] attachment, byte[] with) {
    QueueState queue = shard.queues().queue(id).orElse(null);
    if (queue != null
        && queue.idleSince() != null
        && Arrays.equals(queue.settings().attachment(), attachment)
        && !shard.refusesToFree()) {
      configure(queue, queue.settings().with(queue.settings().expiry(), with));
    }
  }

  /** See {@link SessionQueue#put}. */
  void put(long made, Attached by, List<Put> items, IntConsumer told) {
    QueueDelivery delivery = queues.held(made, by);
    if (delivery == null) {
      return;
    }
    int count = 0;
    if (!shard.refusesChanges()) {
      for (Put each : items) {
        count += put(delivery, each);
      }
    }
    int waiting = count;
    Runnable tell = () -> by.on().execute(() -> told.accept(waiting));
    // Behind what is done for what has come, so that it is delivered first.
    shard.loop().afterTasks(() -> shard.release(tell, tell));
  }

  private int put(QueueDelivery delivery, Put put) {
    PortItem shown = put.item();
    BareJid service = parts.subscriptions().names().owner(shown.node()).orElseThrow();
    String node = PortNames.own(shown.node());
    if (delivery.has(service, node, shown.seq(), put.filter())) {
      return 0;
    }
    Item item = PortItems.back(shown, service);
    List<Target> targets = new ArrayList<>(1);
    targets.add(
        new Target(
            delivery.subscriber.made(),
            delivery.subscriber.draw(),
            put.assurance(),
            true,
            put.identifiers()));
    WaitingItem waiting =
        WaitingItem.of(service, node, item, true, shown.publisher() != null, true);
    Enqueued change = new Enqueued(waiting, 0, item, targets);
    long at =
        shard.commit(List.of(QueueChangeCodec.encode(change, delivery.queue().id().partition())));
    delivery.copy(targets.get(0).number());
    queues.came(change, targets.get(0), at, item);
    return 1;
  }
}
