package io.pipit.broker.port;

import io.pipit.broker.account.BlockLists;
import io.pipit.broker.metrics.QueueMetrics;
import io.pipit.broker.module.Riders;
import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.ChangeLog;
import io.pipit.xmpp.Jid;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queues of all shards, as those see them who publish and who consume. Any thread. */
public final class PortQueues {

  /**
   * What all shards have in common.
   *
   * @param known all queues by the records that made them
   * @param names the records by the queues that they made
   * @param rights judged again for what has waited
   * @param reader where items are read that are not in memory; blocks
   * @param mostOfOwner how many queues one account may have
   */
  record Parts(
      ChangeLog log,
      PortSubscriptions subscriptions,
      Map<Long, QueueSubscriber> known,
      Map<QueueId, Long> names,
      Rights rights,
      Executor reader,
      int mostOfOwner,
      Clock clock,
      QueueMetrics metrics) {}

  private final Shards shards;
  private final BlockLists blocks;
  private final Parts parts;
  private final Map<EntityShard, ShardQueues> inShards = new HashMap<>();

  /** Until somebody judges, as in tests, all may have what they were to have. */
  private volatile Rights rights = (who, items, told) -> told.accept(item -> true);

  /** Whether who is to have what has waited may still have it. */
  public interface Rights {

    /**
     * Any thread: judges some items.
     *
     * @param told on any thread, which of them the reader may have
     */
    void judge(Jid reader, Collection<WaitingItem> items, Consumer<Predicate<WaitingItem>> told);
  }

  /**
   * Made while nothing runs in the shards yet.
   *
   * @param reader where items are read that are not in memory; blocks, and takes a task for each
   *     queue at most
   * @param mostOfOwner how many queues one account may have
   * @param blocks who is not told by whom
   */
  public PortQueues(
      Shards shards,
      ChangeLog log,
      PortSubscriptions subscriptions,
      BlockLists blocks,
      Executor reader,
      int mostOfOwner,
      Clock clock) {
    this(shards, log, subscriptions, blocks, reader, mostOfOwner, clock, QueueMetrics.NONE);
  }

  /** The same, counted. */
  public PortQueues(
      Shards shards,
      ChangeLog log,
      PortSubscriptions subscriptions,
      BlockLists blocks,
      Executor reader,
      int mostOfOwner,
      Clock clock,
      QueueMetrics metrics) {
    this.shards = shards;
    this.blocks = blocks;
    this.parts =
        new Parts(
            log,
            subscriptions,
            new ConcurrentHashMap<>(),
            new ConcurrentHashMap<>(),
            (who, items, told) -> rights.judge(who, items, told),
            reader,
            mostOfOwner,
            clock,
            metrics);
    for (EntityShard shard : shards.all()) {
      inShards.put(shard, new ShardQueues(shard, parts));
    }
  }

  /** Before anything runs in the shards: who judges what has waited. */
  public void judgedBy(Rights judge) {
    rights = judge;
  }

  private ShardQueues in(EntityShard shard) {
    ShardQueues queues = inShards.get(shard);
    if (queues == null) {
      throw new IllegalArgumentException("not a shard of this node");
    }
    return queues;
  }

  /**
   * The log was read, and whoever publishes waits for the result: everything is subscribed that was
   * before.
   */
  public CompletableFuture<Void> start() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (EntityShard shard : shards.all()) {
      CompletableFuture<Void> started = new CompletableFuture<>();
      all.add(started);
      shard.execute(() -> start(shard, started));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private void start(EntityShard shard, CompletableFuture<Void> started) {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (QueueSubscriber subscriber : in(shard).start()) {
      QueueState queue = shard.queues().madeBy(subscriber.made());
      if (queue != null) {
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        all.add(subscribed);
        parts
            .subscriptions()
            .subscribe(subscriber, queue.settings().filters(), told -> subscribed.complete(null));
      }
    }
    CompletableFuture<?> unused =
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
            .thenRun(() -> started.complete(null));
  }

  // ---- consuming

  /**
   * Makes a queue, changes it to what it is to be, or finds it as it is. From then on the consumer
   * is the one that has its items; another one has lost it.
   *
   * @param on where the consumer is called, and told what became of it
   */
  public void open(
      QueueId id,
      QueueSettings settings,
      ItemConsumer consumer,
      Executor on,
      Consumer<QueueOpening> told) {
    open(id, there -> settings, consumer, on, told);
  }

  /** The same, where what it is to be depends on what is there. */
  public void open(
      QueueId id, Wish wish, ItemConsumer consumer, Executor on, Consumer<QueueOpening> told) {
    EntityShard shard = shards.ofPartition(id.partition());
    shard.execute(() -> in(shard).openings().open(id, wish, consumer, on, told));
  }

  /**
   * Whether there may be a queue of that name: not when all that was asked for it was told, and
   * there is none.
   */
  public boolean mayBe(QueueId id) {
    return parts.names().containsKey(id);
  }

  /** Runs tasks in the shard of a queue, in their order with what is asked of it. */
  public Executor shardOf(QueueId id) {
    return shards.ofPartition(id.partition())::execute;
  }

  /** Where what is published for a queue arrives. */
  public LoopInbox loopOf(QueueId id) {
    return shards.ofPartition(id.partition()).loop();
  }

  /** How many queues whose names begin so nobody has the items of. */
  public int away(String beginning) {
    int away = 0;
    for (QueueSubscriber each : parts.known().values()) {
      if (each.id().name().startsWith(beginning) && !each.status().isAttached()) {
        away++;
      }
    }
    return away;
  }

  /**
   * A queue that was there when the node started.
   *
   * @param since nobody has its items since then
   */
  public record Kept(QueueId id, QueueSettings settings, Instant since) {}

  /** Those whose names begin so, and whose items nobody has. */
  public CompletableFuture<List<Kept>> kept(String beginning) {
    List<CompletableFuture<List<Kept>>> all = new ArrayList<>();
    for (EntityShard shard : shards.all()) {
      CompletableFuture<List<Kept>> those = new CompletableFuture<>();
      all.add(those);
      shard.execute(
          () -> {
            List<Kept> kept = new ArrayList<>();
            for (QueueState queue : shard.queues().all()) {
              Instant since = queue.idleSince();
              if (since != null && queue.id().name().startsWith(beginning)) {
                kept.add(new Kept(queue.id(), queue.settings(), since));
              }
            }
            those.complete(kept);
          });
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().flatMap(each -> each.join().stream()).toList());
  }

  /**
   * Keeps something else with a queue whose items nobody has, if this is what is kept with it now.
   */
  public void replace(QueueId id, byte[] attachment, byte[] with) {
    EntityShard shard = shards.ofPartition(id.partition());
    shard.execute(() -> in(shard).changes().replace(id, attachment, with));
  }

  /**
   * Keeps something else with a queue, whoever has its items.
   *
   * @param told on any thread, whether that is durable
   */
  public void keep(QueueId id, byte[] attachment, Consumer<Boolean> told) {
    EntityShard shard = shards.ofPartition(id.partition());
    shard.execute(() -> in(shard).changes().keep(id, attachment, told));
  }

  /**
   * What a queue is to be, null when there is none of that name.
   *
   * @param found called in the queue's shard
   */
  public void find(QueueId id, Consumer<@Nullable QueueSettings> found) {
    EntityShard shard = shards.ofPartition(id.partition());
    shard.execute(
        () -> found.accept(shard.queues().queue(id).map(QueueState::settings).orElse(null)));
  }

  /**
   * Ends a queue, if there is one of that name, with all that waits.
   *
   * @param durable run in its shard when that is durable
   */
  public void end(QueueId id, Runnable durable) {
    EntityShard shard = shards.ofPartition(id.partition());
    shard.execute(
        () -> in(shard).end(shard.queues().queue(id).map(QueueState::made).orElse(0L), durable));
  }

  /** What operators see of them. */
  public QueueOverview overview() {
    return new QueueOverview(parts.known().values());
  }

  /** Looks at all queues, as is done now and again. */
  void lookAtAll() {
    inShards.forEach((shard, queues) -> shard.execute(queues::lookAtAll));
  }

  // ---- publishing

  /**
   * Any thread: whether one of those who are to get something has no room, and wants it refused.
   */
  boolean areFull(List<Announcement> announcements, int assurance) {
    for (Announcement announcement : announcements) {
      if (announcement instanceof Announcement.Published published
          && published.audience() instanceof PortAudience audience
          && audience.queued(published.requester(), assurance).stream()
              .anyMatch(queued -> queued.subscriber().refuses())) {
        return true;
      }
    }
    return false;
  }

  /**
   * In the shard that has decided: what is logged behind the changes of the decision.
   *
   * @param changes of the decision, in the order of the log
   * @param together logged too
   * @param told whether those who listen at doors are told of it
   */
  Riders riders(
      List<Announcement> announcements,
      List<Change> changes,
      int assurance,
      List<QueueChange> together,
      Predicate<Announcement> told,
      EntityShard from) {
    if (parts.known().isEmpty()) {
      return Riders.NONE;
    }
    List<Change> stored = changes.stream().filter(Change::isDurable).toList();
    QueueBatch batch = new QueueBatch(shards, this::in, parts, blocks, stored, from);
    for (Announcement announcement : announcements) {
      if (announcement instanceof Announcement.Published published) {
        batch.add(published, assurance);
      } else {
        batch.add((Announcement.Withdrawn) announcement, assurance, told.test(announcement));
      }
    }
    together.forEach(change -> batch.add(change, 0));
    return batch.isEmpty() ? Riders.NONE : batch;
  }
}
