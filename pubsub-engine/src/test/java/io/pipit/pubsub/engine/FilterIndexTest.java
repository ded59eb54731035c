package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.NodeFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters match, and that the index finds what a plain comparison finds. */
class FilterIndexTest {

  /** Puts a filter in, or takes it out. */
  record Step(String filter, boolean in) {}

  @Property(tries = 2_000)
  void findsWhatAComparisonOfEachFilterFinds(
      @ForAll("steps") List<Step> steps, @ForAll("names") List<String> names) {
    FilterIndex<String> index = new FilterIndex<>();
    Map<String, Boolean> present = new LinkedHashMap<>();
    for (Step step : steps) {
      NodeFilter filter = NodeFilter.parse(step.filter).orElseThrow();
      index.put(filter, step.in ? List.of(step.filter) : List.of());
      present.put(step.filter, step.in);
      assertEquals(step.in ? List.of(step.filter) : List.of(), index.get(filter));
    }
    for (String name : names) {
      List<String> expected =
          present.entrySet().stream()
              .filter(entry -> entry.getValue() && matches(entry.getKey(), name))
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      assertEquals(expected, found(index, name), name);
      present.forEach(
          (filter, in) ->
              assertEquals(
                  matches(filter, name), NodeFilter.parse(filter).orElseThrow().matches(name)));
    }
  }

  private static List<String> found(FilterIndex<String> index, String name) {
    List<String> found = new ArrayList<>();
    index.match(name, found);
    return found.stream().sorted().toList();
  }

  /** The definition, level by level. */
  private static boolean matches(String filter, String name) {
    String[] wanted = filter.split("/", -1);
    String[] given = name.split("/", -1);
    if (name.startsWith("$") && (wanted[0].equals("+") || wanted[0].equals("#"))) {
      return false;
    }
    for (int at = 0; at < wanted.length; at++) {
      if (wanted[at].equals("#")) {
        return true;
      }
      if (at == given.length || !(wanted[at].equals("+") || wanted[at].equals(given[at]))) {
        return false;
      }
    }
    return wanted.length == given.length;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> filter =
        Combinators.combine(
                Arbitraries.of("a", "b", "", "+", "+", "a+").list().ofMaxSize(4),
                Arbitraries.of(true, false))
            .as(
                (levels, open) -> {
                  List<String> all = new ArrayList<>(levels);
                  if (open) {
                    all.add("#");
                  }
                  return String.join("/", all);
                })
            .filter(text -> NodeFilter.parse(text).isPresent());
    return Combinators.combine(filter, Arbitraries.of(true, true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return Arbitraries.of("a", "b", "", "a+", "$a", "c")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(levels -> String.join("/", levels))
        .list()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  @ParameterizedTest
  @CsvSource({
    "a/#, a",
    "a/#, a/b/c",
    "#, a/b",
    "+, a",
    "+/b, a/b",
    "a/+/c, a/b/c",
    "a/+, a/",
    "/+, /a",
    "+/+/#, a/b"
  })
  void filterMatches(String filter, String name) {
    assertTrue(isFound(filter, name));
  }

  @ParameterizedTest
  @CsvSource({
    "a/#, ab",
    "a/#, b/a",
    "a/+, a",
    "a/+, a/b/c",
    "+, a/b",
    "a/+/c, a/c",
    "+/b, a/c",
    "#, $SYS/load",
    "+/load, $SYS/load",
    "a/b/#, a"
  })
  void filterDoesNotMatch(String filter, String name) {
    assertFalse(isFound(filter, name));
  }

  private static boolean isFound(String filter, String name) {
    FilterIndex<String> index = new FilterIndex<>();
    index.put(NodeFilter.parse(filter).orElseThrow(), List.of(filter));
    return !found(index, name).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/#/+", "#/+", "$SYS/#", "$a/+", "a", "a#", "a/b+", "", "a/#/b"})
  void isNoFilterToSubscribeTo(String name) {
    assertEquals(Optional.empty(), NodeFilter.parse(name));
  }

  @Test
  void aFilterHasAtMost32Levels() {
    assertTrue(NodeFilter.parse("+/".repeat(31) + "#").isPresent());
    assertTrue(NodeFilter.parse("+/".repeat(32) + "#").isEmpty());
  }

  @Test
  void filtersThatStayAreFoundWhileOthersComeAndGo() throws InterruptedException {
    FilterIndex<String> index = new FilterIndex<>();
    List<String> staying = List.of("a/b/#", "a/+/c");
    List<String> coming = List.of("a/c/#", "a/b/c/+", "a/+/d", "a/x/#", "+/y/#", "c/+", "a/+");
    for (String filter : staying) {
      index.put(NodeFilter.parse(filter).orElseThrow(), List.of(filter));
    }
    Thread writer =
        new Thread(
            () -> {
              for (int round = 0; round < 20_000; round++) {
                String filter = coming.get(round % coming.size());
                boolean in = round / coming.size() % 2 == 0;
                index.put(NodeFilter.parse(filter).orElseThrow(), in ? List.of(filter) : List.of());
              }
            });
    writer.start();
    int looked = 0;
    while (writer.isAlive() || looked == 0) {
      assertTrue(found(index, "a/b/c").containsAll(staying));
      looked++;
    }
    writer.join();
  }
}
