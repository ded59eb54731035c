package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.TopicTemplate.Parsed;
import io.pipit.bridges.mqtt.TopicTemplate.Place;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names templates make of what a filter matched. */
class TopicTemplateTest {

  private static final Place PLACE = new Place("pipit.example.org", "plant-a");

  private static Optional<String> render(String template, String filter, String name) {
    TopicFilter of = TopicFilter.parse(filter).orElseThrow();
    return TopicTemplate.checked(template, of, PLACE).render(of.match(name).orElseThrow());
  }

  @ParameterizedTest(name = "{0} of {1} for {2} is {3}")
  @CsvSource({
    "plant-a/{1}/{2}/telemetry, sensors/+/+/telemetry, sensors/x/y/telemetry, plant-a/x/y/telemetry",
    "cmd/{*}, commands/#, commands/a/b, cmd/a/b",
    "cmd/{*}, commands/#, commands, cmd",
    "cmd/{*}, commands/#, commands/, cmd/",
    "cmd/{*}/set, commands/#, commands, cmd/set",
    "{*}, commands/#, commands/a, a",
    "{topic}, a/+, a/b, a/b",
    "x/{topic}/y, a/+, a/b, x/a/b/y",
    "{level:2}/{level:1}, a/+, a/b, b/a",
    "{node}/{name}, a, a, pipit.example.org/plant-a",
    "dev-{1}.{2}, +/+, a/b, dev-a.b",
    "x{*}, a/#, a/b/c, xb/c",
    "{9}, +/+/+/+/+/+/+/+/+, 1/2/3/4/5/6/7/8/9, 9",
    "$x/{1}, a/+, a/b, $x/b",
    "a//b, c, c, a//b"
  })
  void name(String template, String filter, String name, String expected) {
    assertEquals(Optional.of(expected), render(template, filter, name));
  }

  @Test
  void aLevelThatIsNotThereMakesNoName() {
    assertEquals(Optional.empty(), render("x/{level:3}", "a/#", "a/b"));
  }

  @ParameterizedTest(name = "{0} of {1} for {2}")
  @CsvSource({"{1}/x, a/+, a/$SYS", "{topic}, $SYS/#, $SYS/a", "{*}, a/#, a/$SYS/b"})
  void nobodyChoosesAReservedName(String template, String filter, String name) {
    assertEquals(Optional.empty(), render(template, filter, name));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "{1}, a",
    "{2}, +/b",
    "{*}, +/b",
    "{level:2}, a",
    "{level:0}, a",
    "{0}, +",
    "{10}, +",
    "{}, +",
    "{Node}, +",
    "{1, +",
    "1}, +",
    "{{1}}, +",
    "{a/b}, +"
  })
  void aGroupThatTheFilterLacksIsWrong(String template, String filter) {
    TopicFilter of = TopicFilter.parse(filter).orElseThrow();
    Parsed parsed = TopicTemplate.parse(template, of, PLACE);
    assertTrue(parsed instanceof Parsed.Invalid, template);
    assertTrue(((Parsed.Invalid) parsed).message().contains("'" + template + "'"));
  }

  @Test
  void whereNoFilterIsOnlyTheNodeAndTheBridgeAreKnown() {
    assertEquals(
        Optional.of("pipit/pipit.example.org/bridge/plant-a/state"),
        TopicTemplate.constant(BridgeDefaults.STATUS.topic(), PLACE));
    assertEquals(Optional.empty(), TopicTemplate.constant("{topic}", PLACE));
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
            "{1}", "{2}", "{*}", "{topic}", "{level:1}", "{name}", "a", "b{1}", "", "x")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(levels -> String.join("/", levels))
        .filter(text -> !text.isEmpty());
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "", "$s", "x")
        .list()
        .ofMinSize(2)
        .ofMaxSize(5)
        .map(levels -> String.join("/", levels));
  }

  /** What the check of loops rests on. */
  @Property(tries = 2_000)
  void everyNameIsWithinReach(@ForAll("templates") String template, @ForAll("names") String name) {
    for (String text : List.of("+/+/#", "a/+/+/#", "$s/+/+/#")) {
      TopicFilter filter = TopicFilter.parse(text).orElseThrow();
      TopicTemplate of = TopicTemplate.checked(template, filter, PLACE);
      filter
          .match(name)
          .flatMap(of::render)
          .filter(made -> !made.isEmpty())
          .ifPresent(
              made ->
                  assertTrue(of.reach(filter).match(made).isPresent(), of.reach(filter) + made));
    }
  }

  /** Names map one to one: no two nodes become one topic. */
  @Property(tries = 1_000)
  void differentNamesStayDifferent(@ForAll("names") String one, @ForAll("names") String other) {
    for (String template : List.of("cmd/{*}", "{*}/x", "{topic}", "x/{*}/y")) {
      Optional<String> first = render(template, "p/#", "p/" + one);
      Optional<String> second = render(template, "p/#", "p/" + other);
      assertEquals(one.equals(other) || first.isEmpty(), first.equals(second) || first.isEmpty());
    }
  }
}
