package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters match, and how they stand to each other. */
class TopicFilterTest {

  /** All names of up to four levels of these. */
  private static final List<String> NAMES = names(List.of("a", "b", "", "$s"), 4);

  private static List<String> names(List<String> levels, int depth) {
    List<String> names = new ArrayList<>();
    List<String> last = List.of("");
    for (int level = 0; level < depth; level++) {
      boolean isFirst = level == 0;
      last =
          last.stream()
              .flatMap(name -> levels.stream().map(next -> isFirst ? next : name + "/" + next))
              .toList();
      names.addAll(last);
    }
    return names;
  }

  private static TopicFilter filter(String text) {
    return TopicFilter.parse(text).orElseThrow();
  }

  @Provide
  Arbitrary<String> filters() {
    Arbitrary<List<String>> levels =
        Arbitraries.of("a", "b", "", "$s", "+", "+").list().ofMinSize(1).ofMaxSize(3);
    return levels
        .flatMap(
            before ->
                Arbitraries.of("", "/#", "#")
                    .map(end -> end.equals("#") ? "#" : String.join("/", before) + end))
        .filter(text -> TopicFilter.parse(text).isPresent());
  }

  /** MQTT 5 4.7, word by word and slow. */
  private static boolean matches(String filter, String name) {
    if (name.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) {
      return false;
    }
    return matches(List.of(filter.split("/", -1)), List.of(name.split("/", -1)));
  }

  private static boolean matches(List<String> filter, List<String> name) {
    if (filter.isEmpty() || filter.get(0).equals("#")) {
      return !filter.isEmpty() || name.isEmpty();
    }
    return !name.isEmpty()
        && (filter.get(0).equals("+") || filter.get(0).equals(name.get(0)))
        && matches(filter.subList(1, filter.size()), name.subList(1, name.size()));
  }

  @Property(tries = 300)
  void matchesWhatTheSpecificationSays(@ForAll("filters") String filter) {
    for (String name : NAMES) {
      assertEquals(matches(filter, name), filter(filter).match(name).isPresent(), name);
    }
  }

  /** Four levels are enough to tell filters of three levels apart. */
  @Property(tries = 1_000)
  void intersectsWhenSomeNameMatchesBoth(
      @ForAll("filters") String one, @ForAll("filters") String other) {
    boolean expected = NAMES.stream().anyMatch(name -> matches(one, name) && matches(other, name));
    assertEquals(expected, filter(one).intersects(filter(other)));
    assertEquals(expected, filter(other).intersects(filter(one)));
  }

  /** A level that no filter names stands for all others. */
  @Property(tries = 1_000)
  void coversWhenItMatchesAllNamesOfTheOther(
      @ForAll("filters") String one, @ForAll("filters") String other) {
    List<String> names =
        Stream.concat(NAMES.stream(), NAMES.stream().map(name -> name.replace('b', 'z'))).toList();
    boolean expected = names.stream().allMatch(name -> !matches(other, name) || matches(one, name));
    assertEquals(expected, filter(one).covers(filter(other)));
  }

  @Property(tries = 300)
  void whatWasMatchedMakesTheNameAgain(@ForAll("filters") String text) {
    TopicFilter filter = filter(text);
    for (String name : NAMES) {
      Optional<TopicFilter.Match> match = filter.match(name);
      if (match.isPresent()) {
        List<String> groups = new ArrayList<>(match.get().groups());
        List<String> levels = new ArrayList<>();
        for (String level : text.split("/", -1)) {
          if (level.equals("#")) {
            levels.addAll(match.get().rest());
          } else {
            levels.add(level.equals("+") ? groups.remove(0) : level);
          }
        }
        assertEquals(name, String.join("/", levels));
        assertTrue(groups.isEmpty());
      }
    }
  }

  @ParameterizedTest(name = "{0} of {1}: {2} and {3}")
  @CsvSource({
    "sensors/+/+/telemetry, sensors/a/b/telemetry, a b, ''",
    "a/#, a, '', ''",
    "a/#, a/b/c, '', b c",
    "+/x/#, y/x/z, y, z",
    "#, a/b, '', a b",
    "$SYS/#, $SYS/broker, '', broker"
  })
  void match(String filter, String name, String groups, String rest) {
    TopicFilter.Match match = filter(filter).match(name).orElseThrow();
    assertEquals(groups, String.join(" ", match.groups()));
    assertEquals(rest, String.join(" ", match.rest()));
  }

  @ParameterizedTest(name = "filter ''{0}''")
  @ValueSource(strings = {"", "a#", "#/a", "a/#/b", "a+", "+b/c", "##", "++"})
  void noFilter(String text) {
    assertTrue(TopicFilter.parse(text).isEmpty());
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"#, $SYS/a", "+/a, $SYS/a", "a, b", "a/b, a", "+, a/b", "a/+/c, a/b/d"})
  void apart(String one, String other) {
    assertFalse(filter(one).intersects(filter(other)));
  }
}
