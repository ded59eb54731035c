package io.pipit.broker.port;

import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.port.SessionQueue.Put;
import io.pipit.broker.queue.QueueChange.Enqueued;
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
    if (shard.refusesChanges() && !delivery.settings().filters().containsAll(filters)) {
      by.on().execute(() -> told.accept(none)); // what it has already needs no room
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
    QueueDelivery delivery = queues.delivery(made);
    if (delivery == null) {
      return;
    }
    Map<String, QueueFilter> all = byName(delivery);
    for (int i = 0; i < filters.size(); i++) {
      Subscribed result = results.get(i);
      if (result == Subscribed.NEW || result == Subscribed.CHANGED) {
        all.put(filters.get(i).filter(), filters.get(i));
      }
    }
    change(delivery, List.copyOf(all.values()));
  }

  private static Map<String, QueueFilter> byName(QueueDelivery delivery) {
    Map<String, QueueFilter> all = new LinkedHashMap<>();
    delivery.settings().filters().forEach(each -> all.put(each.filter(), each));
    return all;
  }

  private void change(QueueDelivery delivery, List<QueueFilter> filters) {
    if (!filters.equals(delivery.settings().filters())) {
      configure(delivery, delivery.settings().with(filters));
    }
  }

  /** Whether somebody has its items is as before. */
  private void configure(QueueDelivery delivery, QueueSettings settings) {
    Instant leftAt = delivery.leftAt();
    if (leftAt == null) {
      delivery.wants(settings);
    } else {
      delivery.leftAt(leftAt, settings);
    }
    queues.catchUp(delivery);
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
              QueueDelivery now = queues.delivery(made);
              if (now != null && !shard.refusesToFree()) {
                Map<String, QueueFilter> all = byName(now);
                all.keySet().removeAll(filters);
                change(now, List.copyOf(all.values()));
              }
              Runnable tell = () -> by.on().execute(() -> told.accept(results));
              shard.release(tell, tell);
            });
  }

  /** See {@link PortQueues#keep}. */
  void keep(QueueId id, byte[] attachment, Consumer<Boolean> told) {
    QueueState queue = shard.queues().queue(id).orElse(null);
    QueueDelivery delivery = queue == null ? null : queues.delivery(queue.made());
    if (delivery == null || shard.refusesChanges()) {
      told.accept(false);
      return;
    }
    configure(delivery, delivery.settings().with(delivery.settings().expiry(), attachment));
    shard.release(() -> told.accept(true), () -> told.accept(false));
  }

  /** See {@link PortQueues#replace}. */
  void replace(QueueId id, byte[] attachment, byte[] with) {
    QueueState queue = shard.queues().queue(id).orElse(null);
    QueueDelivery delivery = queue == null ? null : queues.delivery(queue.made());
    if (delivery != null
        && delivery.leftAt() != null
        && Arrays.equals(delivery.settings().attachment(), attachment)
        && !shard.refusesToFree()) {
      configure(delivery, delivery.settings().with(delivery.settings().expiry(), with));
    }
  }

  /** See {@link SessionQueue#put}. */
  void put(long made, Attached by, List<Put> items, Consumer<Boolean> told) {
    QueueDelivery delivery = queues.held(made, by);
    if (delivery == null) {
      return;
    }
    boolean areStored = !shard.refusesChanges();
    if (areStored) {
      items.forEach(each -> put(delivery, each));
    }
    Runnable tell = () -> by.on().execute(() -> told.accept(areStored));
    // Behind what is done for what has come, so that it is delivered first.
    shard.loop().afterTasks(() -> shard.release(tell, tell));
  }

  private void put(QueueDelivery delivery, Put put) {
    PortItem shown = put.item();
    BareJid service = parts.subscriptions().names().owner(shown.node()).orElseThrow();
    String node = PortNames.own(shown.node());
    if (delivery.has(service, node, shown.seq(), put.filter())) {
      return;
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
  }
}
