package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubItem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed with SIGKILL while it makes its view again, and has everything afterwards. */
@Timeout(240)
class RebuildCrashTest {

  private static final String PASSWORD = "pencil";
  private static final int NODES = 150;

  /** So many that only a few nodes are made again with each reading of the log. */
  private static final List<String> ITEMS =
      IntStream.range(0, 40).mapToObj(i -> "item-" + i).toList();

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private ChildNode node;
  private Session owner;

  RebuildCrashTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    node = start();
    owner = login();
  }

  @AfterEach
  void end() {
    node.close();
    Session.await(vertx.close());
  }

  private ChildNode start() throws IOException {
    Map<String, String> environment = new HashMap<>(ChildNode.BUSY_STORE);
    environment.put("PIPIT_INIT__USERS", "owner:password");
    return ChildNode.start(folder, environment);
  }

  private Session login() {
    return new Session.Door(vertx, node.awaitReady().port(), Session.Door.noKeys())
        .login("owner", PASSWORD, "r");
  }

  private static String name(int number) {
    return "node-" + number;
  }

  private void publish() {
    for (int i = 0; i < NODES; i++) {
      String name = name(i);
      List<Future<?>> answers = new ArrayList<>();
      answers.add(owner.pubsub().create(name, Map.of("max_items", "100")));
      ITEMS.forEach(id -> answers.add(owner.pubsub().publish(name, id, new Payload.Text(id))));
      answers.forEach(Session::await);
    }
  }

  private void assertItems(int number, List<String> ids) {
    assertEquals(ids, owner.items(name(number)).stream().map(PubsubItem::id).toList());
  }

  private List<String> viewFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data").resolve("view"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  @Tag("D6")
  void everythingIsThereAfterAKillWhileTheViewIsMade() throws Exception {
    publish();
    assertEquals(0, node.stop());
    List<String> view = viewFiles();
    assertEquals(1, view.size());
    Files.delete(folder.resolve("data").resolve("view").resolve(view.get(0)));

    node = start();
    node.awaitOutput("a part of the view is made again");
    node.kill();
    assertEquals(List.of(view.get(0) + ".new"), viewFiles(), "it was under way");

    node = start();
    owner = login();
    Session.await(owner.pubsub().publish(name(0), "later", new Payload.Text("later")));
    List<String> withLater = Stream.concat(ITEMS.stream(), Stream.of("later")).toList();
    assertItems(0, withLater); // from the log, or from the view if that is whole by now
    assertItems(NODES - 1, ITEMS);
    node.awaitOutput("the view is whole again");
    assertItems(0, withLater);
    for (int i = 1; i < NODES; i++) {
      assertItems(i, ITEMS);
    }
    assertEquals(0, node.stop());
    assertEquals(List.of(), node.defects(), node::output);
    assertTrue(
        viewFiles().stream().allMatch(file -> file.endsWith(".mapdb")), viewFiles()::toString);
    assertEquals(1, viewFiles().size());
  }
}
