package io.pipit.broker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.broker.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code pipit sub} at a running node: collections and filters, and what was published before. */
@Timeout(120)
class SubscribeOnNodeTest {

  private final Path folder;
  private final TestNode node;
  private final CommandLineRun pipit;

  SubscribeOnNodeTest(@TempDir Path folder) throws IOException {
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

  private void publish(String name, String... payloads) {
    assertEquals(
        0,
        CommandLineRun.in(folder)
            .input(String.join("\n", payloads) + "\n")
            .run("pub", name, "-l")
            .exit());
  }

  /** Starts {@code pipit sub}, and comes back when it has subscribed. */
  private CompletableFuture<Result> subscribe(String target, String... options) {
    List<String> command = new ArrayList<>(List.of("sub", target));
    command.addAll(List.of(options));
    CommandLineRun.Running running =
        CommandLineRun.in(folder).start("subscribed to " + target, command.toArray(String[]::new));
    running.said().orTimeout(60, TimeUnit.SECONDS).join();
    return running.end();
  }

  private static List<String> lines(CompletableFuture<Result> running) {
    Result result = running.orTimeout(60, TimeUnit.SECONDS).join();
    assertEquals(0, result.exit(), result.err());
    return result.lines();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  private void createTree() {
    succeed("node", "create", "all", "node_type=collection");
    succeed("node", "create", "inner", "node_type=collection", "collection=all");
    succeed("node", "create", "near", "collection=all");
    succeed("node", "create", "far", "collection=inner");
    succeed("node", "create", "elsewhere");
  }

  @Test
  @Tag("COL-5.3.1.1-items-events")
  void itemsBelowACollectionArePrinted() {
    createTree();
    CompletableFuture<Result> running = subscribe("all", "-C", "2", "-F", "%n %p");
    publish("elsewhere", "no");
    publish("near", "one");
    publish("far", "two");
    assertEquals(List.of("near one", "far two"), lines(running));
  }

  @Test
  void depthAndTypeAreAsAskedFor() {
    createTree();
    CompletableFuture<Result> running =
        subscribe("all", "-C", "3", "--type", "all", "--depth", "1", "-F", "%n %p");
    publish("far", "no");
    publish("near", "one");
    succeed("node", "create", "new", "collection=all");
    succeed("node", "delete", "near");
    assertEquals(List.of("near one", "create new", "delete near"), lines(running));
  }

  @Test
  @Tag("COL-5.3.1.2-nodes-events")
  @Tag("COL-5.3.2-associate-event")
  void nodesBelowACollectionAreTold() {
    createTree();
    CompletableFuture<Result> running =
        subscribe("all", "-C", "2", "--type", "nodes", "-o", "ndjson");
    publish("near", "no");
    succeed("node", "config", "elsewhere", "collection=inner");
    succeed("node", "config", "elsewhere", "collection=");
    assertEquals(
        List.of(
            "{\"event\":\"associate\",\"node\":\"elsewhere\",\"collection\":\"inner\"}",
            "{\"event\":\"disassociate\",\"node\":\"elsewhere\",\"collection\":\"inner\"}"),
        lines(running));
  }

  /** The subscription begins in the middle of a stream of items. */
  @Test
  void whatWasPublishedBeforeAndWhatComesAreOneList() {
    succeed("node", "create", "n", "max_items=1");
    publish("n", numbers(0, 600).toArray(String[]::new));
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(() -> publish("n", numbers(600, 3_000).toArray(String[]::new)));
    CompletableFuture<Result> running = subscribe("n", "--since", "1h", "-C", "3000");
    assertEquals(numbers(0, 3_000), lines(running));
    publishing.join();
  }

  /** The same item again and again: each publish is told, and none twice. */
  @Test
  void replacedItemsAreAllThere() {
    succeed("node", "create", "n");
    publish("n", "first");
    String id = succeed("get", "n", "-v").lines().get(0).split(" ")[0];
    succeed("pub", "n", "a", "--id", id);
    succeed("pub", "n", "b", "--id", id);
    CompletableFuture<Result> running = subscribe("n", "--since", "1h", "-C", "5");
    succeed("pub", "n", "b", "--id", id);
    succeed("pub", "n", "c", "--id", id);
    assertEquals(List.of("first", "a", "b", "b", "c"), lines(running));
  }

  @Test
  void replayEndsWithTheNumberAskedFor() {
    succeed("node", "create", "n");
    publish("n", "1", "2", "3");
    assertEquals(List.of("1", "2"), succeed("sub", "n", "--since", "1h", "-C", "2").lines());
  }

  @Test
  void replayOfAFilterReadsEveryLeafThatMayBeRead() {
    for (String name : List.of("f/a", "f/b", "f/c/d", "f/secret", "g")) {
      succeed("node", "create", name);
      publish(name, name.substring(name.length() - 1) + "1");
    }
    succeed("node", "config", "f/secret", "access_model=whitelist");
    CompletableFuture<Result> running =
        subscribe(
            "f/#", "--since", "1h", "-C", "4", "--as", "bob@localhost", "--password-file", "bob");
    publish("f/secret", "t2");
    publish("f/c/d", "d2");
    assertEquals(List.of("a1", "b1", "d1", "d2"), lines(running));
    assertEquals(List.of("d1", "d2"), succeed("sub", "f/+/d", "--since", "1h", "-C", "2").lines());
    assertEquals(List.of("g1"), succeed("sub", "g", "--since", "1h", "-C", "1").lines());
  }

  @Test
  void replayOfACollectionReadsItsLeaves() {
    createTree();
    publish("near", "n1");
    publish("far", "f1");
    publish("elsewhere", "e1");
    assertEquals(
        List.of("f1", "n1"),
        succeed("sub", "all", "--since", "1h", "-C", "2").lines().stream().sorted().toList());
    CompletableFuture<Result> running =
        subscribe("all", "--since", "1h", "--depth", "1", "-C", "2");
    publish("far", "f2");
    publish("near", "n2");
    assertEquals(List.of("n1", "n2"), lines(running));
  }

  @Test
  void nodeThatRemembersNothingTellsWhatComes() {
    succeed("node", "create", "n", "pipit#history_items=0");
    publish("n", "before");
    CompletableFuture<Result> running = subscribe("n", "--since", "1h", "-C", "1");
    publish("n", "after");
    assertEquals(List.of("after"), lines(running));
  }

  @Test
  void replayGoesOnAfterAnItem() {
    succeed("node", "create", "n", "max_items=1");
    publish("n", numbers(0, 700).toArray(String[]::new));
    succeed("pub", "n", "x", "--id", "mark");
    publish("n", numbers(0, 700).toArray(String[]::new));
    CompletableFuture<Result> running = subscribe("n", "--after", "mark", "-C", "701");
    publish("n", "live");
    List<String> printed = lines(running);
    assertEquals(numbers(0, 700), printed.subList(0, 700));
    assertEquals("live", printed.get(700));
    Result missing = pipit.run("sub", "n", "--after", "nope");
    assertEquals(6, missing.exit());
    assertTrue(
        missing.err().contains("there is no item 'nope' in the history of 'n'"), missing.err());
    succeed("node", "create", "all", "node_type=collection");
    assertEquals(2, pipit.run("sub", "all", "--after", "x").exit());
  }

  @Test
  void refusedReplayIsTold() {
    succeed("node", "create", "n", "access_model=whitelist");
    Result refused =
        pipit.run("sub", "n", "--since", "1h", "--as", "bob@localhost", "--password-file", "bob");
    assertEquals(5, refused.exit());
  }

  @Test
  void helpShowsTheOptions() {
    String help = succeed("sub", "--help").out();
    for (String option : List.of("--type", "--depth", "--since", "--after")) {
      assertTrue(help.contains(option), help);
    }
  }
}
