package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the node was told about things that have one value at a time, and what of it was
 * acknowledged. After a crash a thing has the value acknowledged last, or one asked for after that.
 * Any thread.
 */
final class Ledger {

  /** The value of a thing that is not there. */
  static final String ABSENT = "";

  private final Map<String, List<String>> possible = new LinkedHashMap<>();

  /** A value that was asked for. */
  record Asked(String key, String value, int number) {}

  private final Map<String, Integer> forgotten = new LinkedHashMap<>();

  Ledger(Iterable<String> keys) {
    for (String key : keys) {
      possible.put(key, new ArrayList<>(List.of(ABSENT)));
      forgotten.put(key, 0);
    }
  }

  synchronized List<String> keys() {
    return List.copyOf(possible.keySet());
  }

  /** The value asked for last: what the thing has when nothing gets lost. */
  synchronized String latest(String key) {
    List<String> values = values(key);
    return values.get(values.size() - 1);
  }

  /** Notes a request before it is sent. */
  synchronized Asked ask(String key, String value) {
    List<String> values = values(key);
    values.add(value);
    return new Asked(key, value, forgotten.getOrDefault(key, 0) + values.size() - 1);
  }

  /** From now on no earlier value is possible. */
  synchronized void acknowledged(Asked asked) {
    int earlier = asked.number() - forgotten.getOrDefault(asked.key(), 0);
    if (earlier > 0) {
      values(asked.key()).subList(0, earlier).clear();
      forgotten.merge(asked.key(), earlier, Integer::sum);
    }
  }

  synchronized List<String> possible(String key) {
    return List.copyOf(values(key));
  }

  /** Checks the values that are there after a crash; from then on they are the only ones. */
  synchronized void check(Map<String, String> actual, String what) {
    for (Map.Entry<String, List<String>> entry : possible.entrySet()) {
      String key = entry.getKey();
      String found = actual.getOrDefault(key, ABSENT);
      assertTrue(
          entry.getValue().contains(found),
          () -> what + " " + key + " is '" + found + "', possible: " + entry.getValue());
      settle(key, found);
    }
    List<String> unknown =
        actual.keySet().stream().filter(key -> !possible.containsKey(key)).toList();
    assertEquals(List.of(), unknown, what + ": nobody asked for these");
  }

  private void settle(String key, String found) {
    List<String> values = values(key);
    forgotten.merge(key, values.size(), Integer::sum);
    values.clear();
    values.add(found);
  }

  private List<String> values(String key) {
    List<String> values = possible.get(key);
    if (values == null) {
      throw new IllegalArgumentException("unknown: " + key);
    }
    return values;
  }
}
