package io.pipit.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How nodes are configured that come with the first publish to them. */
class TemplatesTest {

  private static Template template(String name, String filter, String title) {
    NodeFilter parsed = NodeFilter.parse(filter).orElseGet(() -> NodeFilter.exactly(filter));
    return new Template(name, parsed, Map.of("pubsub#title", List.of(title)));
  }

  private static final Templates SOME =
      Templates.of(
          List.of(
              template("any", "#", "any"),
              template("plant", "plant/#", "plant"),
              template("state", "plant/+/state", "state"),
              template("later", "plant/+/#", "later"),
              template("a", "plant/a/#", "a"),
              template("one", "plant/a/one", "one")));

  @ParameterizedTest(name = "{0} has the template {1}")
  @CsvSource({
    "x, any",
    "plant, plant",
    "plant/b, plant",
    "plant/b/state, plant",
    "plant/a, a",
    "plant/a/b, a",
    "plant/a/one, one",
    "plant/a/one/more, a"
  })
  void longestLiteralBeginningWinsAndThenTheFirst(String node, String title) {
    assertEquals(
        Optional.of(title), SOME.of(node, NodeConfig.INITIAL).map(NodeConfig::title), node);
  }

  @Test
  void fieldsComeOnTopOfTheDefaultsOfTheService() {
    NodeConfig defaults = NodeConfig.INITIAL.with(NodeConfigFields.MAX_ITEMS, 7);
    NodeConfig config = SOME.of("x", defaults).orElseThrow();
    assertEquals(7, config.get(NodeConfigFields.MAX_ITEMS));
    assertEquals("any", config.title());
  }

  @Test
  void nodeThatNoneFitsDoesNotComeByItself() {
    Templates templates = Templates.of(List.of(template("plant", "plant/#", "p")));
    assertEquals(Optional.empty(), templates.of("other", NodeConfig.INITIAL));
    assertEquals(Optional.empty(), Templates.of(List.of()).of("x", NodeConfig.INITIAL));
    assertEquals(Optional.empty(), SOME.of("$x", NodeConfig.INITIAL));
  }

  @Test
  void everythingHasTheDefaults() {
    NodeConfig defaults = NodeConfig.INITIAL.with(NodeConfigFields.MAX_ITEMS, 7);
    assertEquals(Optional.of(defaults), Templates.EVERYTHING.of("x/y", defaults));
  }

  @Test
  void templatesHaveNames() {
    assertEquals(
        Optional.of("state"), SOME.named("state", NodeConfig.INITIAL).map(NodeConfig::title));
    assertEquals(Optional.empty(), SOME.named("none", NodeConfig.INITIAL));
    assertEquals(Optional.empty(), Templates.EVERYTHING.named("state", NodeConfig.INITIAL));
  }

  @Test
  void wrongFieldsAreFoundAtOnce() {
    NodeFilter all = NodeFilter.parse("#").orElseThrow();
    for (Map<String, List<String>> fields :
        List.of(
            Map.of("pubsub#nothing", List.of("1")), Map.of("pubsub#max_items", List.of("many")))) {
      Template wrong = new Template("wrong", all, fields);
      assertThrows(IllegalArgumentException.class, () -> Templates.of(List.of(wrong)));
    }
  }
}
