package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.cli.NodeStarter.Request;
import io.pipit.broker.cli.NodeStarter.RunningNode;
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
    assertTrue(refused.err().startsWith("error: the log cannot be opened: "), refused.err());
  }

  @Test
  void accountsThatWereRemovedDoNotComeBack() {
    assertEquals(0, pipit.run("run").exit());
    assertEquals(0, pipit.run("user", "del", "admin").exit());
    assertEquals(0, pipit.run("run").exit());
    assertEquals(List.of(), pipit.run("user", "ls").lines());
  }
}
