package io.pipit.broker.port;

import io.pipit.broker.metrics.QueueMetrics;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueKind;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueStatus;
import io.pipit.xmpp.Jid;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A queue as those see it who publish. What only has to arrive at most once does not wait: its
 * consumer has it, or nobody. Any thread.
 */
final class QueueSubscriber implements LiveSubscriber {

  private final QueueId id;
  private final long made;
  private final Jid address;
  private final EntityShard owner;
  private final ShardQueues queues;
  private final AtomicLong next;
  private final QueueMetrics metrics;
  private volatile QueueStatus status;
  private volatile boolean refuses;
  private volatile Ends ends;

  /**
   * @param metrics what becomes of its items from now on
   */
  QueueSubscriber(QueueState queue, EntityShard owner, ShardQueues queues, QueueMetrics metrics) {
    this.metrics = metrics;
    this.status = QueueStatuses.of(queue, false);
    this.ends = queue.settings().ends();
    this.id = queue.id();
    this.made = queue.made();
    this.address = addressOf(id);
    this.owner = owner;
    this.queues = queues;
    this.next = new AtomicLong(queue.next());
  }

  /** By the resource that stands behind the kind of the queue, where it is one. */
  private static Jid addressOf(QueueId id) {
    int kind = id.name().indexOf('/');
    return Jid.parse(id.owner() + "/" + id.name().substring(kind + 1)).orElse(id.owner());
  }

  QueueId id() {
    return id;
  }

  /** The position of the record that made it. */
  long made() {
    return made;
  }

  EntityShard owner() {
    return owner;
  }

  /** The number of the next item; who draws one logs it. */
  long draw() {
    return next.getAndIncrement();
  }

  /** Below the numbers of all that is drawn from now on. */
  long next() {
    return next.get();
  }

  QueueStatus status() {
    return status;
  }

  /** Whether there is no room, and what is published is to be refused. */
  boolean refuses() {
    return refuses;
  }

  /** What waits in it when items are taken back. */
  Ends ends() {
    return ends;
  }

  /** In its shard: how it fares. */
  void show(QueueState queue, boolean isAttached) {
    QueueStatus before = status;
    status = QueueStatuses.of(queue, isAttached);
    count(queue, before);
    ends = queue.settings().ends();
    refuses =
        queue.settings().bounds().overflow() == Overflow.REFUSE
            && (queue.entries().size() >= queue.settings().bounds().items()
                || queue.bytes() >= queue.settings().bounds().bytes());
  }

  /** What has become of items since then; a log that has failed may have taken it back. */
  private void count(QueueState queue, QueueStatus before) {
    QueueKind kind = QueueKind.of(id.name());
    metrics.delivered(kind, Math.max(0, queue.delivered() - before.delivered()));
    queue
        .dropped()
        .forEach(
            (reason, all) -> {
              long known = before.dropped().getOrDefault(reason.word(), 0L);
              metrics.dropped(kind, reason, Math.max(0, all - known));
            });
  }

  @Override
  public Jid address() {
    return address;
  }

  @Override
  public LoopInbox loop() {
    return owner.loop();
  }

  @Override
  public void published(LiveItem item, LiveMatch match) {
    queues.passing(made, item, match);
  }
}
