package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a bridge comes to its broker, and what it says when it does not. */
class BridgeConnectionTest {

  private static final double MIB = 1_048_576;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    BridgeFixture.await(vertx.close());
  }

  private static BridgeFixture bridge(BridgeOptions.Builder options) {
    return new BridgeFixture(vertx, new InMemoryPort(), options.build());
  }

  @Test
  void stateIsTold(@TempDir Path folder) throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true");
        TestClient client = new TestClient(broker.port(), "watcher")) {
      String topic = "pipit/node-a/bridge/told/state";
      client.subscribe(topic, 1);
      try (BridgeFixture bridge = bridge(BridgeFixture.options("told", broker.port())).up()) {
        TestClient.Message up = client.next();
        assertEquals("1", up.text());
        assertTrue(up.message().isRetained());
        BridgeFixture.await(bridge.bridge.pause());
        assertEquals("0", client.next().text());
        assertEquals(BridgeState.PAUSED, bridge.status().state());
        BridgeFixture.await(bridge.bridge.resume());
        bridge.metrics.awaitState(BridgeState.UP, 2);
        assertEquals("1", client.next().text());
        String node = bridge.port.standing("bridges/told/state");
        assertNotNull(node);
        assertTrue(node.startsWith("{\"state\":\"up\",\"since\":\""), node);
      }
      assertEquals("0", client.next().text());
    }
  }

  @Test
  void aLostBrokerIsFoundAgainAndItsAddressesAreTriedInOrder(@TempDir Path folder)
      throws Exception {
    int closed;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = silent.getLocalPort();
    }
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true")) {
      try (BridgeFixture bridge =
          bridge(
                  BridgeFixture.options("order", broker.port())
                      .addresses(
                          List.of(
                              "mqtt://127.0.0.1:" + closed, "mqtt://127.0.0.1:" + broker.port())))
              .up()) {
        assertEquals("mqtt://127.0.0.1:" + broker.port(), bridge.status().address());
        assertEquals(1, bridge.metrics.count("connects connect"));
        broker.kill();
        bridge.metrics.awaitState(BridgeState.DOWN, 1);
        BridgeStatus down = bridge.status();
        assertNotNull(down.lastError());
        broker.start();
        bridge.metrics.awaitState(BridgeState.UP, 2);
        assertEquals(null, bridge.status().lastError());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProtocolVersion.class,
      names = {"V5", "V3_1_1"})
  void aWrongPasswordIsNotTriedAgainForMinutes(ProtocolVersion version, @TempDir Path folder)
      throws Exception {
    Path passwords = folder.resolve("passwords");
    Files.writeString(passwords, "");
    try (MosquittoBroker broker =
        new MosquittoBroker(folder, "allow_anonymous false", "password_file " + passwords)) {
      try (BridgeFixture bridge =
          bridge(
                  BridgeFixture.options("auth", broker.port())
                      .version(version)
                      .username("bridge")
                      .password("wrong"))
              .start()) {
        bridge.metrics.awaitState(BridgeState.AUTH_FAILED, 1);
        BridgeStatus status = bridge.status();
        assertEquals(1, status.attempts());
        Instant next = status.nextTry();
        assertNotNull(next);
        assertTrue(next.isAfter(Instant.now().plus(Duration.ofMinutes(4))), next.toString());
        assertTrue(String.valueOf(status.lastError()).contains("refuses"), status.toString());
      }
    }
  }

  @Test
  void anOlderBrokerIsSpokenToInItsVersion() throws Exception {
    try (OldBroker broker = new OldBroker();
        BridgeFixture bridge =
            bridge(BridgeFixture.options("old", broker.port()).version(ProtocolVersion.AUTO))
                .up()) {
      assertEquals("3.1.1", bridge.status().version());
      assertEquals(2, bridge.status().attempts());
    }
  }

  /** By a ping that is not answered: the connection itself stays open while it is frozen. */
  @Test
  void aBrokerThatSaysNothingIsFoundByItsKeepalive(@TempDir Path folder) throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true");
        BridgeFixture bridge =
            bridge(BridgeFixture.options("mute", broker.port()).keepalive(Duration.ofSeconds(2)))
                .up()) {
      broker.freeze();
      try {
        bridge.metrics.awaitState(BridgeState.DOWN, 1);
        String error = String.valueOf(bridge.status().lastError());
        assertTrue(error.contains("does not answer"), error);
      } finally {
        broker.thaw();
      }
      bridge.metrics.awaitState(BridgeState.UP, 2);
    }
  }

  @Test
  void waitsGrowAtRandomToTheirCap() {
    BackoffOptions options =
        new BackoffOptions(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30));
    Backoff backoff = new Backoff(options, new Random(7));
    long last = 1_000;
    for (int i = 0; i < 200; i++) {
      long next = backoff.next().toMillis();
      assertTrue(next >= 1_000 && next <= Math.min(60_000, 3 * last), last + " then " + next);
      last = next;
    }
    backoff.reset();
    assertTrue(backoff.next().toMillis() <= 3_000);
  }

  @Test
  void aReloadKeepsTheConnectionAndTakesBackWhatIsNotWanted(@TempDir Path folder) throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true");
        TestClient client = new TestClient(broker.port(), "sender")) {
      BridgeOptions.Builder options = BridgeFixture.options("reload", broker.port());
      SubscribeMapping a = BridgeFixture.from("a/#", "in/a/{*}").build();
      SubscribeMapping b = BridgeFixture.from("b/#", "in/b/{*}").build();
      SubscribeMapping c = BridgeFixture.from("c/#", "in/c/{*}").build();
      try (BridgeFixture bridge = bridge(options.subscribe(List.of(a, b)))) {
        int logged = broker.logSize();
        bridge.up();
        broker.awaitLog(logged, "Sending SUBACK to pipit-node-a-reload");
        logged = broker.logSize();
        BridgeFixture.await(bridge.bridge.change(options.subscribe(List.of(b, c)).build()));
        broker.awaitLog(logged, "Sending UNSUBACK to pipit-node-a-reload");
        broker.awaitLog(logged, "Sending SUBACK to pipit-node-a-reload");
        client.publish("a/1", "gone", 1, false);
        client.publish("b/1", "kept", 1, false);
        client.publish("c/1", "new", 1, false);
        assertEquals("kept", bridge.nextText());
        assertEquals("new", bridge.nextText());
        assertEquals(0, bridge.metrics.count("errors unmatched"));
        assertEquals(1, bridge.metrics.count("state UP"));
        BridgeFixture.await(
            bridge.bridge.change(options.keepalive(Duration.ofSeconds(20)).build()));
        bridge.metrics.awaitState(BridgeState.UP, 2);
      }
    }
  }

  @Test
  void noThreadOfAnEndedLinkIsLeft(@TempDir Path folder) throws Exception {
    reconnect(folder, 3);
  }

  @Test
  @Tag("soak")
  void noThreadNoFileAndNoMemoryIsLeftOfManyLinks(@TempDir Path folder) throws Exception {
    reconnect(folder, 200);
  }

  private static void reconnect(Path folder, int times) throws Exception {
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true");
        BridgeFixture bridge = bridge(BridgeFixture.options("threads", broker.port())).up()) {
      BridgeFixture.await(bridge.bridge.pause());
      long files = 0;
      long heap = 0;
      for (int i = 2; i <= times; i++) {
        BridgeFixture.await(bridge.bridge.resume());
        bridge.metrics.awaitState(BridgeState.UP, i);
        BridgeFixture.await(bridge.bridge.pause());
        for (Thread ending : linkThreads("pipit-node-a-threads")) {
          ending.join(TimeUnit.SECONDS.toMillis(30)); // its work is done, it may not be gone yet
          assertFalse(ending.isAlive(), ending.getName());
        }
        assertEquals(Set.of(), OpenFiles.socketsTo(broker.port()));
        if (i == Math.max(2, times / 4)) { // by now everything that is made once is there
          files = OpenFiles.count();
          heap = usedHeap();
        }
      }
      OpenFiles.awaitNoMoreThan(files);
      if (times > 100) {
        long last = usedHeap();
        System.out.printf(
            "%d connections: no thread left, %d files open and %d after the first quarter,"
                + " heap %.1f MiB and %.1f MiB%n",
            times, OpenFiles.count(), files, last / MIB, heap / MIB);
        // The log of Mosquitto and the counts of the test are in it.
        assertTrue(last < heap + times * 50_000L, heap + " bytes then " + last);
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The longest that either of the two words of a bridge is behind its state. */
  @Test
  @Tag("soak")
  void topicAndNodeSayTheStateAfterEachChange(@TempDir Path folder) throws Exception {
    int rounds = 50;
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true");
        TestClient client = new TestClient(broker.port(), "watcher")) {
      client.subscribe("pipit/node-a/bridge/words/state", 1);
      try (BridgeFixture bridge = bridge(BridgeFixture.options("words", broker.port())).up()) {
        long longest = 0;
        assertEquals("1", client.next().text());
        for (int i = 1; i <= rounds; i++) {
          BridgeFixture.await(bridge.bridge.pause());
          longest = Math.max(longest, agree(bridge, client, BridgeState.PAUSED, "0"));
          BridgeFixture.await(bridge.bridge.resume());
          bridge.metrics.awaitState(BridgeState.UP, 1 + i);
          longest = Math.max(longest, agree(bridge, client, BridgeState.UP, "1"));
        }
        System.out.printf(
            "%d changes of the state: topic and node agreed with it after %d ms at most%n",
            2 * rounds, TimeUnit.NANOSECONDS.toMillis(longest));
      }
    }
  }

  /** Waits until both say it, and gives how long that took. */
  private static long agree(BridgeFixture bridge, TestClient client, BridgeState state, String word)
      throws Exception {
    long since = System.nanoTime();
    assertEquals(word, client.next().text());
    String begin = "{\"state\":\"" + state.word() + "\"";
    String said = bridge.port.standing("bridges/words/state");
    while (said == null || !said.startsWith(begin)) {
      InMemoryPort.Published next = bridge.port.published.poll(60, TimeUnit.SECONDS);
      assertNotNull(next, "the node of the bridge says no more than " + said);
      said = InMemoryPort.text(next.item());
    }
    assertEquals(state, bridge.status().state());
    return System.nanoTime() - since;
  }

  @Test
  @Tag("soak")
  void aFrozenBrokerIsFoundInTime(@TempDir Path folder) throws Exception {
    int keepalive = 10;
    try (MosquittoBroker broker = new MosquittoBroker(folder, "allow_anonymous true");
        BridgeFixture bridge =
            bridge(
                    BridgeFixture.options("mute", broker.port())
                        .keepalive(Duration.ofSeconds(keepalive)))
                .up()) {
      for (int i = 1; i <= 3; i++) {
        broker.freeze();
        long since = System.nanoTime();
        try {
          bridge.metrics.awaitState(BridgeState.DOWN, i);
          System.out.printf(
              "frozen broker found after %.1f s with a keepalive of %d s%n",
              (System.nanoTime() - since) / 1e9, keepalive);
        } finally {
          broker.thaw();
        }
        bridge.metrics.awaitState(BridgeState.UP, i + 1);
      }
    }
  }

  private static Set<Thread> linkThreads(String client) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains(client))
        .collect(Collectors.toSet());
  }

  /** A broker that takes MQTT 3.1.1 only, and says so in its own packets. */
  private static final class OldBroker implements AutoCloseable {
    private static final int LEVEL_AT = 8;
    private final ServerSocket server;

    OldBroker() throws IOException {
      server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::serve, "old-broker");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (java.net.Socket socket = server.accept()) {
          byte[] head = socket.getInputStream().readNBytes(LEVEL_AT + 1);
          boolean isOld = head.length > LEVEL_AT && head[LEVEL_AT] == 4;
          socket.getOutputStream().write(new byte[] {0x20, 2, 0, (byte) (isOld ? 0 : 1)});
          if (isOld) {
            // Until the bridge goes.
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
          }
        } catch (IOException ended) {
          // The next one.
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
