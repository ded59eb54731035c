package io.pipit.broker.queue;

import io.pipit.broker.queue.QueueChange.EntriesRestored;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A queue as the log has it: what waits, what it is to be, and what became of the rest. Changes
 * only as {@link Queues} applies changes. Confined to its shard.
 *
 * <p><b>Numbers.</b> Items get them where they are published and arrive here in any order. All
 * below {@link #next} have arrived, but for those that are missing; whatever arrives that is known
 * is not taken again. So a snapshot and the log behind it, which overlap, come to what there was.
 */
public final class QueueState {

  /** Entries of one record of a snapshot. */
  private static final int CHUNK = 1_000;

  /** Numbers that are missing for long will never come: so many of them are remembered. */
  private static final int MOST_MISSING = 10_000;

  private final QueueId id;
  private final long made;
  private QueueSettings settings;
  private final TreeMap<Long, QueueEntry> entries = new TreeMap<>();
  private final Map<Node, Integer> nodes = new HashMap<>();
  private final TreeSet<Long> missing = new TreeSet<>();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Set<Integer> open = new TreeSet<>();
  private long next = 1;
  private long bytes;
  private long delivered;
  private long position;
  private @Nullable Instant idleSince;

  private record Node(BareJid service, String name) {}

  /** An empty one, made by the record at that position. */
  QueueState(QueueId id, long made, QueueSettings settings) {
    this.id = id;
    this.made = made;
    this.position = made;
    this.settings = settings;
  }

  /** As it was, but for what waits. */
  QueueState(QueueRestored head, long at) {
    this(head.id(), head.queue(), head.settings());
    position = at;
    next = head.next();
    missing.addAll(head.missing());
    dropped.putAll(head.dropped());
    delivered = head.delivered();
    open.addAll(head.open());
    idleSince = head.idleSince();
  }

  public QueueId id() {
    return id;
  }

  /** The position of the record that made it, by which other records know it. */
  public long made() {
    return made;
  }

  public QueueSettings settings() {
    return settings;
  }

  /** What waits or is under way, by its number. */
  public NavigableMap<Long, QueueEntry> entries() {
    return Collections.unmodifiableNavigableMap(entries);
  }

  public @Nullable QueueEntry entry(long number) {
    return entries.get(number);
  }

  /** How many items of a node wait. */
  public int countOf(BareJid service, String node) {
    return nodes.getOrDefault(new Node(service, node), 0);
  }

  /** What waits of a node. */
  public Stream<QueueEntry> ofNode(BareJid service, String node) {
    return countOf(service, node) == 0
        ? Stream.empty()
        : entries.values().stream()
            .filter(
                entry ->
                    entry.item().node().equals(node) && entry.item().service().equals(service));
  }

  /** Bytes of payloads and headers of all that waits. */
  public long bytes() {
    return bytes;
  }

  /** How many were not delivered, by reason. */
  public Map<DropReason, Long> dropped() {
    return Collections.unmodifiableMap(dropped);
  }

  /** How many arrived for good. */
  public long delivered() {
    return delivered;
  }

  /** Above the numbers of all that it ever had. */
  public long next() {
    return next;
  }

  /** The ids of its consumer under which something is published, which is not done. */
  public Set<Integer> open() {
    return Collections.unmodifiableSet(open);
  }

  /** Whether something is published under an id of its consumer, which is not done. */
  public boolean isOpen(int packet) {
    return open.contains(packet);
  }

  /** Since when nobody has its items; null while somebody has. */
  public @Nullable Instant idleSince() {
    return idleSince;
  }

  /** The place in the log of the last change that its owner committed. */
  public long position() {
    return position;
  }

  /** Of all records that hold something which waits; {@link Long#MAX_VALUE} when nothing does. */
  public long oldestPosition() {
    long oldest = Long.MAX_VALUE;
    for (QueueEntry entry : entries.values()) {
      oldest = Math.min(oldest, entry.position());
    }
    return oldest;
  }

  /** Bytes of the log that hold what waits, as far as they are for this queue. */
  public long liveBytes() {
    long live = 0;
    for (QueueEntry entry : entries.values()) {
      live += entry.logBytes();
    }
    return live;
  }

  /** The changes that make it again as it is, for a snapshot. */
  public List<QueueChange> head() {
    List<QueueChange> head = new ArrayList<>();
    head.add(
        new QueueRestored(made, id, settings, next, missing, dropped, delivered, open, idleSince));
    List<QueueEntry> all = new ArrayList<>(entries.values());
    for (int from = 0; from < all.size(); from += CHUNK) {
      head.add(new EntriesRestored(made, all.subList(from, Math.min(all.size(), from + CHUNK))));
    }
    return head;
  }

  void configured(QueueSettings to, long at) {
    settings = to;
    idleSince = null;
    position = at;
  }

  void put(QueueEntry entry) {
    QueueEntry before = entries.put(entry.number(), entry);
    if (before == null) {
      bytes += entry.item().bytes();
      nodes.merge(new Node(entry.item().service(), entry.item().node()), 1, Integer::sum);
    }
  }

  /** Takes an item, unless it is known already. */
  boolean enqueued(WaitingItem item, long at, int logBytes, Target target) {
    long number = target.number();
    if (number >= next) {
      for (long late = Math.max(next, number - MOST_MISSING); late < number; late++) {
        missing.add(late);
      }
      next = number + 1;
      while (missing.size() > MOST_MISSING) {
        missing.pollFirst();
      }
    } else if (!missing.remove(number)) {
      return false;
    }
    put(
        new QueueEntry(
            number,
            item,
            at,
            logBytes,
            target.assurance(),
            target.asPublished(),
            target.identifiers(),
            false));
    return true;
  }

  void acknowledged(List<Span> spans, long at) {
    delivered += remove(spans);
    position = at;
  }

  void dropped(List<Span> spans, DropReason reason, long at) {
    count(reason, remove(spans));
    position = at;
  }

  /** The numbers of what is taken back by a change at that place in the log. */
  public SortedSet<Long> of(Withdrawn change, long at) {
    SortedSet<Long> numbers = new TreeSet<>();
    if (countOf(change.service(), change.node()) > 0) {
      for (QueueEntry entry : entries.values()) {
        if (change.isAbout(entry, at)) {
          numbers.add(entry.number());
        }
      }
    }
    return numbers;
  }

  void withdrawn(Withdrawn change, long at) {
    count(DropReason.WITHDRAWN, remove(Span.of(of(change, at))));
  }

  private void count(DropReason reason, int count) {
    if (count > 0) {
      dropped.merge(reason, (long) count, Long::sum);
    }
  }

  private int remove(List<Span> spans) {
    int before = entries.size();
    for (Span span : spans) {
      Map<Long, QueueEntry> within = entries.subMap(span.from(), true, span.to(), true);
      within.values().forEach(this::forget);
      within.clear();
    }
    return before - entries.size();
  }

  private void forget(QueueEntry entry) {
    bytes -= entry.item().bytes();
    nodes.computeIfPresent(
        new Node(entry.item().service(), entry.item().node()),
        (node, count) -> count == 1 ? null : count - 1);
  }

  void released(long number, long at) {
    entries.computeIfPresent(number, (same, entry) -> entry.released());
    position = at;
  }

  void left(Instant since, long at) {
    idleSince = since;
    position = at;
  }

  /** What still waits is in a later record from now on. */
  void kept(long number, long at, int logBytes) {
    entries.computeIfPresent(
        number, (same, entry) -> at > entry.position() ? entry.at(at, logBytes) : entry);
  }

  void received(int packet, boolean isDone) {
    if (!isDone) {
      open.add(packet);
    } else if (packet == 0) {
      open.clear();
    } else {
      open.remove(packet);
    }
  }

  /** All of the log was read: what has not come by now never will. */
  void settle() {
    missing.clear();
  }

  /** What is in records that were given up does not wait any more. */
  int forgetLost(LongPredicate isLost) {
    List<Long> lost = new ArrayList<>();
    entries.forEach(
        (number, entry) -> {
          if (isLost.test(entry.position())) {
            lost.add(number);
          }
        });
    int count = remove(Span.of(lost));
    count(DropReason.LOST, count);
    return count;
  }

  @Override
  public String toString() {
    return id + " with " + entries.size() + " items";
  }
}
