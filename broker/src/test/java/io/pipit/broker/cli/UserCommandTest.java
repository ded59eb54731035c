package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.store.DataFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of a node that does not run. */
class UserCommandTest {

  private final Path folder;
  private final CommandLineRun pipit;

  UserCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder).env("PIPIT_DATA", "d");
  }

  @Test
  void accountsAreKeptInTheStore() throws Exception {
    assertEquals(0, pipit.input("pw\n").run("user", "add", "Juliet").exit());
    Files.writeString(folder.resolve("secret"), "other\n");
    assertEquals(0, pipit.run("user", "add", "romeo", "--password-file", "secret").exit());
    assertEquals(List.of("juliet", "romeo"), pipit.run("user", "ls").lines());
    assertEquals("{\"name\":\"juliet\"}", pipit.run("user", "ls", "-o", "ndjson").lines().get(0));
    assertEquals(0, pipit.input("new\n").run("user", "passwd", "romeo").exit());
    assertEquals(0, pipit.run("user", "del", "juliet").exit());
    assertEquals(List.of("romeo"), pipit.run("user", "ls").lines());
    try (Stream<Path> files = Files.walk(folder.resolve("d"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("other"));
      }
    }
  }

  private void assertFails(int exit, String error, Result result) {
    assertEquals(exit, result.exit());
    assertEquals("", result.out());
    assertEquals("error: " + error + "\n", result.err());
  }

  @Test
  void refusals() {
    assertEquals(0, pipit.input("pw\n").run("user", "add", "juliet").exit());
    assertFails(
        7,
        "there is an account juliet@localhost already; change its password with 'pipit user passwd"
            + " juliet' [E2011]",
        pipit.input("pw\n").run("user", "add", "JULIET"));
    assertFails(
        6,
        "there is no account romeo@localhost; list them with 'pipit user ls' [E2010]",
        pipit.run("user", "del", "romeo"));
    assertFails(
        6,
        "there is no account romeo@localhost; list them with 'pipit user ls' [E2010]",
        pipit.input("pw\n").run("user", "passwd", "romeo"));
    for (String name : List.of("a@b", "a/b", "a b", "")) {
      assertFails(
          1,
          "'" + name + "' cannot be the name of an account; give the part before the @ [E2012]",
          pipit.input("pw\n").run("user", "add", name));
    }
  }

  @Test
  void passwordsThatAreMissing() {
    String help = "; give one with --password-file, on standard input or at the prompt [E2013]";
    assertFails(
        1,
        "there is no password in standard input" + help,
        pipit.input("").run("user", "add", "juliet"));
    assertFails(
        1,
        "there is no password in standard input" + help,
        pipit.input("\n").run("user", "add", "juliet", "--password-file", "-"));
    assertFails(
        1,
        "the password file "
            + folder.resolve("none")
            + " cannot be read: there is no such file [E2013]",
        pipit.run("user", "add", "juliet", "--password-file", "none"));
    assertEquals(2, pipit.run("user", "add", "juliet", "password").exit());
  }

  @Test
  void onlyAddMakesAStore() throws Exception {
    for (List<String> verb :
        List.of(
            List.of("user", "ls"),
            List.of("user", "del", "juliet"),
            List.of("user", "passwd", "juliet"))) {
      assertFails(
          1,
          "there is no store in "
              + folder.resolve("d")
              + "; name another folder with --data, or make it with 'pipit run' or 'pipit user add"
              + " NAME' [E1102]",
          pipit.input("pw\n").run(verb.toArray(String[]::new)));
      assertFalse(Files.exists(folder.resolve("d")));
    }
    Files.writeString(folder.resolve("d"), "");
    assertEquals(1, pipit.run("user", "ls").exit());
    assertFails(
        1,
        "the data folder "
            + folder.resolve("d")
            + " cannot be used: a file is in the place of a folder; name another one with --data"
            + " [E1102]",
        pipit.input("pw\n").run("user", "add", "juliet"));
  }

  @Test
  void lockedFolderNamesTheProcess() throws Exception {
    try (DataFolder held = DataFolder.hold(folder.resolve("d"))) {
      assertFails(
          1,
          "the data folder "
              + held.root()
              + " is in use by process "
              + ProcessHandle.current().pid()
              + "; stop it with 'pipit stop' [E1101]",
          pipit.run("user", "ls", "--timeout", "0"));
    }
  }

  @Test
  void storeKeepsItsDomain() {
    pipit.env("PIPIT_DOMAIN", "example.org");
    assertEquals(0, pipit.input("pw\n").run("user", "add", "juliet").exit());
    Result other = pipit.env("PIPIT_DOMAIN", "example.net").run("user", "ls");
    assertEquals(9, other.exit());
    assertTrue(
        other
            .err()
            .endsWith(
                "belongs to the domain example.org and cannot serve example.net; use that domain or"
                    + " another data folder [E1013]\n"),
        other.err());
  }

  @Test
  void nodeThatWasKilledIsNoObstacle() throws Exception {
    Files.createDirectories(folder.resolve("d"));
    // A port that nothing listens on, and a process that lives.
    Files.writeString(
        folder.resolve("d/run.json"),
        "{\"pid\":"
            + ProcessHandle.current().pid()
            + ",\"domain\":\"localhost\",\"token\":\"t\",\"addresses\":{\"http\":\"127.0.0.1:1\"}}");
    assertEquals(0, pipit.input("pw\n").run("user", "add", "juliet").exit());
  }
}
