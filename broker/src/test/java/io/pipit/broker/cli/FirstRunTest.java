package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.cli.NodeStarter.Request;
import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First starts that did not get to their end are begun again. */
class FirstRunTest {

  private final Path folder;
  private final CommandLineRun pipit;

  FirstRunTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = new CommandLineRun(folder, new Parts(Optional.of(FirstRunTest::start)));
  }

  /** A node that stops itself at once. */
  private static RunningNode start(Request request) {
    request.stop().run();
    return new RunningNode() {
      @Override
      public void account(String name, String password) {
        throw new AssertionError("nobody asks for an account");
      }

      @Override
      public Map<String, InetSocketAddress> addresses() {
        return Map.of();
      }

      @Override
      public void apply(Configuration configuration) {
        throw new AssertionError("nobody reloads");
      }

      @Override
      public void close() {}
    };
  }

  /** What a start leaves that is killed when it has begun the log. */
  private void beginLog() throws IOException {
    Path log = Files.createDirectories(folder.resolve("data/log"));
    SegmentLog.open(log, LogOptions.defaults()).close();
    try (var segments = Files.list(log)) {
      assertEquals(1, segments.count());
    }
  }

  @Test
  void killedBeforeTheAdministratorWasStored() throws IOException {
    beginLog();
    assertEquals(0, pipit.run("run").exit());
    assertEquals(List.of("admin"), pipit.run("user", "ls").lines());
  }

  @Test
  void killedBeforeTheConfiguredAccountsWereStored() throws IOException {
    beginLog();
    Files.writeString(folder.resolve("a"), "secret\n");
    assertEquals(0, pipit.env("PIPIT_INIT__USERS", "boss:a,app:a").run("run").exit());
    assertEquals(List.of("app", "boss"), pipit.run("user", "ls").lines());
  }

  @Test
  void oneBadAccountMakesNoneAndIsRepairedByTheNextStart() throws IOException {
    Files.writeString(folder.resolve("a"), "secret\n");
    Files.writeString(folder.resolve("bad"), "a\u0000b\n");
    Result refused = pipit.env("PIPIT_INIT__USERS", "boss:a,app:bad").run("run");
    assertEquals(9, refused.exit());
    assertTrue(refused.err().contains("init.users: app: "), refused.err());
    assertEquals(List.of(), pipit.run("user", "ls").lines());
    Files.writeString(folder.resolve("bad"), "other\n");
    assertEquals(0, pipit.run("run").exit());
    assertEquals(List.of("app", "boss"), pipit.run("user", "ls").lines());
  }

  @Test
  void logThatCannotBeReadIsNoDefect() throws IOException {
    beginLog();
    try (var segments = Files.list(folder.resolve("data/log"))) {
      Files.writeString(segments.findAny().orElseThrow(), "not a segment of a log".repeat(10));
    }
    Result refused = pipit.run("run");
    assertEquals(1, refused.exit());
    assertTrue(refused.err().startsWith("error: the log is damaged: "), refused.err());
  }

  @Test
  void accountAddedBeforeTheFirstStartDoesNotReplaceTheAdministrator() throws IOException {
    assertEquals(0, pipit.input("pw\n").run("user", "add", "juliet").exit());
    Result first = pipit.run("run");
    assertEquals(0, first.exit());
    Path passwords = folder.toRealPath().resolve("data/first-run.txt");
    assertTrue(
        first.lines().contains("password of admin@localhost: first line of " + passwords),
        first.out());
    assertEquals(List.of("admin", "juliet"), pipit.run("user", "ls").lines());
    String made = Files.readString(passwords);
    assertEquals(0, pipit.run("run").exit());
    assertEquals(made, Files.readString(passwords));
  }

  @Test
  void ownAdminKeepsItsPassword() {
    assertEquals(0, pipit.input("pw\n").run("user", "add", "admin").exit());
    Result first = pipit.run("run");
    assertTrue(
        first
            .lines()
            .contains(
                "pub, sub and get need: --as NAME@localhost --password-file FILE (accounts: pipit"
                    + " user ls, pipit user add NAME)"),
        first.out());
    assertFalse(Files.exists(folder.resolve("data/first-run.txt")));
    assertFalse(Files.exists(folder.resolve("config/pipit/contexts.yml")));
  }

  @Test
  void firstConfiguredAccountIsNamedAndNoOtherIsMade() throws IOException {
    Files.writeString(folder.resolve("a"), "secret\n");
    Result first = pipit.env("PIPIT_INIT__USERS", "boss:a,app:a").run("run");
    assertTrue(
        first.lines().contains("password of boss@localhost: first line of " + folder.resolve("a")),
        first.out());
    assertEquals(0, pipit.env("PIPIT_INIT__USERS", "").run("run").exit());
    assertEquals(List.of("app", "boss"), pipit.run("user", "ls").lines());
  }

  @Test
  void firstStartNamesItsAccountInTheContextDefault() throws IOException {
    Path contexts = folder.resolve("config/pipit/contexts.yml");
    Files.createDirectories(contexts.getParent());
    Files.writeString(contexts, "# mine\nplant: {jid: me@example.org}\n");
    assertEquals(0, pipit.run("run").exit());
    Path data = folder.toRealPath().resolve("data");
    String whole =
        "# mine\nplant: {jid: me@example.org}\ndefault:\n  jid: admin@localhost\n  password_file: "
            + data.resolve("first-run.txt")
            + "\n  data: "
            + data
            + "\n";
    assertEquals(whole, Files.readString(contexts));
    assertEquals(0, pipit.run("run", "--data", "other").exit());
    assertEquals(whole, Files.readString(contexts), "one that is there stays");
  }

  @Test
  void contextOfANodeThatIsGoneIsReplaced() throws IOException {
    Path contexts = folder.resolve("config/pipit/contexts.yml");
    Files.createDirectories(contexts.getParent());
    Files.writeString(contexts, "default: {jid: admin@localhost, data: /nowhere/data}\n");
    assertEquals(0, pipit.run("run").exit());
    assertTrue(
        Files.readString(contexts).endsWith("  data: " + folder.toRealPath() + "/data\n"),
        Files.readString(contexts));
  }

  @Test
  void configurationFolderThatCannotBeWrittenStopsNothing() throws IOException {
    Files.writeString(folder.resolve("config"), "a file");
    Result first = pipit.run("run");
    assertEquals(0, first.exit());
    assertTrue(first.err().startsWith("the context 'default' was not made: "), first.err());
  }

  @Test
  void accountsThatWereRemovedDoNotComeBack() {
    assertEquals(0, pipit.run("run").exit());
    assertEquals(0, pipit.run("user", "del", "admin").exit());
    assertEquals(0, pipit.run("run").exit());
    assertEquals(List.of(), pipit.run("user", "ls").lines());
  }
}
