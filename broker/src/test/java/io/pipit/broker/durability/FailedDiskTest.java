package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.TestNode;
import io.pipit.devices.client.Payload;
import io.pipit.devices.client.XmppException;
import io.pipit.xmpp.ResultSet;
import io.pipit.xmpp.StanzaError.Condition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose disk fails while it runs: it says so, and restarts with what it had. */
@Timeout(120)
class FailedDiskTest {

  private final Vertx vertx = Vertx.vertx();
  private TestNode node;

  FailedDiskTest(@TempDir Path folder) {
    node = TestNode.startPlain(folder).account("owner", "pencil");
  }

  @AfterEach
  void close() {
    node.close();
    Session.await(vertx.close());
  }

  private Session login() {
    return new Session.Door(vertx, node.port(), Session.Door.noKeys())
        .login("owner", "pencil", "r");
  }

  /** An interrupt closes the file under its writer, as a disk does that is taken away. */
  private static void failDisk() {
    List<Thread> writers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("pipit-log-writer"))
            .toList();
    assertEquals(1, writers.size());
    writers.get(0).interrupt();
  }

  private int status(String path) {
    return Session.await(Http.status(vertx, node.httpPort(), path));
  }

  private static void assertRefused(Future<?> answer) {
    CompletionException failure =
        assertThrows(CompletionException.class, () -> Session.await(answer));
    assertTrue(
        failure.getCause() instanceof XmppException e && e.is(Condition.RESOURCE_CONSTRAINT),
        failure.toString());
  }

  /** The items of the node; while they are read from the log again a request is refused. */
  private static List<String> idsOnceReadAgain(Session session) {
    while (true) {
      try {
        return session.items("n").stream().map(item -> item.id()).toList();
      } catch (CompletionException refused) {
        assertTrue(
            refused.getCause() instanceof XmppException e && e.is(Condition.RESOURCE_CONSTRAINT),
            refused.toString());
      }
    }
  }

  @Test
  void nothingIsAcknowledgedAnyMoreAndNothingAcknowledgedIsLost() throws Exception {
    Session owner = login();
    Session.await(owner.pubsub().create("n", Map.of()));
    Session.await(owner.pubsub().publish("n", "before", new Payload.Text("x")));
    assertEquals(200, status("/readyz"));

    failDisk();
    assertRefused(owner.pubsub().publish("n", "after", new Payload.Text("y")));
    assertRefused(owner.pubsub().publish("n", "later", new Payload.Text("y")));
    assertRefused(owner.pubsub().create("m", Map.of()));
    assertEquals(503, status("/readyz"));
    assertEquals(200, status("/livez"));
    Session second = login(); // logins go on
    assertEquals(List.of("before"), idsOnceReadAgain(second));
    Session.await(second.client().close());

    node = node.restart();
    assertEquals(200, status("/readyz"));
    Session again = login();
    List<String> ids = again.items("n").stream().map(item -> item.id()).toList();
    assertTrue(
        ids.equals(List.of("before")) || ids.equals(List.of("before", "after")), ids::toString);
    assertEquals(
        "n",
        Session.await(again.pubsub().nodes(null, ResultSet.Request.first(10)))
            .items()
            .get(0)
            .node());
  }
}
