package io.pipit.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.ConfigurationLoader.Flag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationErrorsTest {

  private final Path folder;

  ConfigurationErrorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private List<String> problems(String yaml, Map<String, String> environment) throws IOException {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/pipit.yml"), yaml);
    return problems(environment, Optional.empty(), Map.of());
  }

  private List<String> problems(
      Map<String, String> environment, Optional<String> file, Map<String, Flag> flags) {
    return assertThrows(
            ConfigurationException.class,
            () -> ConfigurationLoader.load(folder, environment, file, flags))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          listners: {}            | 1:1: unknown key 'listners'; did you mean 'listeners'? [E1004]
          listeners: {c2s: {prot: 1}} | 1:19: unknown key 'prot'; did you mean 'port'? [E1004]
          tls: {zzz: 1}           | 1:7: unknown key 'zzz'; known here: certfile, keyfile, chainfile [E1004]
          listeners: 5            | 1:12: 'listeners' takes keys, not a single value [E1003]
          domain: [a]             | 1:9: 'domain' takes a domain name, not a list [E1003]
          domain: {a: b}          | 1:9: 'domain' takes a domain name, not keys [E1003]
          domain:                 | 1:8: 'domain' has no value [E1003]
          [a]                     | 1:1: the file has to hold keys such as 'domain: example.org' [E1003]
          {[a]: b}                | 1:2: a key has to be a word [E1003]
          init: {users: [[a]]}    | 1:16: 'init.users' takes a list of words [E1003]
          domain: a@b             | 1:9: domain: 'a@b' is not a domain name [E1005]
          auth: {plain: maybe}    | 1:15: auth.plain: 'maybe' is not true or false [E1005]
          auth: {registration: opne} | 1:22: auth.registration: 'opne' is not one of off, open; did you mean 'open'? [E1005]
          limits: {depth: many}   | 1:17: limits.depth: 'many' is not a whole number [E1005]
          init: {users: [admin]}  | 1:16: init.users: 'admin' is not NAME:FILE, an account and the file with its password [E1005]
          limits: {address_exempt: [local]} | 1:27: limits.address_exempt: 'local' is not an address block such as 127.0.0.0/8 [E1005]
          limits: {bind_time: soon} | 1:21: limits.bind_time: 'soon' is not a number with a unit; write for example 30s (ms, s, m, h, d) [E1005]
          limits: {bind_time: 30} | 1:21: limits.bind_time: '30' has no unit; write for example 30s (ms, s, m, h, d) [E1006]
          limits: {bind_time: 30sec} | 1:21: limits.bind_time: 'sec' is not a unit here; write for example 30s (ms, s, m, h, d) [E1006]
          limits: {inbound_rate: 10} | 1:24: limits.inbound_rate: '10' has no unit; write for example 64KiB/s (B, KiB, MiB, GiB, each with /s) [E1006]
          limits: {whitespace: 10} | 1:22: limits.whitespace: 10 is out of range: 64B to 1MiB [E1007]
          limits: {whitespace: 1KB} | 1:22: limits.whitespace: 'KB' is not a unit here; write for example 64KiB (B, KiB, MiB, GiB) [E1006]
          limits: {inbound_rate: 1MiB} | 1:24: limits.inbound_rate: 'MiB' is not a unit here; write for example 64KiB/s (B, KiB, MiB, GiB, each with /s) [E1006]
          limits: {bind_time: 4s} | 1:21: limits.bind_time: 4s is out of range: 5s to 120s [E1007]
          limits: {bind_time: 999999999999999d} | 1:21: limits.bind_time: 999999999999999d is out of range: 5s to 120s [E1007]
          limits: {stanza_bytes: 11MiB} | 1:24: limits.stanza_bytes: 11MiB is out of range: 1KiB to 10MiB [E1007]
          store: {group_window: 6ms} | 1:23: store.group_window: 6ms is out of range: 0ms to 5ms [E1007]
          listeners: {c2s: {port: 65536}} | 1:25: listeners.c2s.port: 65536 is out of range: 0 to 65535 [E1007]
          domain: ${env:NOPE}     | 1:9: the environment variable 'NOPE' is not set [E1008]
          domain: ${file:nope}    | 1:9: the file 'nope' cannot be read: there is no such file [E1008]
          {domain: a, domain: b}  | 1:13: 'domain' is given twice [E1009]
          listeners: {c2s: {host: 0.0.0.0, tls: off}} | 1:39: listeners.c2s.tls: 'off' is refused on 0.0.0.0, passwords could be read on the way; use 'required' or a loopback address [E1010]
          listeners: {c2s: {host: "::", tls: optional}} | 1:36: listeners.c2s.tls: 'optional' is refused on ::, passwords could be read on the way; use 'required' or a loopback address [E1010]
          listeners: {mqtt: {host: 0.0.0.0}} | 1:26: listeners.mqtt.tls: 'required' is refused on 0.0.0.0, passwords could be read on the way; use listeners.mqtts.host and a loopback address here, or 'off' [E1010]
          listeners: {mqtt_ws: {host: 0.0.0.0}} | 1:29: listeners.mqtt_ws.tls: 'off' is refused on 0.0.0.0, passwords could be read on the way; use 'required' or a loopback address [E1010]
          tls: {certfile: a.pem}  | 1:17: tls.certfile needs tls.keyfile beside it [E1005]
          """)
  void oneMistake(String yaml, String expected) throws IOException {
    assertEquals(List.of("etc/pipit.yml:" + expected), problems(yaml, Map.of()));
  }

  @Test
  void badYamlNamesThePlace() throws IOException {
    assertEquals(
        List.of("etc/pipit.yml:2:7: not valid YAML: mapping values are not allowed here [E1002]"),
        problems("domain: a\ntls: b: c\n", Map.of()));
  }

  @Test
  void allMistakesAreListedAtOnce() throws IOException {
    assertEquals(
        List.of(
            "etc/pipit.yml:1:1: unknown key 'domian'; did you mean 'domain'? [E1004]",
            "etc/pipit.yml:4:11: listeners.c2s.port: 'x' is not a whole number [E1005]",
            "$PIPIT_LIMITS__DEPHT: no key has this name; did you mean $PIPIT_LIMITS__DEPTH? [E1004]"),
        problems(
            "domian: a\nlisteners:\n  c2s:\n    port: x\n", Map.of("PIPIT_LIMITS__DEPHT", "5")));
  }

  @Test
  void eachWrongElementOfAListIsNamedWithItsPlace() throws IOException {
    String usage = "' is not allow|deny publish|subscribe|all WHO FILTER [E1005]";
    assertEquals(
        List.of(
            "etc/pipit.yml:2:5: acl: 'permit all * #" + usage,
            "etc/pipit.yml:4:5: acl: 'deny all" + usage),
        problems("acl:\n  - 'permit all * #'\n  - allow all * a/#\n  - deny all\n", Map.of()));
    assertEquals(
        List.of("$PIPIT_ACL: acl: 'one" + usage, "$PIPIT_ACL: acl: 'two" + usage),
        problems("", Map.of("PIPIT_ACL", "one,allow all * #,two")));
  }

  @Test
  void secretsOfAListAreNotShown() throws IOException {
    Files.writeString(folder.resolve("secret"), "hunter2");
    List<String> problems = problems("acl: ['${file:secret}', other]\n", Map.of());
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("etc/pipit.yml:1:7: acl: '***'"), problems.get(0));
    assertTrue(problems.get(1).startsWith("etc/pipit.yml:1:25: acl: 'other'"), problems.get(1));
  }

  @Test
  void twoListenersOnOnePortAreRefused() throws IOException {
    assertEquals(
        List.of(
            "etc/pipit.yml:2:16: listeners.mqtt.port: 5280 on 127.0.0.1 is the port of"
                + " listeners.http as well; give one of them another port or address [E1005]"),
        problems("listeners:\n  mqtt: {port: 5280}\n", Map.of()));
    // The address of all addresses meets every other one.
    assertEquals(
        List.of(
            "etc/pipit.yml:1:25: listeners.c2s.port: 5223 on 0.0.0.0 is the port of"
                + " listeners.c2s_tls as well; give one of them another port or address [E1005]"),
        problems("listeners: {c2s: {port: 5223, host: 0.0.0.0}}\n", Map.of()));
    assertEquals(
        List.of(
            "$PIPIT_LISTENERS__MQTTS__PORT: listeners.mqtts.port: 7000 on localhost is the port of"
                + " listeners.mqtt as well; give one of them another port or address [E1005]"),
        problems(
            "",
            Map.of(
                "PIPIT_LISTENERS__MQTT__PORT", "7000",
                "PIPIT_LISTENERS__MQTTS__PORT", "7000",
                "PIPIT_LISTENERS__MQTTS__HOST", "localhost",
                "PIPIT_LISTENERS__HTTP__PORT", "7000",
                "PIPIT_LISTENERS__HTTP__HOST", "127.0.0.2")));
  }

  @Test
  void listenersApartMayHaveOnePort() throws ConfigurationException {
    assertEquals(
        5280,
        ConfigurationLoader.load(
                folder,
                Map.of(
                    "PIPIT_LISTENERS__MQTT__PORT", "5280",
                    "PIPIT_LISTENERS__MQTT__HOST", "127.0.0.2",
                    "PIPIT_LISTENERS__C2S__PORT", "0",
                    "PIPIT_LISTENERS__MQTTS__PORT", "0"),
                Optional.empty(),
                Map.of())
            .configuration()
            .listeners()
            .mqtt()
            .port());
  }

  @Test
  void mistakesOfTheFileAreInTheOrderOfItsLines() throws IOException {
    String yaml =
        """
        limits:
          depth: many
        domian: a
        auth:
          plain: maybe
        listners: {}
        tls:
          certfile: a.pem
        """;
    List<String> places =
        problems(yaml, Map.of("PIPIT_LIMITS__DEPHT", "5")).stream()
            .map(problem -> problem.substring(0, problem.indexOf(": ")))
            .toList();
    assertEquals(
        List.of(
            "etc/pipit.yml:2:10",
            "etc/pipit.yml:3:1",
            "etc/pipit.yml:5:10",
            "etc/pipit.yml:6:1",
            "etc/pipit.yml:8:13",
            "$PIPIT_LIMITS__DEPHT"),
        places);
  }

  @Test
  void warningsComeWithTheErrors() {
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () ->
                ConfigurationLoader.load(
                    folder,
                    Map.of("PIPIT_FOO", "1", "PIPIT_LIMITS__DEPTH", "many"),
                    Optional.empty(),
                    Map.of()));
    assertEquals(1, refused.problems().size());
    assertEquals(List.of("$PIPIT_FOO is no setting of Pipit and is ignored"), refused.warnings());
  }

  @Test
  void missingFileThatWasNamed() {
    assertEquals(
        List.of("other.yml: cannot be read: there is no such file [E1001]"),
        problems(Map.of(), Optional.of("other.yml"), Map.of()));
    assertEquals(
        List.of("third.yml: cannot be read: there is no such file [E1001]"),
        problems(Map.of("PIPIT_CONFIG", "third.yml"), Optional.empty(), Map.of()));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PIPIT_LISTENERS__C2S__PORT | x | listeners.c2s.port: 'x' is not a whole number [E1005]
          PIPIT_LISTENERS__C2S__TLS | on | listeners.c2s.tls: 'on' is not one of required, optional, off [E1005]
          PIPIT_LISTENERS__C2S__POTR | 1 | no key has this name; did you mean $PIPIT_LISTENERS__C2S__PORT? [E1004]
          PIPIT_DOMIAN | a | no key has this name; did you mean $PIPIT_DOMAIN? [E1004]
          PIPIT_A__B__C__D__E__F__G__H__I | 1 | no key has this name [E1004]
          PIPIT_DOMAIN_FILE | nope | the file 'nope' cannot be read: there is no such file [E1008]
          """)
  void environment(String name, String value, String expected) {
    assertEquals(
        List.of("$" + name + ": " + expected),
        problems(Map.of(name, value), Optional.empty(), Map.of()));
  }

  @Test
  void valueAndFileOfOneKey() {
    assertEquals(
        List.of("$PIPIT_DOMAIN_FILE: given beside $PIPIT_DOMAIN; remove one of them [E1009]"),
        problems(
            Map.of("PIPIT_DOMAIN", "a", "PIPIT_DOMAIN_FILE", "b"), Optional.empty(), Map.of()));
  }

  @Test
  void whatCameFromAFileIsNotShown() throws IOException {
    Files.writeString(folder.resolve("secret"), "hunter2\n");
    assertEquals(
        List.of("$PIPIT_LIMITS__DEPTH_FILE: limits.depth: '***' is not a whole number [E1005]"),
        problems(Map.of("PIPIT_LIMITS__DEPTH_FILE", "secret"), Optional.empty(), Map.of()));
  }

  @Test
  void flagOfUnknownKey() {
    assertEquals(
        List.of(
            "--set: unknown key 'listeners.c2s.prt'; did you mean 'listeners.c2s.port'? [E1004]"),
        problems(Map.of(), Optional.empty(), Map.of("listeners.c2s.prt", new Flag("--set", "1"))));
    assertEquals(
        List.of("--set: unknown key 'listners.x'; did you mean 'listeners'? [E1004]"),
        problems(Map.of(), Optional.empty(), Map.of("listners.x", new Flag("--set", "1"))));
  }
}
