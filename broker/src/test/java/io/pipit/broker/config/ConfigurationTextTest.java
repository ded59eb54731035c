package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTextTest {

  /** The folder of the module is the working folder of its tests. */
  private static final Path EXAMPLE = Path.of("src/main/dist/etc/pipit.yml.example");

  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final Path ERRORS = Path.of("../docs/errors.md");

  private final Path folder;

  ConfigurationTextTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @TestFactory
  List<DynamicTest> everyKey() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Key<?> key : Keys.ALL) {
      tests.add(DynamicTest.dynamicTest(key.path(), () -> check(key)));
    }
    return tests;
  }

  /** The default is in range, and what is written is read back as the same value. */
  private static <T> void check(Key<T> key) {
    T value = key.defaultValue();
    assertEquals(Optional.of(value), key.type().parse(key.type().write(value)).value());
    assertTrue(key.doc().endsWith("."), key.doc());
  }

  @Test
  void exampleInTheRepositoryIsGenerated() throws Exception {
    assertEquals(
        ConfigurationText.example(),
        Files.readString(EXAMPLE),
        "run: pipit config schema --form yaml > broker/" + EXAMPLE);
  }

  @Test
  void exampleWithoutCommentMarksHoldsTheDefaults() throws Exception {
    Path file = folder.resolve("all.yml");
    Files.writeString(
        file,
        ConfigurationText.example().replaceAll("(?m)^#(?! )", "").replaceAll("(?m)^#(?=  )", ""));
    ConfigurationLoader.Loaded loaded =
        ConfigurationLoader.load(folder, Map.of(), Optional.of("all.yml"), Map.of());
    assertEquals(Configuration.defaults(), loaded.configuration());
    assertTrue(loaded.settings().shown().stream().allMatch(Settings.Shown::isSet));
  }

  @Test
  void writtenFileHoldsWhatWasSet() throws Exception {
    Map<String, String> set =
        Map.of("domain", "example.org", "listeners.c2s.port", "0", "init.users", "a:b,c:d");
    Files.writeString(folder.resolve("some.yml"), ConfigurationText.file(set));
    ConfigurationLoader.Loaded loaded =
        ConfigurationLoader.load(folder, Map.of(), Optional.of("some.yml"), Map.of());
    assertEquals("example.org", loaded.configuration().domain());
    assertEquals(0, loaded.configuration().listeners().c2s().port());
    assertEquals(2, loaded.configuration().init().users().size());
    assertEquals(3, loaded.settings().shown().stream().filter(Settings.Shown::isSet).count());
  }

  @Test
  void documentHoldsTheTable() throws Exception {
    assertTrue(
        Files.readString(DOCUMENT).contains(ConfigurationText.table()),
        "put the output of 'pipit config schema --form markdown' into docs/configuration.md");
  }

  @Test
  void everyErrorCodeIsDocumented() throws Exception {
    StringBuilder table = new StringBuilder();
    for (ErrorCode error : ErrorCode.values()) {
      table
          .append("| " + error.code() + " | " + error.exit())
          .append(" | " + error.meaning() + " |\n");
    }
    assertTrue(Files.readString(ERRORS).contains(table), "docs/errors.md has to hold:\n" + table);
  }

  @Test
  void schemaNamesEveryKey() {
    Map<String, Object> schema = ConfigurationText.schema();
    assertEquals("object", schema.get("type"));
    assertEquals(false, schema.get("additionalProperties"));
    assertTrue(schema.toString().contains("stanza_bytes={"));
  }
}
