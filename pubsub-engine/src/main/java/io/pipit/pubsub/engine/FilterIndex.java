package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the filters that match a name, at a cost that grows with the levels of the name and the
 * filters that begin like it, not with the filters that there are.
 *
 * <h2>Shape</h2>
 *
 * A trie with a place for each beginning of a filter. All steps to a literal level are in one map,
 * keyed by the place that they leave: most places have one such step or none, and a map for each of
 * them would weigh more than the filters.
 *
 * <h2>Concurrency</h2>
 *
 * One writer, any number of readers at the same time. A reader may miss what is written while it
 * reads, and sees everything that was written before it began.
 *
 * @param <S> what is kept for a filter
 */
final class FilterIndex<S> {

  private final Map<Step, Place<S>> literal = new ConcurrentHashMap<>();
  private final Place<S> start = new Place<>(0, null, "");
  private long places;

  /** A literal level behind a place. */
  private record Step(long from, String level) {}

  /** Where a beginning of a filter leads. Written by the one writer. */
  private static final class Place<S> {

    final long number;
    final @Nullable Place<S> before;
    final String level;

    /** Literal levels behind this place; only the writer looks. */
    int literals;

    volatile boolean hasLiterals;
    volatile @Nullable Place<S> any;

    /** Kept for the filter that ends here. */
    volatile List<S> closed = List.of();

    /** Kept for the filter that goes on with {@code #}. */
    volatile List<S> open = List.of();

    Place(long number, @Nullable Place<S> before, String level) {
      this.number = number;
      this.before = before;
      this.level = level;
    }

    void count(int more) {
      literals += more;
      hasLiterals = literals > 0;
    }

    boolean isEmpty() {
      return literals == 0 && any == null && closed.isEmpty() && open.isEmpty();
    }
  }

  /** What is kept for exactly that filter. */
  List<S> get(NodeFilter filter) {
    Place<S> place = start;
    for (String level : filter.levels()) {
      place = next(place, level);
      if (place == null) {
        return List.of();
      }
    }
    return filter.open() ? place.open : place.closed;
  }

  /** Keeps something for a filter instead of what was kept; nothing takes the filter out. */
  void put(NodeFilter filter, List<S> kept) {
    Place<S> place = start;
    for (String level : filter.levels()) {
      Place<S> next = next(place, level);
      place = next == null ? grow(place, level) : next;
    }
    if (filter.open()) {
      place.open = kept;
    } else {
      place.closed = kept;
    }
    prune(place);
  }

  private @Nullable Place<S> next(Place<S> place, String level) {
    return level.equals("+") ? place.any : literal.get(new Step(place.number, level));
  }

  private Place<S> grow(Place<S> place, String level) {
    Place<S> next = new Place<>(++places, place, level);
    if (level.equals("+")) {
      place.any = next;
    } else {
      literal.put(new Step(place.number, level), next);
      place.count(1);
    }
    return next;
  }

  private void prune(Place<S> end) {
    Place<S> place = end;
    Place<S> before = place.before;
    while (before != null && place.isEmpty()) {
      if (place.level.equals("+")) {
        before.any = null;
      } else {
        literal.remove(new Step(before.number, place.level));
        before.count(-1);
      }
      place = before;
      before = place.before;
    }
  }

  /** Finds what is kept for the filters that match a name. Any thread. */
  void match(String name, Consumer<S> found) {
    match(start, name, 0, found);
  }

  /**
   * @param from where the next level begins; behind the end of the name when none is left
   */
  private void match(Place<S> place, String name, int from, Consumer<S> found) {
    boolean wild = from > 0 || !name.startsWith("$");
    if (wild) {
      place.open.forEach(found);
    }
    if (from > name.length()) {
      place.closed.forEach(found);
      return;
    }
    int slash = name.indexOf('/', from);
    int to = slash < 0 ? name.length() : slash;
    if (place.hasLiterals) {
      Place<S> next = literal.get(new Step(place.number, name.substring(from, to)));
      if (next != null) {
        match(next, name, to + 1, found);
      }
    }
    Place<S> any = place.any;
    if (any != null && wild) {
      match(any, name, to + 1, found);
    }
  }
}
