package io.pipit.bridges.mqtt;

import io.pipit.pubsub.port.LevelNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A filter over topics or over nodes, which have the same names: {@code +} is any one level, {@code
 * #} as the last level is any number of them, also none. Wildcards match no first level that begins
 * with {@code $} (MQTT 5, 4.7). Immutable; any thread.
 */
public final class TopicFilter {

  private static final String ONE = "+";
  private static final String REST = "#";

  private final String text;
  private final List<String> levels;

  private TopicFilter(String text) {
    this.text = text;
    this.levels = List.of(text.split("/", -1));
  }

  /** Reads a filter, or the name of one topic; empty when it breaks the rules of 4.7.1. */
  public static Optional<TopicFilter> parse(String text) {
    return LevelNames.isFilter(text) ? Optional.of(new TopicFilter(text)) : Optional.empty();
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  List<String> levels() {
    return levels;
  }

  /** How many levels have the wildcard {@code +}. */
  public int groups() {
    return (int) levels.stream().filter(ONE::equals).count();
  }

  /** Whether it ends with {@code #}. */
  public boolean isOpen() {
    return levels.get(levels.size() - 1).equals(REST);
  }

  /**
   * What a name is by this filter.
   *
   * @param name the whole of it
   * @param groups the levels that {@code +} matched, from left to right
   * @param rest those that {@code #} matched; none also where it has none
   * @param levels all of them
   */
  public record Match(String name, List<String> groups, List<String> rest, List<String> levels) {
    public Match {
      groups = List.copyOf(groups);
      rest = List.copyOf(rest);
      levels = List.copyOf(levels);
    }
  }

  /** What a name is by this filter; empty when the filter does not match it. */
  public Optional<Match> match(String name) {
    if (name.startsWith("$") && isWild(levels.get(0))) {
      return Optional.empty();
    }
    List<String> given = List.of(name.split("/", -1));
    int fixed = isOpen() ? levels.size() - 1 : levels.size();
    if (given.size() < fixed || (given.size() > fixed && !isOpen())) {
      return Optional.empty();
    }
    List<String> groups = new ArrayList<>();
    for (int at = 0; at < fixed; at++) {
      if (levels.get(at).equals(ONE)) {
        groups.add(given.get(at));
      } else if (!levels.get(at).equals(given.get(at))) {
        return Optional.empty();
      }
    }
    return Optional.of(new Match(name, groups, given.subList(fixed, given.size()), given));
  }

  /** Whether there is a name that both match. */
  public boolean intersects(TopicFilter other) {
    if (isApart(levels.get(0), other.levels.get(0))) {
      return false;
    }
    for (int at = 0; ; at++) {
      if (isRest(at) || other.isRest(at)) {
        return true;
      }
      boolean isEnd = at == levels.size();
      if (isEnd || at == other.levels.size()) {
        return isEnd && at == other.levels.size();
      }
      String mine = levels.get(at);
      String theirs = other.levels.get(at);
      if (!mine.equals(theirs) && !mine.equals(ONE) && !theirs.equals(ONE)) {
        return false;
      }
    }
  }

  /** Whether this matches every name that the other one does. */
  public boolean covers(TopicFilter other) {
    if (isApart(levels.get(0), other.levels.get(0))) {
      return false;
    }
    if (other.text.equals(REST) && text.equals(ONE + "/" + REST)) {
      return true; // every name has a level
    }
    for (int at = 0; ; at++) {
      if (isRest(at)) {
        return true;
      }
      if (at == levels.size() || at == other.levels.size()) {
        return at == levels.size() && at == other.levels.size();
      }
      String theirs = other.levels.get(at);
      boolean covered = levels.get(at).equals(ONE) ? !theirs.equals(REST) : isSame(at, theirs);
      if (!covered) {
        return false;
      }
    }
  }

  private boolean isSame(int at, String level) {
    return levels.get(at).equals(level);
  }

  private boolean isRest(int at) {
    return at < levels.size() && levels.get(at).equals(REST);
  }

  private static boolean isWild(String level) {
    return level.equals(ONE) || level.equals(REST);
  }

  private static boolean isApart(String first, String other) {
    return (isWild(first) && other.startsWith("$")) || (isWild(other) && first.startsWith("$"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicFilter that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
