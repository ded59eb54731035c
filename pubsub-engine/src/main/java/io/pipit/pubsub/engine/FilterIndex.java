package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the filters that match a name, at a cost that grows with the levels of the name and the
 * filters that begin like it, not with the filters that there are.
 *
 * <p>A filter may be one of {@link NodeFilter#exactly literal levels} alone: a name without
 * wildcards.
 *
 * <h2>Shape</h2>
 *
 * A trie with a place for each beginning of a filter. What takes the time is memory that is not in
 * a cache. So the levels of a name are looked up once as words, and steps are compared by the
 * number of a word; the first literal step of a place, which for most is the only one, is in the
 * place itself; and the others of all places are in one map, keyed by the place that they leave.
 *
 * <h2>Concurrency</h2>
 *
 * One writer, any number of readers at the same time. A reader may miss what is written while it
 * reads, and sees everything that was written before it began.
 *
 * @param <S> what is kept for a filter
 */
public final class FilterIndex<S> {

  private final Map<String, Word> words = new ConcurrentHashMap<>();
  private final Map<Step, Place<S>> literal = new ConcurrentHashMap<>();
  private final Place<S> start = new Place<>(0, null, null);
  private long numbers;

  /** A literal level that some filter has. Nothing is equal to it but itself. */
  private static final class Word {
    final String text;
    final long number;

    /** Steps of this word; only the writer looks. */
    int steps;

    Word(String text, long number) {
      this.text = text;
      this.number = number;
    }
  }

  /** A literal level behind a place. */
  private static final class Step {
    final long from;
    final long word;

    Step(long from, long word) {
      this.from = from;
      this.word = word;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Step that && from == that.from && word == that.word;
    }

    @Override
    public int hashCode() {
      return (int) (((from * 31 + word) * 0x9E3779B97F4A7C15L) >>> 32);
    }
  }

  /** Where a beginning of a filter leads. Written by the one writer. */
  private static final class Place<S> {

    final long number;
    final @Nullable Place<S> before;

    /** The last level, null for a {@code +}. */
    final @Nullable Word word;

    /** The number of the first literal level behind this place, 0 for none. */
    volatile long firstWord;

    volatile @Nullable Place<S> first;

    /** Literal levels behind this place that are in the map; only the writer looks. */
    int others;

    volatile boolean hasOthers;
    volatile @Nullable Place<S> any;

    /** Kept for the filter that ends here. */
    volatile List<S> closed = List.of();

    /** Kept for the filter that goes on with {@code #}. */
    volatile List<S> open = List.of();

    Place(long number, @Nullable Place<S> before, @Nullable Word word) {
      this.number = number;
      this.before = before;
      this.word = word;
    }

    void count(int more) {
      others += more;
      hasOthers = others > 0;
    }

    boolean isEmpty() {
      return first == null && others == 0 && any == null && closed.isEmpty() && open.isEmpty();
    }
  }

  /** What is kept for exactly that filter. */
  public List<S> get(NodeFilter filter) {
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
  public void put(NodeFilter filter, List<S> kept) {
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
    return level.equals(NodeFilter.ANY) ? place.any : literal(place, words.get(level));
  }

  private @Nullable Place<S> literal(Place<S> place, @Nullable Word word) {
    if (word == null) {
      return null;
    }
    if (place.firstWord == word.number) {
      Place<S> first = place.first;
      if (first != null && word.equals(first.word)) {
        return first;
      }
    }
    return place.hasOthers ? literal.get(new Step(place.number, word.number)) : null;
  }

  private Place<S> grow(Place<S> place, String level) {
    if (level.equals(NodeFilter.ANY)) {
      Place<S> next = new Place<>(++numbers, place, null);
      place.any = next;
      return next;
    }
    Word word = words.computeIfAbsent(level, text -> new Word(text, ++numbers));
    Place<S> next = new Place<>(++numbers, place, word);
    word.steps++;
    if (place.first == null) {
      place.first = next;
      place.firstWord = word.number;
    } else {
      literal.put(new Step(place.number, word.number), next);
      place.count(1);
    }
    return next;
  }

  private void prune(Place<S> end) {
    Place<S> place = end;
    Place<S> before = place.before;
    while (before != null && place.isEmpty()) {
      Word word = place.word;
      if (word == null) {
        before.any = null;
      } else {
        takeOut(before, place, word);
        word.steps--;
        if (word.steps == 0) {
          words.remove(word.text);
        }
      }
      place = before;
      before = place.before;
    }
  }

  private void takeOut(Place<S> before, Place<S> place, Word word) {
    if (place.equals(before.first)) {
      before.firstWord = 0;
      before.first = null;
    } else {
      literal.remove(new Step(before.number, word.number));
      before.count(-1);
    }
  }

  /** Adds what is kept for the filters that match a name. Any thread. */
  public void match(String name, List<? super S> found) {
    if (start.isEmpty()) {
      return;
    }
    match(start, levels(name), 0, name.startsWith("$"), found);
  }

  /** The levels of a name as words; null for one that no filter has. */
  private @Nullable Word[] levels(String name) {
    int count = 1;
    for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      count++;
    }
    @Nullable Word[] levels = new Word[count];
    int from = 0;
    for (int i = 0; i < count; i++) {
      int slash = name.indexOf('/', from);
      levels[i] = words.get(name.substring(from, slash < 0 ? name.length() : slash));
      from = slash + 1;
    }
    return levels;
  }

  private void match(
      Place<S> place, @Nullable Word[] levels, int at, boolean reserved, List<? super S> found) {
    boolean wild = at > 0 || !reserved;
    if (wild) {
      found.addAll(place.open);
    }
    if (at == levels.length) {
      found.addAll(place.closed);
      return;
    }
    Place<S> next = literal(place, levels[at]);
    if (next != null) {
      match(next, levels, at + 1, reserved, found);
    }
    Place<S> any = place.any;
    if (any != null && wild) {
      match(any, levels, at + 1, reserved, found);
    }
  }
}
