package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.cli.CommandLineRun;
import io.pipit.broker.cli.CommandLineRun.Result;
import io.pipit.devices.client.Payload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that is published to all the time is backed up, and the backup is a node. */
@Timeout(180)
class BackupUnderLoadTest {

  private static final int IN_FLIGHT = 50;
  private static final int WARM = 2_000;
  private static final int BEFORE = 2 * WARM;

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();

  BackupUnderLoadTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    Session.await(vertx.close());
  }

  private ChildNode start(String name) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "pencil\n");
    return ChildNode.start(folder.resolve(name), Map.of("PIPIT_INIT__USERS", "owner:" + password))
        .awaitReady();
  }

  private Session login(ChildNode node) {
    return new Session.Door(vertx, node.port(), Session.Door.noKeys())
        .login("owner", "pencil", "r");
  }

  /** Publishes as fast as it is acknowledged. Confined to the context of the session. */
  private static final class Publisher {
    private final Session session;
    private final CompletableFuture<Void> warm = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile int acknowledged;
    private volatile long longestPause;
    private volatile boolean stop;
    private long last;
    private int sent;
    private int waiting;

    Publisher(Session session) {
      this.session = session;
      session.context().runOnContext(there -> IntStream.range(0, IN_FLIGHT).forEach(i -> send()));
    }

    private void send() {
      waiting++;
      session
          .pubsub()
          .publish("n", Integer.toString(sent), new Payload.Text("payload " + sent++))
          .onComplete(
              answer -> {
                waiting--;
                if (answer.failed()) {
                  ended.completeExceptionally(answer.cause());
                  return;
                }
                acknowledged();
                if (!stop) {
                  send();
                } else if (waiting == 0) {
                  ended.complete(null);
                }
              });
    }

    private void acknowledged() {
      int count = acknowledged + 1;
      acknowledged = count;
      long now = System.nanoTime();
      longestPause = count <= WARM ? 0 : Math.max(longestPause, now - last);
      last = now;
      if (count >= BEFORE) {
        warm.complete(null);
      }
    }
  }

  @ParameterizedTest(name = "D1: to {0}")
  @Tag("D1")
  @ValueSource(strings = {"copy", "copy.tar"})
  void whatWasAcknowledgedBeforeIsInTheBackupAndNothingTwice(String target) throws Exception {
    CommandLineRun live = CommandLineRun.in(Files.createDirectory(folder.resolve("live")));
    int before;
    try (ChildNode node = start("live")) {
      Session owner = login(node);
      Session.await(owner.pubsub().create("n", Map.of("pubsub#max_items", List.of("1000000"))));
      Publisher publisher = new Publisher(owner);
      assertEquals(0, live.run("status").exit()); // has both sides load what HTTP takes
      publisher.warm.orTimeout(60, TimeUnit.SECONDS).join();

      double usualPause = publisher.longestPause / 1e6;
      publisher.longestPause = 0;
      before = publisher.acknowledged;
      Result backup = live.run("backup", folder.resolve(target).toString());
      int after = publisher.acknowledged;
      double pause = publisher.longestPause / 1e6;
      publisher.stop = true;
      publisher.ended.orTimeout(60, TimeUnit.SECONDS).join();
      assertEquals(0, backup.exit(), backup.err());
      try (Stream<Path> left = Files.list(folder.resolve("live/data/copies"))) {
        assertEquals(List.of(), left.toList());
      }
      System.out.printf(
          "%s%n%d items acknowledged meanwhile, longest pause %.1f ms (%.1f ms before)%n",
          backup.out().strip(), after - before, pause, usualPause);
    }

    Result restored =
        CommandLineRun.in(Files.createDirectory(folder.resolve("other")))
            .run("restore", folder.resolve(target).toString());
    assertEquals(0, restored.exit(), restored.err());
    try (ChildNode copy = start("other")) {
      Session reader = login(copy);
      List<String> ids = reader.items("n").stream().map(item -> item.id()).toList();
      assertTrue(ids.size() >= before, ids.size() + " of " + before);
      assertEquals(IntStream.range(0, ids.size()).mapToObj(Integer::toString).toList(), ids);
      Session.await(reader.pubsub().publish("n", "later", new Payload.Text("x")));
    }
  }
}
