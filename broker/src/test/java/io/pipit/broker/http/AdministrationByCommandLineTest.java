package io.pipit.broker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.config.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs of the command line at the HTTP door of a running node. */
class AdministrationByCommandLineTest {

  private final OpenDoor door = new OpenDoor();
  private final Path folder;
  private final CommandLineRun pipit;

  AdministrationByCommandLineTest(@TempDir Path folder) {
    this.folder = folder;
    this.pipit = CommandLineRun.in(folder);
  }

  @BeforeEach
  void announce() throws IOException {
    announce(OpenDoor.TOKEN);
  }

  private void announce(String token) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/run.json"),
        """
        {"pid": %d, "domain": "localhost", "token": "%s", "addresses": {"http": "0.0.0.0:%d"}}
        """
            .formatted(ProcessHandle.current().pid(), token, door.port()));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void everyChangeArrives() {
    for (List<String> command :
        List.of(
            List.of("user", "add", "juliet"),
            List.of("user", "passwd", "juliet"),
            List.of("user", "del", "juliet"),
            List.of("node", "create", "a/b", "max_items=3", "pubsub#title=x"),
            List.of("node", "config", "a/../b c", "access_model=open"),
            List.of("node", "delete", "a/b"))) {
      Result result = pipit.input("pw\n").run(command.toArray(String[]::new));
      assertEquals(0, result.exit(), result.err());
    }
    assertEquals(
        List.of(
            "create juliet pw",
            "password juliet pw",
            "remove juliet",
            "create a/b {pubsub#max_items=[3], pubsub#title=[x]}",
            "configure a/../b c {pubsub#access_model=[open]}",
            "delete a/b"),
        List.copyOf(door.changes));
  }

  @Test
  void listsAndOneNode() {
    assertEquals(List.copyOf(door.names), pipit.run("user", "ls").lines());
    assertEquals(List.copyOf(door.nodes.keySet()), pipit.run("node", "ls").lines());
    door.nodes.put("a", Map.of("pubsub#max_items", List.of("3")));
    assertEquals(
        List.of(
            "node: a",
            "type: leaf",
            "owners: romeo@localhost",
            "items: 7",
            "subscriptions: 2",
            "configuration:",
            "  pubsub#max_items: 3"),
        pipit.run("node", "info", "a").lines());
    assertEquals(List.of("pubsub#max_items: 3"), pipit.run("node", "config", "a").lines());
  }

  @Test
  void queuesAreListedShownAndEnded() {
    assertEquals(
        List.of(
            "juliet@localhost/mqtt/a 2 items, 345 bytes",
            "romeo@localhost/mqtt/../b c 2 items, 345 bytes"),
        pipit.run("queue", "ls").lines());
    assertEquals(
        List.of(
            "owner: romeo@localhost",
            "name: mqtt/../b c",
            "kind: mqtt",
            "attached: true",
            "items: 2",
            "bytes: 345",
            "oldest: 1970-01-01T00:00:00Z",
            "delivered: 7",
            "dropped:",
            "  age: 3",
            "filters: a/#, b",
            "bounds:",
            "  items: 10",
            "  bytes: 1000",
            "  age_seconds: 86400",
            "  overflow: drop_oldest",
            "expiry_seconds: 3600"),
        pipit.run("queue", "show", "romeo@localhost/mqtt/../b c").lines());
    Result dropped = pipit.run("queue", "drop", "romeo@localhost/mqtt/../b c");
    assertEquals(0, dropped.exit());
    assertEquals("queue romeo@localhost/mqtt/../b c ended, with 2 items\n", dropped.err());
    assertEquals(
        List.of("show romeo@localhost mqtt/../b c", "end romeo@localhost mqtt/../b c"),
        List.copyOf(door.changes));
    door.instead =
        Future.succeededFuture(Answer.refused(ErrorCode.NO_SUCH_QUEUE, "there is no such queue"));
    Result missing = pipit.run("queue", "drop", "romeo@localhost/mqtt/a");
    assertEquals(6, missing.exit());
    assertEquals(
        "error: there is no such queue; list them with 'pipit queue ls' [E2017]\n", missing.err());
    assertEquals(2, pipit.run("queue", "show", "mqtt").exit());
    assertEquals(2, pipit.run("queue").exit());
  }

  @Test
  void refusalsKeepTheirCode() {
    door.instead =
        Future.succeededFuture(Answer.refused(ErrorCode.NO_SUCH_NODE, "there is no node a/b"));
    Result result = pipit.run("node", "delete", "a/b");
    assertEquals(6, result.exit());
    assertEquals(
        "error: there is no node a/b; list them with 'pipit node ls' [E2004]\n", result.err());
    door.instead = Future.succeededFuture(Answer.refused(ErrorCode.CONFLICT, "it exists"));
    assertEquals(
        "error: it exists; look at it with 'pipit node info a/b' [E2005]\n",
        pipit.run("node", "create", "a/b").err());
    assertEquals(7, pipit.run("node", "create", "a/b").exit());
    door.instead = Future.succeededFuture(Answer.refused(ErrorCode.REFUSED, "value of max_items"));
    assertEquals(
        "error: value of max_items; is it beyond a quota of the node? See 'pipit config show"
            + " --effective' [E2007]\n",
        pipit.run("node", "config", "a/b", "max_items=99999999").err());
    door.instead = Future.succeededFuture(Answer.refused(ErrorCode.USER_EXISTS, "it exists"));
    assertEquals(
        "error: it exists; change its password with 'pipit user passwd bob' [E2011]\n",
        pipit.input("pw\n").run("user", "add", "bob").err());
    door.instead = Future.succeededFuture(Answer.refused(ErrorCode.NO_SUCH_USER, "no bob"));
    assertEquals(
        "error: no bob; list them with 'pipit user ls' [E2010]\n",
        pipit.run("user", "del", "bob").err());
  }

  @Test
  void wrongTokenIsNotAuthenticated() throws IOException {
    announce("something-else-of-some-length");
    Result result = pipit.run("node", "ls");
    assertEquals(4, result.exit());
    assertTrue(result.err().endsWith("[E2002]\n"), result.err());
  }

  @Test
  void statusIsPrintedWhenReady() {
    Result text = pipit.run("status");
    assertEquals(0, text.exit());
    assertTrue(text.lines().contains("http 0.0.0.0:" + door.port()));
    assertTrue(pipit.run("status", "-o", "json").out().contains("\"ready\" : true"));
    door.unreadiness = List.of("store");
    assertEquals(1, pipit.run("status").exit());
    assertEquals(8, pipit.run("status", "--wait", "1ms").exit());
  }

  @Test
  void statusOfANodeThatWasKilledSaysSo() {
    door.close();
    Result killed = pipit.run("status");
    assertEquals(3, killed.exit());
    assertEquals(
        "error: the node on "
            + folder.resolve("data")
            + " (process "
            + ProcessHandle.current().pid()
            + ") does not answer at 0.0.0.0:"
            + door.port()
            + ": it is stopping or was killed; start it again with 'pipit run' [E1104]\n",
        killed.err());
  }

  @Test
  void stopIsTold() {
    assertEquals(0, pipit.run("stop").exit());
    door.stopped.join();
  }

  @Test
  void reloadSaysWhatItDid() {
    door.reload =
        Answer.done(
            new Reload.Reloaded(
                List.of(),
                List.of("log.level", "acl"),
                List.of("data"),
                List.of("$PIPIT_X is odd")));
    Result done = pipit.run("reload");
    assertEquals(0, done.exit());
    assertEquals(List.of("applied: log.level, acl", "needs restart: data"), done.lines());
    assertEquals("warning: $PIPIT_X is odd\n", done.err());
    assertEquals(
        "{\"applied\":[\"log.level\",\"acl\"],\"needs_restart\":[\"data\"],"
            + "\"warnings\":[\"$PIPIT_X is odd\"]}\n",
        pipit.run("reload", "-o", "ndjson").out());
    door.reload = Answer.done(new Reload.Reloaded(List.of(), List.of(), List.of(), List.of()));
    assertEquals(List.of("nothing to apply"), pipit.run("reload").lines());
  }

  @Test
  void reloadOfAnInvalidConfigurationListsAllProblems() {
    door.reload =
        Answer.done(
            Reload.Reloaded.invalid(
                List.of(
                    new Problem("a.yml:1:1", "unknown key 'x'", ErrorCode.CONFIG_UNKNOWN_KEY),
                    new Problem("", "the key does not match", ErrorCode.CONFIG_CERTIFICATE)),
                List.of()));
    Result invalid = pipit.run("reload");
    assertEquals(9, invalid.exit());
    assertEquals("", invalid.out());
    assertEquals(
        List.of(
            "error: a.yml:1:1: unknown key 'x' [E1004]", "error: the key does not match [E1012]"),
        invalid.err().lines().toList());
  }

  @Test
  void reloadOfANodeThatStartsIsRefused() {
    Result refused = pipit.run("reload");
    assertEquals(1, refused.exit());
    assertEquals("error: the node is starting [E2009]\n", refused.err());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_items           | 'max_items' is not FIELD=VALUE, such as max_items=10
          max_itmes=3         | unknown field 'max_itmes'; did you mean 'max_items'?
          pubsub#max_itmes=3  | unknown field 'pubsub#max_itmes'; did you mean 'max_items'?
          expire=3            | unknown field 'expire'; known are title, description,
          pipit#history=3     | unknown field 'pipit#history'; did you mean 'pipit#history_age'?
          max_items=many      | 'many' is no value of max_items (How many items are kept, or max)
          pipit#keep_last=all | 'all' is no value of pipit#keep_last (How many of the newest items stay although they are past their time)
          access_model=witelist | 'witelist' is no value of access_model (one of open, presence, roster, authorize, whitelist); did you mean 'whitelist'?
          """)
  void wrongFieldsAreUsageErrors(String field, String error) {
    for (String verb : List.of("create", "config")) {
      Result result = pipit.run("node", verb, "a", field);
      assertEquals(2, result.exit());
      assertTrue(result.err().startsWith("error: " + error), result.err());
    }
    assertEquals(List.of(), door.changes);
  }
}
