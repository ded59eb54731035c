package io.pipit.pubsub.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Things with the moment at which each is due, in whole milliseconds. Not for several threads.
 *
 * <p>A heap of four branches whose entries know their place, so that a time is changed where it
 * stands. A timer wheel would change one in fewer steps, but its turns are of uneven length, and a
 * clock that is set back turns it over.
 *
 * @param <K> what is due, a key
 */
public final class DueTimes<K> {

  private static final int BRANCHES = 4;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final Map<K, Entry<K>> entries = new HashMap<>();
  private final List<Entry<K>> heap = new ArrayList<>();

  /** How often a time was set: of what is due at one moment, what was set first comes first. */
  private long sets;

  private static final class Entry<K> {
    final K key;
    long millis;
    long order;
    int place;

    Entry(K key, int place) {
      this.key = key;
      this.place = place;
    }

    boolean isBefore(Entry<K> other) {
      return millis < other.millis || (millis == other.millis && order < other.order);
    }
  }

  /**
   * Sets when something is due.
   *
   * @param time null for never
   */
  public void set(K key, @Nullable Instant time) {
    if (time == null) {
      Entry<K> gone = entries.remove(key);
      if (gone != null) {
        takeOut(gone);
      }
      return;
    }
    long millis = millis(time);
    Entry<K> entry = entries.get(key);
    if (entry == null) {
      entry = new Entry<>(key, heap.size());
      entries.put(key, entry);
      heap.add(entry);
    } else if (entry.millis == millis) {
      return;
    }
    entry.millis = millis;
    entry.order = sets++;
    settle(entry);
  }

  /** The first whole millisecond that is not before a moment. */
  private static long millis(Instant time) {
    return time.getEpochSecond() * 1_000 + (time.getNano() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
  }

  private void takeOut(Entry<K> gone) {
    Entry<K> last = heap.remove(heap.size() - 1);
    if (last.place != gone.place) {
      put(last, gone.place);
      settle(last);
    }
  }

  /** Moves an entry whose time has changed to its place. */
  private void settle(Entry<K> entry) {
    int place = entry.place;
    while (place > 0 && entry.isBefore(heap.get((place - 1) / BRANCHES))) {
      int parent = (place - 1) / BRANCHES;
      put(heap.get(parent), place);
      place = parent;
    }
    int child = firstChild(place);
    while (child > 0 && heap.get(child).isBefore(entry)) {
      put(heap.get(child), place);
      place = child;
      child = firstChild(place);
    }
    put(entry, place);
  }

  /** The place of the child that is due first, 0 for none. */
  private int firstChild(int place) {
    int from = place * BRANCHES + 1;
    int to = Math.min(from + BRANCHES, heap.size());
    int first = 0;
    for (int child = from; child < to; child++) {
      if (first == 0 || heap.get(child).isBefore(heap.get(first))) {
        first = child;
      }
    }
    return first;
  }

  private void put(Entry<K> entry, int place) {
    heap.set(place, entry);
    entry.place = place;
  }

  /** When something is due, null for never. */
  public @Nullable Instant get(K key) {
    Entry<K> entry = entries.get(key);
    return entry == null ? null : Instant.ofEpochMilli(entry.millis);
  }

  /** When the first of all is due, null for none. */
  public @Nullable Instant first() {
    return heap.isEmpty() ? null : Instant.ofEpochMilli(heap.get(0).millis);
  }

  /** What is due by now, the longest overdue first. */
  public List<K> due(Instant now, int most) {
    List<K> due = new ArrayList<>();
    if (heap.isEmpty() || heap.get(0).millis > now.toEpochMilli()) {
      return due;
    }
    PriorityQueue<Entry<K>> next = new PriorityQueue<>(DueTimes::compare);
    next.add(heap.get(0));
    while (due.size() < most && !next.isEmpty()) {
      Entry<K> first = next.remove();
      due.add(first.key);
      int from = first.place * BRANCHES + 1;
      int to = Math.min(from + BRANCHES, heap.size());
      for (int child = from; child < to; child++) {
        if (heap.get(child).millis <= now.toEpochMilli()) {
          next.add(heap.get(child));
        }
      }
    }
    return due;
  }

  private static <K> int compare(Entry<K> one, Entry<K> other) {
    return one.isBefore(other) ? -1 : other.isBefore(one) ? 1 : 0;
  }

  public boolean isEmpty() {
    return heap.isEmpty();
  }
}
