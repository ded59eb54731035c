package io.pipit.broker.mqtt;

import io.pipit.broker.port.ItemConsumer;
import io.pipit.broker.port.LiveItem;
import io.pipit.broker.port.LiveMatch;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.broker.port.QueueOpening;
import io.pipit.broker.port.SessionQueue;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueSettings.Ends;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.xmpp.FullJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared subscription (MQTT 5, 4.8.2): one queue, whose messages go each to the member that has
 * the fewest on their way. What a lost member has not acknowledged goes to another one. Confined to
 * the shard of its queue.
 *
 * <p>The queue is kept while a session has the subscription, be its client connected or not, and
 * after that for no longer than that session would have been.
 */
final class SharedGroup implements ItemConsumer {

  /** So many messages are on their way to one member at most. */
  static final int MOST_OF_MEMBER = 100;

  private final QueueId id;
  private final QueueFilter filter;
  private final QueueBounds bounds;
  private final SharedGroups groups;
  private final Executor shard;
  private final Clock clock;

  /** Who has asked last for less is first. */
  private final Map<SharedMember, TreeMap<Long, QueuedItem>> members = new LinkedHashMap<>();

  /** Sessions without a connection that have the subscription, and until when they are kept. */
  private final Map<FullJid, Instant> away = new HashMap<>();

  private final ArrayDeque<QueuedItem> waiting = new ArrayDeque<>(0);
  private final List<Runnable> untilOpen = new ArrayList<>(0);
  private @Nullable SessionQueue queue;
  private boolean isOpening;
  private Subscribed result = Subscribed.NEW;
  private int demanded;

  SharedGroup(QueueId id, String filter, QueueBounds bounds, SharedGroups groups, Clock clock) {
    this.id = id;
    this.filter = new QueueFilter(filter, 1, false, true, 0);
    this.bounds = bounds;
    this.groups = groups;
    this.shard = groups.shardOf(id);
    this.clock = clock;
  }

  // ---- who is a member

  /** A session that is kept until then has the subscription, and no connection. */
  void isAway(FullJid client, Instant until) {
    away.put(client, until);
  }

  /** A connected client is a member from now on; told in the shard what came of it. */
  void join(SharedMember member, Consumer<Subscribed> told) {
    boolean isNew = !members.containsKey(member);
    members.computeIfAbsent(member, who -> new TreeMap<>());
    away.remove(member.client());
    Runnable then =
        () -> {
          if (result == Subscribed.NEW || result == Subscribed.CHANGED) {
            told.accept(isNew ? Subscribed.NEW : Subscribed.CHANGED);
            spread();
          } else {
            Subscribed refused = result;
            leave(member, Instant.EPOCH);
            told.accept(refused);
          }
        };
    if (queue != null) {
      then.run();
    } else {
      untilOpen.add(then);
      open();
    }
  }

  private void open() {
    if (!isOpening) {
      isOpening = true;
      groups
          .queues()
          .open(
              id,
              there ->
                  new QueueSettings(
                      List.of(filter), bounds, groups.kept(), Ends.AS_TOLD, LastWill.NONE),
              this,
              shard,
              this::opened);
    }
  }

  private void opened(QueueOpening opening) {
    isOpening = false;
    if (opening instanceof QueueOpening.Opened opened) {
      queue = opened.queue();
      result = opened.filters().get(0);
    } else {
      result = Subscribed.QUOTA;
    }
    List<Runnable> all = List.copyOf(untilOpen);
    untilOpen.clear();
    all.forEach(Runnable::run);
    endIfUnused();
  }

  /**
   * Its connection or its subscription has ended.
   *
   * @param until its session is kept with the subscription, if that is later than now
   */
  void leave(SharedMember member, Instant until) {
    TreeMap<Long, QueuedItem> left = members.remove(member);
    if (left == null) {
      return;
    }
    if (until.isAfter(clock.instant())) {
      away.put(member.client(), until);
    }
    List<QueuedItem> again = new ArrayList<>(left.values());
    for (int i = again.size() - 1; i >= 0; i--) {
      waiting.addFirst(repeated(again.get(i)));
    }
    spread();
    endIfUnused();
  }

  private static QueuedItem repeated(QueuedItem item) {
    return new QueuedItem(
        item.number(),
        item.item(),
        item.assurance(),
        item.identifiers(),
        false,
        false,
        item.stands(),
        false);
  }

  private void endIfUnused() {
    SessionQueue open = queue;
    if (!members.isEmpty() || isOpening) {
      return;
    }
    groups.ended(id);
    Instant now = clock.instant();
    Instant until = away.values().stream().max(Instant::compareTo).orElse(now);
    away.forEach((client, end) -> groups.isAway(id, filter.filter(), client, end));
    if (open == null) {
      return;
    }
    queue = null;
    waiting.clear();
    if (until.isAfter(now)) {
      open.leave(Duration.ofMillis(Duration.between(now, until).toMillis()), LastWill.NONE);
    } else {
      open.end();
    }
  }

  // ---- what comes

  @Override
  public void deliver(List<QueuedItem> items) {
    demanded = Math.max(0, demanded - items.size());
    waiting.addAll(items);
    spread();
  }

  /** What does not wait goes to one of them too. */
  @Override
  public void passing(LiveItem item, LiveMatch match) {
    SharedMember next = next(Integer.MAX_VALUE);
    if (next != null) {
      next.passing(item);
    }
  }

  @Override
  public void lost() {
    queue = null; // an operator has ended it, or the account is gone
    waiting.clear();
    members.values().forEach(TreeMap::clear);
    demanded = 0;
    members.keySet().forEach(SharedMember::lost);
  }

  /** Gives out what waits, and asks for as much as the members take. */
  private void spread() {
    SharedMember next = waiting.isEmpty() ? null : next(MOST_OF_MEMBER);
    while (next != null) {
      QueuedItem item = waiting.remove();
      TreeMap<Long, QueuedItem> held = members.get(next);
      if (held != null) {
        held.put(item.number(), item);
      }
      next.deliver(item, this);
      next = waiting.isEmpty() ? null : next(MOST_OF_MEMBER);
    }
    SessionQueue open = queue;
    if (open != null) {
      int more =
          members.values().stream().mapToInt(held -> MOST_OF_MEMBER - held.size()).sum()
              - waiting.size()
              - demanded;
      if (more > 0) {
        demanded += more;
        open.demand(more);
      }
    }
  }

  /** The member with the fewest on their way, of those the one that was not chosen for longest. */
  private @Nullable SharedMember next(int below) {
    SharedMember least = null;
    int fewest = below;
    for (Map.Entry<SharedMember, TreeMap<Long, QueuedItem>> each : members.entrySet()) {
      if (each.getValue().size() < fewest) {
        fewest = each.getValue().size();
        least = each.getKey();
      }
    }
    if (least != null) {
      TreeMap<Long, QueuedItem> held = members.remove(least);
      if (held != null) {
        members.put(least, held); // the last of its equals
      }
    }
    return least;
  }

  /** Any thread: a member has a message for good, or will never take it. */
  void ended(SharedMember member, long number) {
    shard.execute(
        () -> {
          TreeMap<Long, QueuedItem> held = members.get(member);
          SessionQueue open = queue;
          if (held != null && held.remove(number) != null && open != null) {
            open.ack(number);
            spread();
          }
        });
  }
}
