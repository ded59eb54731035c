package io.pipit.broker.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is written about the keys: JSON Schema, table and example file. Any thread. */
public final class ConfigurationText {

  private ConfigurationText() {}

  /** The JSON Schema (2020-12) of the configuration file, as maps, lists and texts. */
  public static Map<String, Object> schema() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Pipit configuration");
    root.putAll(schema(Keys.ALL));
    return root;
  }

  /** The schema of a mapping with its lists. */
  static Map<String, Object> schema(KeySet keys) {
    Map<String, Object> schema = schema(keys.keys());
    new TreeMap<>(keys.lists())
        .forEach(
            (name, list) ->
                properties(schema).put(name, Map.of("type", "array", "items", schema(list))));
    return schema;
  }

  private static Map<String, Object> schema(List<Key<?>> keys) {
    Map<String, Object> root = group();
    for (Key<?> key : keys) {
      Map<String, Object> at = root;
      String[] parts = key.path().split("\\.");
      for (int i = 0; i < parts.length - 1; i++) {
        at = child(properties(at).computeIfAbsent(parts[i], part -> group()));
      }
      Map<String, Object> described = new LinkedHashMap<>(key.type().schema());
      described.put("description", description(key));
      described.put("default", key.defaultText());
      properties(at).put(key.leaf(), described);
    }
    return root;
  }

  private static Map<String, Object> group() {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("type", "object");
    group.put("additionalProperties", false);
    group.put("properties", new LinkedHashMap<String, Object>());
    return group;
  }

  private static Map<String, Object> properties(Map<String, Object> group) {
    return child(Objects.requireNonNull(group.get("properties")));
  }

  @SuppressWarnings("unchecked") // the groups of a schema are made by group() only
  private static Map<String, Object> child(Object value) {
    return (Map<String, Object>) value;
  }

  private static String description(Key<?> key) {
    return key.doc()
        + switch (key.effect()) {
          case FIRST_START, ON_START -> "";
          case LIVE -> " A reload takes it over.";
          case NOT_YET -> " Not yet available.";
        };
  }

  /** The table of keys in Markdown, one row per key. */
  public static String table() {
    StringBuilder table = new StringBuilder("| key | takes | default | meaning |\n");
    table.append("| --- | --- | --- | --- |\n");
    Keys.FILE
        .flat()
        .forEach(
            (path, key) -> {
              String value = key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
              table
                  .append("| `" + path + "` | " + key.type().name())
                  .append(" | " + value + " | " + description(key) + " |\n");
            });
    return table.toString();
  }

  /** Every key with its default, commented out. */
  public static String example() {
    return file(Map.of());
  }

  /**
   * A configuration file: the given keys with their values, all others with their default and
   * commented out.
   *
   * @param set texts by path, as the keys take them
   */
  public static String file(Map<String, String> set) {
    StringBuilder text =
        new StringBuilder(
            "# The configuration of a Pipit node. Every key is here with its default.\n");
    List<String> open = List.of();
    for (Key<?> key : Keys.ALL) {
      String[] parts = key.path().split("\\.");
      List<String> groups = List.of(parts).subList(0, parts.length - 1);
      for (int depth = 0; depth < groups.size(); depth++) {
        if (open.size() <= depth
            || !open.subList(0, depth + 1).equals(groups.subList(0, depth + 1))) {
          line(text, isSetBelow(set, groups.subList(0, depth + 1)), depth, groups.get(depth) + ":");
        }
      }
      open = groups;
      text.append("  ".repeat(groups.size())).append("# ").append(description(key)).append('\n');
      String value = set.getOrDefault(key.path(), key.defaultText());
      line(text, set.containsKey(key.path()), groups.size(), key.leaf() + ": " + yaml(key, value));
    }
    return text.toString();
  }

  private static boolean isSetBelow(Map<String, String> set, List<String> groups) {
    return set.keySet().stream().anyMatch(path -> path.startsWith(String.join(".", groups) + "."));
  }

  /** A line that takes effect, or the same line as a comment that only lacks its {@code #}. */
  private static void line(StringBuilder text, boolean active, int depth, String content) {
    text.append(active ? "" : "#").append("  ".repeat(depth)).append(content).append('\n');
  }

  private static String yaml(Key<?> key, String value) {
    if (key.type().isList()) {
      return value.isEmpty() ? "[]" : "[\"" + value.replace(",", "\", \"") + "\"]";
    }
    return value.isEmpty() ? "\"\"" : value;
  }
}
