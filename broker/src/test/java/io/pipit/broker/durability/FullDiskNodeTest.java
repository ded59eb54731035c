package io.pipit.broker.durability;

import static io.pipit.broker.mqtt.codec.PacketBytes.bytes;
import static io.pipit.broker.mqtt.codec.PacketBytes.packet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.mqtt.RawMqttClient;
import io.pipit.broker.mqtt.RawMqttClient.Received;
import io.pipit.devices.client.Payload;
import io.pipit.devices.client.PubsubItem;
import io.pipit.devices.client.XmppException;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Iq;
import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StanzaError.Condition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole node whose disk is full: it refuses what needs room and goes on with all else, and writes
 * again by itself once its operator or the owners of its nodes have made room.
 */
@Timeout(600)
class FullDiskNodeTest {

  private static final int MEBIBYTES = 24;
  private static final String PASSWORD = "pencil";
  private static final String LIVE = "live";
  private static final String TEXT = "x".repeat(8_000);

  /** The promise: that writes work again so soon after there is room. */
  private static final Duration PROMISED = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, List<String>> acknowledged = new LinkedHashMap<>();
  private final SmallDisk disk;
  private boolean segmentsAreSmall = true;
  private String text = TEXT;
  private int pipelined = 40;
  private int round;

  /** Why something was refused last. */
  private String refusal = "";

  private ChildNode node;
  private Session owner;

  FullDiskNodeTest(@TempDir Path folder) throws Exception {
    disk = SmallDisk.mount(folder, MEBIBYTES);
    Files.writeString(disk.folder().resolve("password"), PASSWORD + "\n");
    node = start();
    owner = login("owner");
  }

  @AfterEach
  void end() throws Exception {
    node.close();
    Session.await(vertx.close());
    disk.close();
  }

  private ChildNode start() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("PIPIT_INIT__USERS", "owner:password");
    if (segmentsAreSmall) {
      environment.put("PIPIT_STORE__SEGMENT_BYTES", "1MiB");
      environment.put("PIPIT_STORE__CHECKPOINT_BYTES", "1MiB");
    }
    return ChildNode.start(disk.folder(), environment).awaitReady();
  }

  private void killAndStart() throws Exception {
    node.close();
    node = start();
    owner = login("again");
  }

  private Session login(String resource) {
    return new Session.Door(vertx, node.port(), Session.Door.noKeys())
        .login("owner", PASSWORD, resource);
  }

  private void create(String... names) {
    for (String name : names) {
      acknowledged.put(name, new ArrayList<>());
      Session.await(owner.pubsub().create(name, Map.of("max_items", "100000")));
    }
  }

  private List<String> acknowledgedAt(String name) {
    return acknowledged.computeIfAbsent(name, none -> new ArrayList<>());
  }

  /** Publishes to the nodes in turns until something is refused for want of room. */
  private void publishUntilFull(String... names) {
    boolean full = false;
    for (; !full; round++) {
      String name = round % 10 == 0 ? LIVE : names[round % names.length];
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < pipelined; i++) {
        String id = round + "-" + i;
        answers.add(owner.pubsub().publish(name, id, new Payload.Text(id + text)));
      }
      for (Future<String> answer : answers) {
        full |= !isDone(name, answer);
      }
    }
  }

  /** Whether it was done, or refused as it should be. */
  private boolean isDone(String name, Future<String> publish) {
    try {
      acknowledgedAt(name).add(Session.await(publish));
      return true;
    } catch (CompletionException refused) {
      assertTrue(isForRoom(refused.getCause()), () -> refused + "\n" + node.output());
      return false;
    }
  }

  private static boolean isForRoom(@Nullable Throwable failure) {
    return failure instanceof XmppException e
        && e.stanzaError()
            .filter(error -> error.condition() == Condition.RESOURCE_CONSTRAINT)
            .filter(error -> error.type() == StanzaError.Type.WAIT)
            .isPresent();
  }

  private static boolean isAnswered(@Nullable Throwable failure) {
    return failure instanceof XmppException e && e.stanzaError().isPresent();
  }

  private boolean publishes(String name) {
    String id = "probe-" + acknowledgedAt(name).size();
    return isDone(name, owner.pubsub().publish(name, id, new Payload.Text(id)));
  }

  private static void awaitWithin(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not within " + time);
    }
  }

  private String get(String path) {
    HttpClient client = vertx.createHttpClient();
    return Session.await(
        client
            .request(HttpMethod.GET, node.httpPort(), ChildNode.HOST, path)
            .compose(HttpClientRequest::send)
            .compose(HttpClientResponse::body)
            .map(Buffer::toString)
            .eventually(client::close));
  }

  /**
   * The node may find room by itself for a while, also between two looks at it: then its disk is
   * filled on.
   */
  private void assertFull(String... names) throws InterruptedException {
    awaitWithin(
        PROMISED,
        () -> {
          publishUntilFull(names);
          String health = get("/healthz");
          return health.contains("degraded")
              && health.contains("the disk is full")
              && get("/metrics").contains("\npipit_store_full 1.0");
        });
    login("while it is full");
    assertItems(LIVE);
    assertEquals(200, Session.await(Http.status(vertx, node.httpPort(), "/readyz")));
    node.awaitOutput("no room for the log");
  }

  /** What needs room is refused, if not at once then when the disk is filled on. */
  private void assertRefused(Supplier<? extends Future<?>> request, String... names) {
    awaitWithin(
        PROMISED,
        () -> {
          publishUntilFull(names);
          return isRefused(request.get());
        });
  }

  private Future<Element> blocking(String command, String jid) {
    String namespace = "urn:xmpp:blocking";
    Element item = Element.builder("item", namespace).attribute("jid", jid).build();
    return owner.client().request(Iq.Type.SET, null, Element.of(command, namespace, item));
  }

  private boolean isRefused(Future<?> request) {
    try {
      Session.await(request);
      return false;
    } catch (CompletionException refused) {
      refusal = refused.toString();
      return isForRoom(refused.getCause());
    }
  }

  private void assertItems(String name) {
    assertEquals(
        acknowledgedAt(name), owner.items(name).stream().map(PubsubItem::id).toList(), name);
  }

  @Test
  @Tag("D8")
  void ownersMakeRoomOnAFullDisk() throws Exception {
    create(LIVE, "purged", "deleted", "retracted");
    Session.await(blocking("block", "mallory.test"));
    String[] filled = {"purged", "deleted", "retracted"};
    assertFull(filled);

    assertRefused(() -> blocking("block", "eve" + round + ".test"), filled);
    Session.await(blocking("unblock", "mallory.test"));
    taken(() -> owner.pubsub().purge("purged"));
    acknowledgedAt("purged").clear();
    taken(() -> owner.pubsub().delete("deleted"));
    acknowledged.remove("deleted");
    List<Future<Void>> retractions =
        acknowledgedAt("retracted").stream()
            .map(id -> owner.pubsub().retract("retracted", id))
            .toList();
    retractions.forEach(Session::await);
    acknowledgedAt("retracted").clear();

    awaitWithin(PROMISED.multipliedBy(2), () -> publishes(LIVE)); // cleaning comes first
    awaitWithin(PROMISED, () -> get("/metrics").contains("\npipit_store_full 0.0"));
    acknowledged.keySet().forEach(this::assertItems);
    killAndStart();
    acknowledged.keySet().forEach(this::assertItems);
    publishUntilFull("purged"); // and it may be filled again
    killAndStart();
    acknowledged.keySet().forEach(this::assertItems);
  }

  private RawMqttClient session(boolean isPresent) throws Exception {
    RawMqttClient client = new RawMqttClient(node.mqttPort());
    // MQTT 3.1.1 without Clean Session
    client.send(packet(0x10, "MQTT", 4, 0xC0, 0, 0, "kept", "owner", PASSWORD));
    assertEquals(isPresent ? 1 : 0, client.expectConnack(0).at(0));
    return client;
  }

  /** What it was sent before the disk was full comes when it comes back. */
  @Test
  @Tag("D8")
  void sessionOfMqttComesBackOnAFullDisk() throws Exception {
    create(LIVE, "kept", "filling");
    try (RawMqttClient client = session(false)) {
      client.send(packet(0x82, bytes(0, 1), "kept", 1)).next();
    }
    assertTrue(publishes("kept"));
    assertFull("filling");
    for (int i = 0; i < 2; i++) {
      try (RawMqttClient client = session(true)) {
        Received message = client.next();
        assertEquals(0x32, message.first() & ~8);
        assertTrue(new String(message.body(), UTF_8).startsWith("\0\4kept"));
      }
    }
    killAndStart();
    try (RawMqttClient client = session(true)) {
      assertEquals(0x3A, client.next().first());
    }
  }

  @Test
  @Tag("D8")
  void ownerMakesRoomWhereAllIsInOneSegment() throws Exception {
    fillOneSegment("deleted");

    taken(() -> owner.pubsub().delete("deleted"));
    acknowledged.remove("deleted");

    awaitWithin(PROMISED, () -> publishes(LIVE));
    killAndStart();
    acknowledged.keySet().forEach(this::assertItems);
  }

  private void fillOneSegment(String name) throws Exception {
    segmentsAreSmall = false;
    killAndStart();
    create(LIVE, name);
    assertFull(name);
  }

  @Test
  @Tag("D8")
  void roomIsMadeAlthoughTheNodeEndedMeanwhile() throws Exception {
    fillOneSegment("deleted");
    taken(() -> owner.pubsub().delete("deleted"));
    acknowledged.remove("deleted");
    assertEquals(0, node.stop());

    killAndStart();
    awaitWithin(PROMISED, () -> publishes(LIVE));
    acknowledged.keySet().forEach(this::assertItems);
  }

  @ParameterizedTest(name = "D8: {0}")
  @ValueSource(
      strings = {
        "max_items=5 pipit#history_items=5",
        "pipit#max_bytes=50000",
        "item_expire=1 pipit#history_age=1",
        "persist_items=0"
      })
  void ownerHasANodeKeepLess(String configuration) throws Exception {
    fillOneSegment("shrunk");

    taken(() -> owner.pubsub().configure("shrunk", options(configuration)));
    acknowledged.remove("shrunk");

    awaitWithin(PROMISED.multipliedBy(2), () -> publishes(LIVE)); // items expire one after another
    assertItems(LIVE);
    killAndStart();
    acknowledged.keySet().forEach(this::assertItems);
  }

  @Test
  @Tag("D8")
  void itemsThatTheHistoryHoldsMakeNoRoomUntilItHoldsLess() throws Exception {
    fillOneSegment("shrunk");

    taken(() -> owner.pubsub().configure("shrunk", options("max_items=5")));
    assertEquals(5, owner.items("shrunk").size());
    int taken = acknowledgedAt("shrunk").size();
    assertFull("shrunk");
    int more = acknowledgedAt("shrunk").size() - taken;
    assertTrue(more < taken / 4, more + " more were taken than " + taken);
    taken(() -> owner.pubsub().configure("shrunk", options("pipit#history_items=0")));
    acknowledged.remove("shrunk");

    awaitWithin(PROMISED, () -> publishes(LIVE));
  }

  @ParameterizedTest(name = "D8: {0}")
  @ValueSource(
      strings = {
        "title=new",
        "max_items=100001",
        "pipit#history_items=1 pipit#keep_last=1",
        "pipit#history_age=max"
      })
  void configurationThatKeepsMoreWaitsForRoom(String configuration) throws Exception {
    create(LIVE, "kept");
    assertRefused(() -> owner.pubsub().configure("kept", options(configuration)), "kept");
    String text = refusal;
    assertTrue(text.contains("disk of the server is full") && text.contains("make room"), text);
    assertFalse(text.contains(disk.folder().toString()), text);
  }

  private static Map<String, String> options(String configuration) {
    return Stream.of(configuration.split(" "))
        .map(option -> option.split("="))
        .collect(Collectors.toMap(option -> option[0], option -> option[1]));
  }

  /** Nothing that is of no use keeps the disk full, however small it is. */
  @Test
  @Tag("D8")
  void ownersMakeRoomOfSmallItems() throws Exception {
    smallItemsMakeRoom(true, false, false);
  }

  @Tag("soak")
  @ParameterizedTest(name = "D8: segments of 1 MiB {0}, killed while full {1}, purged {2}")
  @CsvSource({"false, false, false", "true, true, false", "false, true, false", "true, true, true"})
  void ownersMakeRoomOfSmallItemsInOtherWays(boolean areSmall, boolean isKilled, boolean isPurged)
      throws Exception {
    smallItemsMakeRoom(areSmall, isKilled, isPurged);
  }

  private void smallItemsMakeRoom(boolean areSmall, boolean isKilled, boolean isPurged)
      throws Exception {
    segmentsAreSmall = areSmall;
    killAndStart();
    text = "x".repeat(50);
    pipelined = 200;
    create(LIVE, "a", "b", "c");
    for (int filling = 0; filling < 2; filling++) {
      publishUntilFull("a", "b", "c");
      if (isKilled) {
        killAndStart();
      }
      if (isPurged) {
        for (String name : List.of("a", "b")) {
          taken(() -> owner.pubsub().purge(name));
          acknowledgedAt(name).clear();
        }
      } else {
        List.of("a", "b", "c").forEach(this::retractEverySecond);
      }
      awaitWithin(PROMISED, () -> publishes(LIVE));
    }
    killAndStart();
    acknowledged.keySet().forEach(this::assertItems);
  }

  /** While there is no room for what frees some, for a moment, it is tried again. */
  private static void taken(Supplier<? extends Future<?>> request) {
    awaitWithin(
        PROMISED,
        () -> {
          try {
            Session.await(request.get());
            return true;
          } catch (CompletionException refused) {
            assertTrue(isForRoom(refused.getCause()), refused.toString());
            return false;
          }
        });
  }

  /** As long as there is no room left for that it is tried again. */
  private void retractEverySecond(String name) {
    List<String> left = new ArrayList<>();
    List<String> retracted = new ArrayList<>();
    for (String id : acknowledgedAt(name)) {
      (left.size() > retracted.size() ? retracted : left).add(id);
    }
    acknowledged.put(name, left);
    for (int from = 0; from < retracted.size(); from += pipelined) {
      List<String> some = retracted.subList(from, Math.min(retracted.size(), from + pipelined));
      awaitWithin(PROMISED, () -> areRetracted(name, some));
    }
  }

  private boolean areRetracted(String name, List<String> ids) {
    List<Future<Void>> answers = ids.stream().map(id -> owner.pubsub().retract(name, id)).toList();
    boolean areDone = true;
    for (Future<Void> answer : answers) {
      try {
        Session.await(answer);
      } catch (CompletionException refused) {
        assertTrue(isAnswered(refused.getCause()), () -> refused + "\n" + node.output());
        areDone &= !isForRoom(refused.getCause()); // or it is gone already
      }
    }
    return areDone;
  }

  /** How fast the disk is filled decides, so this is for a machine that does nothing else. */
  @Test
  @Tag("D8")
  @Tag("soak")
  void diskIsNotFullWhereLittleIsKept() throws Exception {
    text = "x".repeat(1_000);
    Session.await(
        owner.pubsub().create("short", Map.of("max_items", "100", "pipit#history_items", "100")));
    for (int written = 0; written < 100 * MEBIBYTES; written++) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(owner.pubsub().publish("short", written + "-" + i, new Payload.Text(text)));
      }
      answers.forEach(Session::await);
    }
    assertFalse(node.output().contains("no room for the log"), node.output());
  }

  @Test
  @Tag("D8")
  void operatorMakesRoomOnAFullDisk() throws Exception {
    Path filler = disk.fill(6);
    create(LIVE, "filling");
    assertFull("filling");
    killAndStart(); // nothing acknowledged is lost, and it starts although there is no room
    acknowledged.keySet().forEach(this::assertItems);
    assertFull("filling");

    Files.delete(filler);
    awaitWithin(PROMISED, () -> publishes(LIVE));
    awaitWithin(PROMISED, () -> node.output().contains("there is room for the log again"));
    killAndStart();
    acknowledged.keySet().forEach(this::assertItems);
  }
}
