package io.pipit.broker.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a mapping of the configuration takes: those with a value, by their paths with dots,
 * and those that hold a list of further mappings. Immutable; any thread.
 */
record KeySet(List<Key<?>> keys, Map<String, KeySet> lists) {

  KeySet {
    keys = List.copyOf(keys);
    lists = Map.copyOf(lists);
  }

  Optional<Key<?>> key(String path) {
    return keys.stream().filter(key -> key.path().equals(path)).findFirst();
  }

  /** Whether there are keys below a path. */
  boolean isGroup(String path) {
    return keys.stream().anyMatch(key -> key.path().startsWith(path + "."));
  }

  /** What may stand below a path, in the order of the documentation. */
  Set<String> names(String prefix) {
    Set<String> known = new LinkedHashSet<>();
    for (Key<?> key : keys) {
      if (key.path().startsWith(prefix)) {
        known.add(key.path().substring(prefix.length()).split("\\.")[0]);
      }
    }
    if (prefix.isEmpty()) {
      known.addAll(lists.keySet());
    }
    return known;
  }

  /** All keys, those of lists with {@code NAME[].} in front of their paths. */
  Map<String, Key<?>> flat() {
    Map<String, Key<?>> all = new LinkedHashMap<>();
    keys.forEach(key -> all.put(key.path(), key));
    lists.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            list ->
                list.getValue()
                    .flat()
                    .forEach((path, key) -> all.put(list.getKey() + "[]." + path, key)));
    return all;
  }
}
