package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.TopicNames.TopicFilter;
import io.pipit.broker.port.PortQueues;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.broker.queue.QueueId;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The shared subscriptions of all accounts: one for each account, group and filter. Any thread;
 * each is looked after in the shard of its queue.
 */
final class SharedGroups {

  private static final String QUEUES = "share/";

  private final PortQueues queues;
  private final QueueBounds bounds;
  private final Duration maxExpiry;
  private final Clock clock;
  private final Map<QueueId, SharedGroup> groups = new ConcurrentHashMap<>();

  /** Sessions without a connection that have subscriptions whose groups have no member now. */
  private final Map<QueueId, Map<FullJid, Instant>> away = new ConcurrentHashMap<>();

  /**
   * @param bounds of each queue
   * @param maxExpiry how long a session may be kept
   */
  SharedGroups(PortQueues queues, QueueBounds bounds, Duration maxExpiry, Clock clock) {
    this.queues = queues;
    this.bounds = bounds;
    this.maxExpiry = maxExpiry;
    this.clock = clock;
  }

  PortQueues queues() {
    return queues;
  }

  Executor shardOf(QueueId id) {
    return queues.shardOf(id);
  }

  /** How long a queue is kept of which a crash has taken all members. */
  Duration kept() {
    return maxExpiry;
  }

  private static QueueId queue(BareJid account, TopicFilter filter) {
    return new QueueId(account, QUEUES + filter.group().orElseThrow() + "/" + filter.filter());
  }

  /** A connected client becomes a member; told in a shard what came of it. */
  void join(SharedMember member, TopicFilter filter, Consumer<Subscribed> told) {
    QueueId id = queue(member.client().bare(), filter);
    shardOf(id).execute(() -> group(id, filter.filter()).join(member, told));
  }

  /** In the shard. */
  private SharedGroup group(QueueId id, String filter) {
    return groups.computeIfAbsent(
        id,
        made -> {
          SharedGroup group = new SharedGroup(id, filter, bounds, this, clock);
          Map<FullJid, Instant> those = away.remove(id);
          if (those != null) {
            those.forEach(group::isAway);
          }
          return group;
        });
  }

  /**
   * Its connection has ended, or its subscription.
   *
   * @param until its session is kept with the subscription, if that is later than now
   */
  void leave(SharedMember member, TopicFilter filter, Instant until) {
    QueueId id = queue(member.client().bare(), filter);
    shardOf(id)
        .execute(
            () -> {
              SharedGroup group = groups.get(id);
              if (group != null) {
                group.leave(member, until);
              }
            });
  }

  /** A session of a client has a subscription, and no connection. */
  void isAway(FullJid client, TopicFilter filter, Instant until) {
    QueueId id = queue(client.bare(), filter);
    shardOf(id).execute(() -> isAway(id, filter.filter(), client, until));
  }

  /** In the shard. */
  void isAway(QueueId id, String filter, FullJid client, Instant until) {
    if (until.isAfter(clock.instant())) {
      SharedGroup group = groups.get(id);
      if (group != null) {
        group.isAway(client, until);
      } else {
        away.computeIfAbsent(id, made -> new ConcurrentHashMap<>()).put(client, until);
      }
    }
  }

  /** In the shard: it has no member any more. */
  void ended(QueueId id) {
    groups.remove(id);
  }
}
