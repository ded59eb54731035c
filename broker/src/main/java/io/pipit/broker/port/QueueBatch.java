package io.pipit.broker.port;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.module.Riders;
import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits in queues because of one decision: logged with it, it then goes to the owners of the
 * queues. Confined to the shard that has decided.
 */
final class QueueBatch implements Riders {

  private final Shards shards;
  private final Function<EntityShard, ShardQueues> inShards;
  private final PortQueues.Parts parts;
  private final BlockLists blocks;
  private final List<Change> changes;
  private final EntityShard from;
  private final List<LogRecord> records = new ArrayList<>();
  private final List<QueueChange> riders = new ArrayList<>();

  /** By rider; null where there is none. */
  private final List<@Nullable Item> items = new ArrayList<>();

  /**
   * @param changes of the decision that are logged, in the order of the log
   * @param from where it is decided
   */
  QueueBatch(
      Shards shards,
      Function<EntityShard, ShardQueues> inShards,
      PortQueues.Parts parts,
      BlockLists blocks,
      List<Change> changes,
      EntityShard from) {
    this.shards = shards;
    this.inShards = inShards;
    this.parts = parts;
    this.blocks = blocks;
    this.changes = changes;
    this.from = from;
  }

  boolean isEmpty() {
    return riders.isEmpty();
  }

  void add(Announcement.Published published, int assurance) {
    if (published.audience() instanceof PortAudience all) {
      PortAudience audience = reachable(all, published.service());
      List<PortAudience.Queued> queued = audience.queued(published.requester(), assurance);
      if (!queued.isEmpty()) {
        published.items().forEach(item -> add(published, item, queued, assurance));
      }
    }
  }

  private PortAudience reachable(PortAudience audience, BareJid service) {
    return audience.hasQueues() ? audience.reachable(service, blocks) : audience;
  }

  /**
   * First what waits goes, and then that it has may wait. What was published and waits comes all
   * the same where only nothing is to stand any more: nobody took it back.
   */
  void add(Announcement.Withdrawn withdrawn, int assurance, boolean isTold) {
    BareJid service = withdrawn.service();
    String node = withdrawn.node();
    int partition = Partitions.of(service, node);
    if (withdrawn.isOfAll() || (!withdrawn.ids().isEmpty() && !withdrawn.standing())) {
      add(new Withdrawn(service, node, withdrawn.ids()), partition);
    }
    if (!(withdrawn.audience() instanceof PortAudience all) || !all.hasQueues()) {
      return;
    }
    PortAudience audience = reachable(all, service);
    Instant now = Instant.ofEpochMilli(parts.clock().millis());
    if (withdrawn.ends()) {
      List<PortAudience.Queued> queued = audience.toldOfEnd(withdrawn.requester());
      addEnd(service, node, WaitingItem.endItem(service, 0, now), true, queued, assurance);
    }
    if (isTold) {
      Item end = WaitingItem.endItem(service, withdrawn.seq() + 1, now);
      List<PortAudience.Queued> queued = audience.toldOfWithdrawn(withdrawn.requester(), assurance);
      addEnd(service, node, end, withdrawn.standing(), queued, assurance);
    }
  }

  private void addEnd(
      BareJid service,
      String node,
      Item end,
      boolean stands,
      List<PortAudience.Queued> queued,
      int assurance) {
    if (!queued.isEmpty()) {
      WaitingItem waiting = WaitingItem.end(service, node, end, stands);
      int partition = Partitions.of(service, node);
      add(waiting, 0, end, targets(queued, assurance), partition);
    }
  }

  private void add(
      Announcement.Published published,
      Item item,
      List<PortAudience.Queued> queued,
      int assurance) {
    WaitingItem waiting =
        WaitingItem.of(
            published.service(),
            published.node(),
            item,
            published.kind() == PublishKind.STANDING,
            published.shownPublisher() != null,
            published.payloads());
    add(
        waiting,
        behind(published, item),
        item,
        targets(queued, assurance),
        Partitions.of(published.service(), published.node()));
  }

  private void add(
      WaitingItem waiting, int behind, Item item, List<Target> targets, int partition) {
    add(new Enqueued(waiting, behind, behind == 0 ? item : null, targets), partition);
    items.set(items.size() - 1, item);
  }

  /** What waits is to arrive at least once. */
  private static List<Target> targets(List<PortAudience.Queued> queued, int assurance) {
    List<Target> targets = new ArrayList<>(queued.size());
    for (PortAudience.Queued each : queued) {
      LiveMatch match = each.match();
      targets.add(
          new Target(
              each.subscriber().made(),
              each.subscriber().draw(),
              Math.max(1, Math.min(assurance, match.assurance())),
              match.asPublished(),
              match.identifierList()));
    }
    return targets;
  }

  /** How many records before the next one the item is; 0 when it is in none. */
  private int behind(Announcement.Published published, Item item) {
    for (int i = changes.size() - 1; i >= 0; i--) {
      Change change = changes.get(i);
      if (change.node().equals(published.node())
          && change.service().equals(published.service())
          && change.held().stream().anyMatch(held -> held.seq() == item.seq())) {
        return changes.size() + riders.size() - i;
      }
    }
    return 0;
  }

  void add(QueueChange change, int partition) {
    riders.add(change);
    items.add(null);
    records.add(QueueChangeCodec.encode(change, partition));
  }

  @Override
  public List<LogRecord> records() {
    return records;
  }

  @Override
  public void committed(long first) {
    Map<EntityShard, List<Runnable>> arrivals = new HashMap<>();
    for (int i = 0; i < riders.size(); i++) {
      QueueChange change = riders.get(i);
      long at = first + i;
      Item item = items.get(i);
      if (change instanceof Enqueued enqueued && item != null) {
        arrive(enqueued, at, item, arrivals);
      } else if (change instanceof Withdrawn withdrawn) {
        for (EntityShard owner : shards.all()) {
          arrivals(owner, arrivals).add(() -> inShards.apply(owner).withdrawn(withdrawn, at));
        }
      } else if (change instanceof Received received) {
        QueueSubscriber subscriber = parts.known().get(received.queue());
        if (subscriber != null) {
          EntityShard owner = subscriber.owner();
          arrivals(owner, arrivals).add(() -> owner.queues().apply(received, at));
        }
      }
    }
    long last = first + riders.size() - 1;
    arrivals.forEach((owner, all) -> follow(owner, last, () -> all.forEach(Runnable::run)));
  }

  private void arrive(
      Enqueued change, long at, Item item, Map<EntityShard, List<Runnable>> arrivals) {
    for (Target target : change.targets()) {
      QueueSubscriber subscriber = parts.known().get(target.queue());
      if (subscriber != null) { // else it has ended
        EntityShard owner = subscriber.owner();
        arrivals(owner, arrivals).add(() -> inShards.apply(owner).came(change, target, at, item));
      }
    }
  }

  private List<Runnable> arrivals(EntityShard owner, Map<EntityShard, List<Runnable>> arrivals) {
    return arrivals.computeIfAbsent(owner, own -> new ArrayList<>());
  }

  private void follow(EntityShard owner, long position, Runnable arrival) {
    if (owner == from) {
      arrival.run();
    } else {
      owner.execute(() -> owner.follow(position, arrival));
    }
  }
}
