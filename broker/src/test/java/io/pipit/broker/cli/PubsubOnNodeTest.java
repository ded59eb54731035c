package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs that speak XMPP, at a running node of this machine. */
class PubsubOnNodeTest {

  private final Path folder;
  private final TestNode node;
  private final CommandLineRun pipit;

  PubsubOnNodeTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.node = AnnouncedNode.start(folder);
    this.pipit = CommandLineRun.in(folder);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Result succeed(String... command) {
    Result result = pipit.run(command);
    assertEquals(0, result.exit(), result.err());
    return result;
  }

  private Result asBob(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--as", "bob@localhost", "--password-file", "bob"));
    return pipit.run(all.toArray(String[]::new));
  }

  @Test
  void everyItemIsFetchedHoweverLargeTheyAreTogether() {
    succeed("node", "create", "a");
    String filling = "x".repeat(100_000);
    StringBuilder lines = new StringBuilder();
    for (int i = 10; i < 40; i++) {
      lines.append(i).append(filling).append('\n');
    }
    assertEquals(30, pipit.input(lines.toString()).run("pub", "a", "-l").lines().size());

    assertEquals(numbers(10, 40), starts(succeed("get", "a").lines()));
    assertEquals(numbers(20, 40), starts(succeed("get", "a", "--max", "20").lines()));
    List<String> ids =
        succeed("get", "a", "-v").lines().stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    assertEquals(numbers(13, 40), starts(succeed("get", "a", "--after", ids.get(2)).lines()));
    assertEquals(
        numbers(13, 15), starts(succeed("get", "a", "--after", ids.get(2), "--max", "2").lines()));
    assertEquals(numbers(10, 38), starts(succeed("get", "a", "--before", ids.get(28)).lines()));
    assertEquals(
        numbers(36, 38),
        starts(succeed("get", "a", "--before", ids.get(28), "--max", "2").lines()));
    assertEquals(List.of(), succeed("get", "a", "--after", ids.get(29)).lines());
    assertEquals(List.of(), succeed("get", "a", "--before", ids.get(0)).lines());
    assertEquals(30, succeed("get", "a", "-o", "ndjson").lines().size());
    Object items =
        Json.parseObject(succeed("get", "a", "-o", "json").out()).orElseThrow().get("items");
    assertEquals(30, items instanceof List<?> list ? list.size() : 0);
  }

  @Test
  void whatWasPublishedSinceThenIsFetchedWithItsTime() {
    succeed("node", "create", "h", "max_items=2");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1_203; i++) {
      lines.append(i).append('\n');
    }
    pipit.input(lines.toString()).run("pub", "h", "-l");
    succeed("pub", "h", "one", "--id", "x");
    succeed("pub", "h", "two", "--id", "x");
    assertEquals(2, succeed("get", "h").lines().size());
    List<String> history = succeed("get", "h", "--since", "1h").lines();
    assertEquals(1_205, history.size());
    assertEquals(List.of("one", "two"), history.subList(1_203, 1_205));
    assertEquals("0", history.get(0));
    Object items =
        Json.parseObject(succeed("get", "h", "--since", "1h", "-o", "json").out())
            .orElseThrow()
            .get("items");
    assertEquals(1_205, items instanceof List<?> list ? list.size() : 0);
    assertTrue(
        succeed("get", "h", "--since", "1h", "-o", "ndjson").lines().get(0).contains("\"time\""));
    assertEquals(List.of(), succeed("get", "h", "--since", "2999-01-01T00:00:00Z").lines());
    assertEquals(6, pipit.run("get", "missing", "--since", "1h").exit());
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  private static List<String> starts(List<String> lines) {
    return lines.stream().map(line -> line.substring(0, 2)).toList();
  }

  @Test
  void itemsAsYaml() {
    succeed("node", "create", "a");
    succeed("pub", "a", "{\"t\":1}", "--id", "1");
    assertEquals(
        "items:\n- node: a\n  id: '1'\n  type: json\n  payload: '{\"t\":1}'\n",
        succeed("get", "a", "-o", "yaml").out());
    assertEquals("id: '2'\n", succeed("pub", "a", "x", "--id", "2", "-o", "yaml").out());
    assertEquals("nodes:\n- node: a\n", succeed("node", "ls", "-o", "yaml").out());
    assertEquals(List.of(), succeed("node", "create", "empty").lines());
    assertEquals("items: []\n", succeed("get", "empty", "-o", "yaml").out());
    assertEquals(List.of(), succeed("get", "empty").lines());
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pub a x --type text | title=t | 5 | publish to 'a' refused: forbidden - bob@localhost is neither owner nor publisher of this node; ask an owner to make it a publisher, or where the node runs: pipit node config a publish_model=open [E2103]
          get a | access_model=whitelist | 5 | get items of 'a' refused: not-allowed - only members of this node may; ask an owner to make bob@localhost a member, or where the node runs: pipit node config a access_model=open [E2003]
          sub a | access_model=whitelist | 5 | subscribe to 'a' refused: not-allowed - only members of this node may; ask an owner to make bob@localhost a member, or where the node runs: pipit node config a access_model=open [E2003]
          get a | access_model=presence | 5 | get items of 'a' refused: not-authorized - only subscribers to the presence of an owner may; ask an owner to accept a subscription to its presence, or where the node runs: pipit node config a access_model=open [E2003]
          sub a | access_model=roster | 5 | subscribe to 'a' refused: not-authorized - only contacts in the allowed groups of an owner's roster may; ask an owner to put bob@localhost into such a group, or where the node runs: pipit node config a access_model=open [E2003]
          sub a | subscribe=0 | 1 | subscribe to 'a' refused: feature-not-implemented - this node takes no subscriptions; ask an owner to allow them, or where the node runs: pipit node config a subscribe=1 [E2007]
          get a | persist_items=0 | 1 | get items of 'a' refused: feature-not-implemented - this node keeps no items; ask an owner to have it keep them, or where the node runs: pipit node config a persist_items=1 [E2007]
          get nope | title=t | 6 | get items of 'nope' refused: item-not-found - there is no such node; 'pipit node ls' lists them, 'pipit node create nope' makes it [E2004]
          get a --id nope | title=t | 6 | there is no item 'nope' in 'a'; 'pipit get a -v' shows the ids [E2004]
          get a --before nope | title=t | 6 | there is no item 'nope' in 'a'; 'pipit get a -v' shows the ids [E2004]
          get a --after nope | title=t | 6 | there is no item 'nope' in 'a'; 'pipit get a -v' shows the ids [E2004]
          """)
  void refusalsSayWhyAndWhatHelps(String command, String field, int exit, String error) {
    succeed("node", "create", "a", field);
    Result result = asBob(command.split(" "));
    assertEquals("error: " + error + "\n", result.err());
    assertEquals(exit, result.exit());
    assertEquals("", result.out());
  }

  @Test
  void payloadThatIsTooLarge() {
    succeed("node", "create", "it's here", "max_payload_size=10", "publish_model=open");
    Result result = asBob("pub", "it's here", "12345678901");
    assertEquals(
        "error: publish to 'it's here' refused: not-acceptable - the payload is larger than this"
            + " node takes; ask an owner to take larger ones, or where the node runs: pipit node"
            + " config 'it'\\''s here' max_payload_size=BYTES [E2008]\n",
        result.err());
  }

  @Test
  void payloadThatIsLargerThanAllThatTheNodeKeeps() {
    succeed("node", "create", "a", "pipit#max_bytes=10", "publish_model=open");
    Result result = asBob("pub", "a", "12345678901");
    assertEquals(
        "error: publish to 'a' refused: not-acceptable - the payload is larger than all that this"
            + " node keeps together; ask an owner to have it keep more, or where the node runs:"
            + " pipit node config a pipit#max_bytes=BYTES [E2008]\n",
        result.err());
  }

  @Test
  void passwordFromStandardInput() {
    succeed("node", "create", "a");
    assertEquals(0, pipit.input("bob's\n").run("get", "a", "--as", "bob@localhost").exit());
    Result wrong = pipit.input("other\n").run("get", "a", "--as", "bob@localhost");
    assertEquals(4, wrong.exit());
    assertTrue(
        wrong
            .err()
            .endsWith(
                "is the password right? On the machine of the node: 'pipit user ls', 'pipit user"
                    + " passwd bob' [E2002]\n"),
        wrong.err());
  }

  @Test
  void firstPasswordThatWasChangedIsExplained() {
    assertEquals(0, pipit.input("new\n").run("user", "passwd", "admin").exit());
    Result refused = pipit.run("get", "a");
    assertEquals(4, refused.exit());
    assertTrue(
        refused
            .err()
            .endsWith(
                "the password in "
                    + folder.resolve("data/first-run.txt")
                    + " may have been changed since: name the account with --as and --password-file"
                    + " [E2002]\n"),
        refused.err());
  }

  @Test
  void accountOfAnotherDomainIsNotAskedForHere() {
    Result refused = pipit.run("get", "a", "--as", "bob@example.org", "--password-file", "bob");
    assertEquals(3, refused.exit());
    assertEquals(
        "error: bob@example.org is no account of localhost, which the node of this machine serves;"
            + " name the other one with --server HOST:PORT [E2001]\n",
        refused.err());
  }

  @Test
  void contextDefaultLeadsToTheNodeFromAnyFolder() throws IOException {
    succeed("node", "create", "a");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    CommandLineRun other = CommandLineRun.in(elsewhere);
    assertEquals(3, other.run("get", "a").exit());
    Path contexts = Files.createDirectories(elsewhere.resolve("config/pipit"));
    Path data = folder.resolve("data");
    Files.writeString(
        contexts.resolve("contexts.yml"),
        "default: {jid: admin@localhost, password_file: %s/first-run.txt, data: %s}\n"
            .formatted(data, data));
    assertEquals(0, other.run("get", "a").exit());
    assertEquals(List.of("a"), other.run("node", "ls").lines());
    assertEquals(0, other.run("status").exit());
    assertEquals(3, other.run("stop").exit(), "nothing is stopped that was not named");
    assertEquals(1, other.run("user", "del", "bob").exit());
    assertEquals(3, other.run("get", "a", "--data", "data").exit());
    assertEquals(0, other.run("user", "ls", "--context", "default").exit());
  }
}
