package io.pipit.broker.script;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The use cases of XEP-0060 as XML on the wire. The scripts are the {@code .feature} files beside
 * this class; errors that the text gives as examples are there as the text has them.
 */
class PubsubScriptsTest {

  /** One for each kind of service. */
  private static final Map<Script.Service, Stage> STAGES = new HashMap<>();

  private static Path folder = Path.of("");

  @BeforeAll
  static void begin(@TempDir Path temporary) {
    folder = temporary;
  }

  private static Stage stage(Script.Service service) {
    return STAGES.computeIfAbsent(service, PubsubScriptsTest::start);
  }

  private static Stage start(Script.Service service) {
    return Stage.start(folder.resolve("node" + STAGES.size()), service);
  }

  @AfterAll
  static void stop() throws IOException {
    for (Stage stage : STAGES.values()) {
      stage.close();
    }
    STAGES.clear();
  }

  @TestFactory
  Stream<DynamicContainer> scripts() throws IOException, URISyntaxException {
    return Script.files().stream().map(PubsubScriptsTest::container);
  }

  private static DynamicContainer container(Path file) {
    Script script = Script.read(file);
    return DynamicContainer.dynamicContainer(
        script.title(),
        script.scenarios().stream()
            .map(
                scenario ->
                    DynamicTest.dynamicTest(
                        scenario.name() + " (" + file.getFileName() + ":" + scenario.line() + ")",
                        () -> stage(script.service()).play(scenario))));
  }

  @Test
  void moreIsRefusedThanGranted() throws IOException, URISyntaxException {
    long refusals = 0;
    long all = 0;
    for (Path file : Script.files()) {
      for (Script.Scenario scenario : Script.read(file).scenarios()) {
        assertFalse(scenario.steps().isEmpty(), scenario.name());
        all++;
        if (scenario.steps().stream()
            .anyMatch(
                step ->
                    step.deed().startsWith("receives")
                        && (step.xml().contains("type='error'")
                            || step.deed().equals("receives nothing")))) {
          refusals++;
        }
      }
    }
    assertTrue(refusals > all - refusals, refusals + " of " + all + " are refusals");
  }
}
