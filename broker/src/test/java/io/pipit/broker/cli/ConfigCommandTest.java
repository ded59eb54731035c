package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.config.ConfigurationText;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandTest {

  private final Path folder;
  private final CommandLineRun pipit;

  ConfigCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new CommandLineRun(folder, Parts.ofProduct());
  }

  @Test
  void versionIsSemantic() {
    Result result = pipit.run("version");
    assertEquals(0, result.exit());
    assertTrue(result.lines().get(0).matches("pipit [0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?"));
    assertEquals("Java " + System.getProperty("java.version"), result.lines().get(1));
    assertEquals(
        Map.of("version", Version.pipit(), "java", Version.java()),
        Json.parseObject(pipit.run("version", "-o", "json").out()).orElseThrow());
  }

  @Test
  void wrongCommandLinesAreUsageErrors() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("config"),
            List.of("nonsense"),
            List.of("version", "--nonsense"),
            List.of("version", "-o", "xml"),
            List.of("version", "--timeout", "10"))) {
      Result result = pipit.run(wrong.toArray(String[]::new));
      assertEquals(2, result.exit(), wrong.toString());
      assertEquals("", result.out());
      assertTrue(result.err().startsWith("error: "), result.err());
      assertTrue(result.err().contains("[E3001]"), result.err());
    }
  }

  @Test
  void invalidConfigurationIsListedWholeAndExitsWith9() throws Exception {
    Files.writeString(folder.resolve("a.yml"), "listners: 1\ndomain: [x]\n");
    Result result = pipit.run("config", "check", "--config", "a.yml");
    assertEquals(9, result.exit());
    assertEquals(
        List.of(
            "error: a.yml:1:1: unknown key 'listners'; did you mean 'listeners'? [E1004]",
            "error: a.yml:2:9: 'domain' takes a domain name, not a list [E1003]"),
        result.err().lines().toList());
  }

  @Test
  void missingAuthoritiesAreNamedByTheirKeyWithItsPlace() throws Exception {
    Files.writeString(
        folder.resolve("a.yml"),
        "listeners:\n  mqtts:\n    client_ca: no.pem\ntls: {certfile: a.pem, keyfile: b.pem}\n");
    Result result = pipit.run("config", "check", "--config", "a.yml");
    assertEquals(9, result.exit());
    List<String> lines = result.err().lines().toList();
    assertEquals(2, lines.size(), result.err());
    assertTrue(lines.get(0).contains("a.pem"), result.err());
    assertTrue(
        lines.get(1).startsWith("error: a.yml:3:16: listeners.mqtts.client_ca: ")
            && lines.get(1).endsWith("no.pem cannot be read: there is no such file [E1012]"),
        result.err());
  }

  @Test
  void showPrintsWhatWasSetAndEffectiveEverything() {
    pipit.env("PIPIT_LISTENERS__C2S__PORT", "15222");
    assertEquals(
        List.of("data: d  # --data", "listeners.c2s.port: 15222  # $PIPIT_LISTENERS__C2S__PORT"),
        pipit.run("config", "show", "--data", "d").lines());
    Result effective = pipit.run("config", "show", "--effective", "--set", "domain=a.example");
    assertTrue(effective.lines().contains("domain: a.example  # --set"));
    assertTrue(effective.lines().contains("limits.bind_time: 30s  # default"));
    assertEquals(
        "{\"key\":\"listeners.c2s.port\",\"value\":\"15222\",\"origin\":\"$PIPIT_LISTENERS__C2S__PORT\"}",
        pipit.run("config", "show", "-o", "ndjson").out().strip());
  }

  @Test
  void showSaysThatNothingWasSet() {
    Result result = pipit.run("config", "show");
    assertEquals(0, result.exit());
    assertEquals("", result.out());
    assertTrue(
        result.err().startsWith("file: none (etc/pipit.yml is not there); 0 of "), result.err());
    assertTrue(
        result.err().endsWith("have their defaults: --effective prints all\n"), result.err());
    assertEquals("", pipit.run("config", "show", "-q").err());
  }

  @Test
  void colorsAreLeftOutOnWish() {
    Shell plain = shell(Map.of("NO_COLOR", ""));
    assertTrue(colors(plain));
    assertFalse(colors(plain, "--no-color"));
    assertFalse(colors(shell(Map.of("NO_COLOR", "1"))));
  }

  private static Shell shell(Map<String, String> environment) {
    return new Shell(
        environment,
        Path.of("."),
        InputStream.nullInputStream(),
        new PrintWriter(Writer.nullWriter()),
        new PrintWriter(Writer.nullWriter()),
        text -> Optional.empty());
  }

  private static boolean colors(Shell shell, String... flags) {
    PipitCommand pipit = new PipitCommand(shell);
    String[] arguments = Arrays.copyOf(flags, flags.length + 1);
    arguments[flags.length] = "version";
    CommandLines.create(pipit, Parts.ofProduct()).parseArgs(arguments);
    return pipit.allowsColor();
  }

  @Test
  void showAsYaml() {
    assertEquals(
        List.of("- key: data", "  value: d", "  origin: --data"),
        pipit.run("config", "show", "--data", "d", "-o", "yaml").lines());
    assertEquals(
        "java: " + System.getProperty("java.version"),
        pipit.run("version", "-o", "YAML").lines().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          usr ls | there is no verb 'usr'; did you mean 'user'? See 'pipit --help'
          nonsense | there is no verb 'nonsense'; see 'pipit --help'
          node lst | there is no verb 'lst'; did you mean 'ls'? See 'pipit node --help'
          get a --maxx 3 | there is no option '--maxx'; did you mean '--max'? See 'pipit get --help'
          status now | 'now' is one argument too many; see 'pipit status --help'
          """)
  void wrongWordsAreToldWithTheNearest(String command, String error) {
    Result result = pipit.run(command.split(" "));
    assertEquals(2, result.exit());
    assertEquals("error: " + error + " [E3001]\n", result.err());
  }

  @Test
  void wordsAreNamedAsTheyAreWritten() {
    assertTrue(
        pipit
            .run("version", "-o", "xml")
            .err()
            .contains("'xml' is not one of text, json, ndjson, yaml;"));
    assertTrue(
        pipit
            .run("pub", "a", "b", "--type", "x")
            .err()
            .contains("'x' is not one of auto, json, text, xml, binary;"));
  }

  @Test
  void variablesThatAreNoSettingsAreToldOf() {
    Result result = pipit.env("PIPIT_COLOUR", "red").run("config", "check");
    assertEquals(0, result.exit());
    assertEquals("warning: $PIPIT_COLOUR is no setting of Pipit and is ignored\n", result.err());
  }

  @Test
  void schemaIsJsonAndItsOtherFormsAreTheGeneratedOnes() {
    Map<String, Object> schema =
        Json.parseObject(pipit.run("config", "schema").out()).orElseThrow();
    assertEquals(false, schema.get("additionalProperties"));
    assertEquals(
        ConfigurationText.example(), pipit.run("config", "schema", "--form", "yaml").out());
    assertEquals(
        ConfigurationText.table(), pipit.run("config", "schema", "--form", "markdown").out());
  }

  @Test
  void reservedKeysAreReported() {
    Result result = pipit.env("PIPIT_LIMITS__SM_QUEUE", "5").run("config", "check");
    assertEquals(0, result.exit());
    assertEquals(
        "limits.sm_queue ($PIPIT_LIMITS__SM_QUEUE) is not yet available; ignored\n", result.err());
  }

  @Test
  void completionNamesTheVerbs() {
    assertTrue(pipit.run("completion", "bash").out().contains("config"));
    assertEquals(2, pipit.run("completion").exit());
  }

  @Test
  void helpIsAResult() {
    Result result = pipit.run("config", "show", "--help");
    assertEquals(0, result.exit());
    assertTrue(result.out().contains("--effective"), result.out());
  }
}
