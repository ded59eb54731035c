package io.pipit.broker.port;

import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Span;
import io.pipit.pubsub.Item;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of one queue are on their way: each waits, is with the consumer, or was sent back
 * for a while. None of that is stored. Confined to the queue's shard.
 */
final class QueueDelivery {

  /** So many items are read and delivered at a time, and so many bytes. */
  private static final int PAGE_ITEMS = 64;

  private static final long PAGE_BYTES = 256 * 1024;

  /** That there is no room is said so often. */
  private static final Duration TELL_EVERY = Duration.ofMinutes(1);

  /** More than a consumer can use is no demand. */
  private static final int MOST_DEMAND = 1 << 20;

  /** So much that does not wait may be on its way to a consumer. */
  private static final int MOST_PASSING = 10_000;

  /** Who has the items. Known by identity. */
  static final class Attached {
    private final ItemConsumer consumer;
    private final Executor on;
    private final AtomicInteger passing = new AtomicInteger();

    Attached(ItemConsumer consumer, Executor on) {
      this.consumer = consumer;
      this.on = on;
    }

    ItemConsumer consumer() {
      return consumer;
    }

    Executor on() {
      return on;
    }

    /** Passes something on, unless too much is on its way; says whether it did. */
    boolean pass(LiveItem item, LiveMatch match) {
      if (passing.get() >= MOST_PASSING) {
        return false;
      }
      passing.incrementAndGet();
      on.execute(
          () -> {
            passing.decrementAndGet();
            consumer.passing(item, match);
          });
      return true;
    }
  }

  final QueueSubscriber subscriber;
  private QueueState queue;
  private @Nullable Attached attached;
  private int demand;

  /** Numbers of what was not given away. */
  private final TreeSet<Long> waiting = new TreeSet<>();

  private final TreeSet<Long> underWay = new TreeSet<>();
  private final TreeMap<Long, Instant> sentBack = new TreeMap<>();

  /** Items that were just published, so that they need not be read: no more than are in demand. */
  private final Map<Long, Item> inHand = new HashMap<>();

  /** What the consumer has acknowledged and the log does not have yet. */
  private final TreeSet<Long> acknowledged = new TreeSet<>();

  /** Of nodes, the newest that waits: only in a queue that keeps one of each. */
  private final Map<String, Long> newest = new HashMap<>();

  /** Those behind which newer ones of their nodes have come. */
  private final TreeSet<Long> replaced = new TreeSet<>();

  /** Of what waits, what its consumer has put there. */
  private final TreeSet<Long> copies = new TreeSet<>();

  /** By filter, the number that was next when the consumer asked to be subscribed to it. */
  private final Map<String, Long> asked = new HashMap<>();

  /** What it is to be and the log does not say yet; null for nothing else. */
  private @Nullable QueueSettings wanted;

  /** Since when nobody has its items, where the log does not say so yet. */
  private @Nullable Instant leftAt;

  private Instant toldAt = Instant.EPOCH;

  /** Up to this number all may have been delivered before. */
  private long deliveredTo;

  boolean isReading;

  QueueDelivery(QueueSubscriber subscriber, QueueState queue) {
    this.subscriber = subscriber;
    this.queue = queue;
    waiting.addAll(queue.entries().keySet());
    deliveredTo = queue.next() - 1;
    queue.entries().values().forEach(this::isNewest);
  }

  QueueState queue() {
    return queue;
  }

  // ---- what the log does not say yet

  /** What it is to be: nobody else reads what it is in the log. */
  QueueSettings settings() {
    return wanted == null ? queue.settings() : wanted;
  }

  /** It is to be that, and somebody has its items. */
  void wants(QueueSettings settings) {
    wanted = settings;
    leftAt = null;
  }

  /** Nobody has its items from then on, and it is to be that. */
  void leftAt(Instant since, QueueSettings settings) {
    wanted = settings;
    leftAt = since;
  }

  /** Since when nobody has its items; null while somebody has. */
  @Nullable Instant leftAt() {
    return leftAt != null || attached != null ? leftAt : queue.idleSince();
  }

  /** Whether something has to be logged of that. */
  boolean isBehind() {
    return wanted != null || leftAt != null || (attached == null && queue.idleSince() == null);
  }

  /** All of that is in the log. */
  void isCaughtUp() {
    wanted = null;
    leftAt = null;
  }

  /** Whether nobody has come for its items for as long as it is kept. */
  boolean isOver(Instant now) {
    Duration expiry = settings().expiry();
    Instant since = leftAt();
    return expiry != null && since != null && !since.plus(expiry).isAfter(now);
  }

  /** The log has failed, and this is what it has. */
  void restored(QueueState durable) {
    queue = durable;
    waiting.clear();
    waiting.addAll(durable.entries().keySet());
    waiting.removeAll(underWay);
    inHand.clear();
  }

  @Nullable Attached attached() {
    return attached;
  }

  /** Another one has the items from now on; gives who had them. */
  @Nullable Attached attach(@Nullable Attached to) {
    Attached before = attached;
    attached = to;
    demand = 0;
    waiting.addAll(underWay);
    waiting.addAll(sentBack.keySet());
    waiting.removeAll(acknowledged);
    underWay.clear();
    sentBack.clear();
    inHand.clear(); // by the time of the next one it has waited, like everything else
    asked.clear();
    return before;
  }

  void demand(int more) {
    demand = Math.min(MOST_DEMAND, demand + Math.max(0, more));
  }

  /** An item has come; it is kept here when it can go at once. */
  void came(long number, Item item) {
    waiting.add(number);
    QueueEntry entry = queue.entry(number);
    if (entry != null) {
      isNewest(entry);
      overtake(entry);
    }
    if (attached != null && inHand.size() < Math.min(demand, PAGE_ITEMS)) {
      inHand.put(number, item);
    }
  }

  /**
   * It got its number where it was published, before a copy got one here of what it has taken the
   * place of: that one is not to follow it.
   */
  private void overtake(QueueEntry entry) {
    if (copies.isEmpty() || !entry.item().stands() || isCopy(entry.number())) {
      return;
    }
    for (long number : copies.tailSet(entry.number(), false)) {
      QueueEntry copy = queue.entry(number);
      if (copy != null
          && copy.item().seq() < entry.item().seq()
          && copy.item().node().equals(entry.item().node())
          && copy.item().service().equals(entry.item().service())
          && waiting.remove(number)) {
        replaced.add(number);
      }
    }
  }

  /** Something does not wait any more. */
  void gone(long number) {
    waiting.remove(number);
    underWay.remove(number);
    sentBack.remove(number);
    inHand.remove(number);
    acknowledged.remove(number);
    copies.remove(number);
  }

  // ---- what stands, and what comes

  /** The consumer asks to be subscribed: what comes by that has this number or a higher one. */
  void asked(String filter, long number) {
    asked.put(filter, number);
  }

  /** It wants a subscription no longer. */
  void unasked(String filter) {
    asked.remove(filter);
  }

  /** A number that the consumer puts something under which stands. */
  void copy(long number) {
    copies.add(number);
  }

  boolean isCopy(long number) {
    return copies.contains(number);
  }

  /**
   * Whether what stands for a node need not be put here for a filter: something waits that stands
   * in its place, or it waits itself since it was published behind the subscription.
   */
  boolean has(BareJid service, String node, long seq, String filter) {
    long since = asked.getOrDefault(filter, Long.MAX_VALUE);
    return queue
        .ofNode(service, node)
        .anyMatch(
            entry ->
                (entry.item().stands() && entry.item().seq() > seq)
                    || (entry.item().seq() == seq
                        && entry.number() >= since
                        && !isCopy(entry.number())));
  }

  boolean isUnderWay(long number) {
    return underWay.contains(number);
  }

  /** What may be dropped for others, as it is now: nothing may change while it is looked at. */
  Iterable<Long> droppable(boolean isOldestFirst) {
    return isOldestFirst ? waiting : waiting.descendingSet();
  }

  /** Those that newer ones of their nodes have taken the place of. */
  SortedSet<Long> takeReplaced() {
    SortedSet<Long> gone = new TreeSet<>(replaced);
    gone.removeIf(number -> isUnderWay(number) || queue.entry(number) == null);
    replaced.clear();
    return gone;
  }

  private void isNewest(QueueEntry entry) {
    if (queue.settings().bounds().oneItem()) {
      String node = entry.item().service() + " " + entry.item().node();
      Long before = newest.get(node);
      if (before != null && before > entry.number()) {
        replaced.add(entry.number()); // it came late, and is older
      } else {
        newest.put(node, entry.number());
        if (before != null) {
          replaced.add(before);
        }
      }
    }
  }

  /** Whether that there is no room may be said again. */
  boolean mayTell(Instant now) {
    boolean may = !toldAt.plus(TELL_EVERY).isAfter(now);
    if (may) {
      toldAt = now;
    }
    return may;
  }

  boolean hasDemand() {
    return demand > 0 && !waiting.isEmpty();
  }

  void acknowledge(long number) {
    underWay.remove(number);
    copies.remove(number);
    acknowledged.add(number);
  }

  void sentBack(long number, Instant until) {
    if (underWay.remove(number)) {
      sentBack.put(number, until);
    }
  }

  /** What was sent back until now waits again; gives when the next will. */
  @Nullable Instant comesBack(Instant now) {
    Instant next = null;
    for (Iterator<Map.Entry<Long, Instant>> all = sentBack.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Instant> each = all.next();
      if (!each.getValue().isAfter(now)) {
        waiting.add(each.getKey());
        all.remove();
      } else if (next == null || each.getValue().isBefore(next)) {
        next = each.getValue();
      }
    }
    return next;
  }

  /**
   * What goes to the consumer next, in order; from now on it is under way.
   *
   * @param durable only what is in records up to there
   */
  List<Taken> take(long durable) {
    List<Taken> page = new ArrayList<>();
    long bytes = 0;
    Iterator<Long> next = waiting.iterator();
    while (attached != null
        && demand > 0
        && page.size() < PAGE_ITEMS
        && bytes < PAGE_BYTES
        && next.hasNext()) {
      long number = next.next();
      QueueEntry entry = queue.entry(number);
      if (entry == null) {
        next.remove();
      } else if (entry.position() > durable) {
        break; // and with it all behind it: nothing overtakes
      } else {
        next.remove();
        underWay.add(number);
        demand--;
        bytes += entry.item().bytes();
        page.add(new Taken(entry, inHand.remove(number), number <= deliveredTo));
        deliveredTo = Math.max(deliveredTo, number);
      }
    }
    return page;
  }

  /**
   * Something to be delivered.
   *
   * @param item null when it has to be read
   * @param again whether it may have been delivered before
   */
  record Taken(QueueEntry entry, @Nullable Item item, boolean again) {}

  /** It could not be delivered: it waits as before. */
  void putBack(Taken taken) {
    if (underWay.remove(taken.entry().number())) {
      waiting.add(taken.entry().number());
      demand(1);
    }
  }

  boolean hasAcknowledged() {
    return !acknowledged.isEmpty();
  }

  /** What the consumer has acknowledged by now, as the log is told. */
  List<Span> takeAcknowledged() {
    List<Span> spans = Span.of(acknowledged);
    acknowledged.clear();
    return spans;
  }

  Attached consumer() {
    return Objects.requireNonNull(attached);
  }
}
