package io.pipit.pubsub;

import io.pipit.pubsub.port.LevelNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A name with wildcards that stands for all nodes whose names it matches: levels are parted by
 * {@code /}, {@code +} is any one level, {@code #} as the last level is any number of them, also
 * none. Wildcards match no first level that starts with {@code $}.
 *
 * @param levels those in front of a last {@code #}, with {@code +} as it is written
 * @param open whether the filter ends with {@code #}
 */
public record NodeFilter(List<String> levels, boolean open) {

  /** The filter of all nodes. */
  public static final String EVERYTHING = "#";

  /** The most levels of a filter: they bound what one subscription can cost a publish. */
  public static final int MAX_LEVELS = 32;

  /** Any one level. */
  public static final String ANY = "+";

  private static final int MOST_BYTES = 2_048;

  public NodeFilter {
    levels = List.copyOf(levels);
  }

  /** Whether a name reads like a filter, so that no node may have it: {@code #} last or a +. */
  public static boolean isFilter(String name) {
    return LevelNames.readsLikeFilter(name);
  }

  /**
   * Reads a filter. Empty for a name that {@link #isFilter is none}, has a {@code #} in front of
   * the last level, starts with {@code $}, or has too many levels.
   */
  public static Optional<NodeFilter> parse(String name) {
    if (!isFilter(name) || name.startsWith("$")) {
      return Optional.empty();
    }
    List<String> levels = List.of(name.split("/", -1));
    int last = levels.size() - 1;
    boolean open = levels.get(last).equals(EVERYTHING);
    List<String> before = open ? levels.subList(0, last) : levels;
    return levels.size() > MAX_LEVELS || before.contains(EVERYTHING)
        ? Optional.empty()
        : Optional.of(new NodeFilter(before, open));
  }

  /**
   * Reads a filter or the name of one node, also of what begins with {@code $}. Empty for what is
   * longer than it could be of use, has a {@code #} in front of the last level, or too many levels.
   */
  public static Optional<NodeFilter> read(String text) {
    if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.empty();
    }
    List<String> levels = List.of(text.split("/", -1));
    int last = levels.size() - 1;
    boolean open = levels.get(last).equals(EVERYTHING);
    List<String> before = open ? levels.subList(0, last) : levels;
    return levels.size() > MAX_LEVELS || before.contains(EVERYTHING)
        ? Optional.empty()
        : Optional.of(new NodeFilter(before, open));
  }

  /** As it is written. */
  public String text() {
    String before = String.join("/", levels);
    return !open ? before : levels.isEmpty() ? EVERYTHING : before + "/" + EVERYTHING;
  }

  /** The filter that stands for exactly the node of that name. */
  public static NodeFilter exactly(String node) {
    return new NodeFilter(List.of(node.split("/", -1)), false);
  }

  /** How many levels it begins with that are no wildcards. */
  int literalLevels() {
    int literal = levels.indexOf(ANY);
    return literal < 0 ? levels.size() : literal;
  }

  /** Whether the filter stands for a node. */
  public boolean matches(String node) {
    String[] given = node.split("/", -1);
    if (given.length < levels.size() || (given.length > levels.size() && !open)) {
      return false;
    }
    boolean wildFirst = levels.isEmpty() || levels.get(0).equals(ANY);
    if (wildFirst && node.startsWith("$")) {
      return false;
    }
    for (int at = 0; at < levels.size(); at++) {
      if (!levels.get(at).equals(ANY) && !levels.get(at).equals(given[at])) {
        return false;
      }
    }
    return true;
  }
}
