package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
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
  private final TestNode node;

  BackupUnderLoadTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.node = TestNode.startPlain(folder.resolve("live")).account("owner", "pencil");
    Files.writeString(
        folder.resolve("live/data/domain"), TestNode.DOMAIN + "\n"); // as the first start does
    Files.writeString(
        folder.resolve("live/data/run.json"),
        """
        {"pid": %d, "domain": "localhost", "token": "%s", "addresses": {"http": "127.0.0.1:%d"}}
        """
            .formatted(ProcessHandle.current().pid(), TestNode.ADMIN_TOKEN, node.httpPort()));
  }

  @AfterEach
  void close() {
    node.close();
    Session.await(vertx.close());
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
      acknowledged = acknowledged + 1;
      long now = System.nanoTime();
      longestPause = acknowledged <= WARM ? 0 : Math.max(longestPause, now - last);
      last = now;
      if (acknowledged >= BEFORE) {
        warm.complete(null);
      }
    }
  }

  @ParameterizedTest(name = "D1: to {0}")
  @Tag("D1")
  @ValueSource(strings = {"copy", "copy.tar"})
  void whatWasAcknowledgedBeforeIsInTheBackupAndNothingTwice(String target) throws Exception {
    Session owner =
        new Session.Door(vertx, node.port(), Session.Door.noKeys()).login("owner", "pencil", "r");
    Session.await(owner.pubsub().create("n", Map.of("pubsub#max_items", List.of("1000000"))));
    Publisher publisher = new Publisher(owner);
    publisher.warm.orTimeout(60, TimeUnit.SECONDS).join();

    double usualPause = publisher.longestPause / 1e6;
    publisher.longestPause = 0;
    int before = publisher.acknowledged;
    Result backup =
        CommandLineRun.in(folder.resolve("live"))
            .run("backup", folder.resolve(target).toString(), "-o", "json");
    int after = publisher.acknowledged;
    double pause = publisher.longestPause / 1e6;
    publisher.stop = true;
    publisher.ended.orTimeout(60, TimeUnit.SECONDS).join();
    assertEquals(0, backup.exit(), backup.err());
    assertTrue(!Files.exists(folder.resolve("live/data/copies/" + ProcessHandle.current().pid())));
    System.out.printf(
        "backup to %s: %d items acknowledged meanwhile, longest pause %.1f ms (%.1f ms before)%n",
        target, after - before, pause, usualPause);

    Result restored =
        CommandLineRun.in(Files.createDirectory(folder.resolve("other")))
            .run("restore", folder.resolve(target).toString());
    assertEquals(0, restored.exit(), restored.err());
    try (TestNode copy = TestNode.startPlain(folder.resolve("other"))) {
      Session reader =
          new Session.Door(vertx, copy.port(), Session.Door.noKeys()).login("owner", "pencil", "r");
      List<String> ids = reader.items("n").stream().map(item -> item.id()).toList();
      assertTrue(ids.size() >= before, ids.size() + " of " + before);
      assertEquals(IntStream.range(0, ids.size()).mapToObj(Integer::toString).toList(), ids);
      Session.await(reader.pubsub().publish("n", "later", new Payload.Text("x")));
    }
  }
}
