package io.pipit.pubsub.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Things with the moment at which each is due. Not for several threads.
 *
 * @param <K> what is due, a key
 */
public final class DueTimes<K> {

  private final NavigableMap<Instant, Set<K>> byTime = new TreeMap<>();
  private final Map<K, Instant> times = new HashMap<>();

  /**
   * Sets when something is due.
   *
   * @param time null for never
   */
  public void set(K key, @Nullable Instant time) {
    Instant before = time == null ? times.remove(key) : times.put(key, time);
    if (Objects.equals(before, time)) {
      return;
    }
    if (before != null) {
      Set<K> others = byTime.get(before);
      if (others != null && others.remove(key) && others.isEmpty()) {
        byTime.remove(before);
      }
    }
    if (time != null) {
      byTime.computeIfAbsent(time, first -> new LinkedHashSet<>()).add(key);
    }
  }

  /** When something is due, null for never. */
  public @Nullable Instant get(K key) {
    return times.get(key);
  }

  /** When the first of all is due, null for none. */
  public @Nullable Instant first() {
    return byTime.isEmpty() ? null : byTime.firstKey();
  }

  /** What is due by now, the longest overdue first. */
  public List<K> due(Instant now, int most) {
    List<K> due = new ArrayList<>();
    for (Set<K> keys : byTime.headMap(now, true).values()) {
      for (K key : keys) {
        if (due.size() == most) {
          return due;
        }
        due.add(key);
      }
    }
    return due;
  }

  public boolean isEmpty() {
    return times.isEmpty();
  }
}
