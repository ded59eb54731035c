package io.pipit.bridges.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.bridges.mqtt.link.MosquittoBroker;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QoS 2 is exactly once, wherever in its exchange the connection is cut. */
class BridgeCutTest {

  private static final int COUNT = 30;
  private static final int CUT_EVERY = 7;
  private static final int MOST_CUTS = 4;

  private static Vertx vertx;
  private static MosquittoBroker broker;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    vertx = Vertx.vertx();
    broker = new MosquittoBroker(folder, "allow_anonymous true");
  }

  @AfterAll
  static void stop() {
    broker.close();
    BridgeFixture.await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({
    "V5, 5, true", "V5, 6, false", "V5, 7, true",
    "V3_1_1, 5, true", "V3_1_1, 6, false", "V3_1_1, 7, true"
  })
  void toTheBroker(ProtocolVersion version, int packet, boolean isFromBroker) throws Exception {
    String name = "cut-out-" + packet + (version == ProtocolVersion.V5 ? "-5" : "-3");
    try (CuttingProxy proxy = new CuttingProxy(broker.port(), packet, isFromBroker);
        TestClient client = new TestClient(broker.port(), "to-" + name)) {
      client.subscribe(name + "/#", 1);
      BridgeOptions options =
          BridgeFixture.options(name, proxy.port())
              .version(version)
              .publish(List.of(BridgeFixture.to("cmd/#", name + "/{*}").qos(2).build()))
              .build();
      try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options).up()) {
        for (int i = 0; i < COUNT; i++) {
          bridge.publish("cmd/a", "i" + i, "n" + i);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
          texts.add(client.next().text());
        }
        proxy.cutNoMore();
        bridge.publish("cmd/a", "end", "end");
        assertEquals("end", client.next().text());
        assertEquals(
            IntStream.range(0, COUNT).mapToObj(i -> "n" + i).sorted().toList(),
            texts.stream().sorted().toList());
      }
      assertEquals(List.of(), client.rest());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V5, 5, false", "V5, 6, true", "V5, 7, false",
    "V3_1_1, 5, false", "V3_1_1, 6, true", "V3_1_1, 7, false"
  })
  void fromTheBroker(ProtocolVersion version, int packet, boolean isFromBroker) throws Exception {
    String name = "cut-in-" + packet + (version == ProtocolVersion.V5 ? "-5" : "-3");
    try (CuttingProxy proxy = new CuttingProxy(broker.port(), packet, isFromBroker);
        TestClient client = new TestClient(broker.port(), "from-" + name)) {
      BridgeOptions options =
          BridgeFixture.options(name, proxy.port())
              .version(version)
              .subscribe(List.of(BridgeFixture.from(name + "/#", "in/{*}").qos(2).build()))
              .build();
      try (BridgeFixture bridge = new BridgeFixture(vertx, new InMemoryPort(), options)) {
        int logged = broker.logSize();
        bridge.up();
        broker.awaitLog(logged, "Sending SUBACK to pipit-node-a-" + name);
        for (int i = 0; i < COUNT; i++) {
          client.publish(name + "/a", "n" + i, 2, false);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
          texts.add(bridge.nextText());
        }
        proxy.cutNoMore();
        client.publish(name + "/a", "end", 2, false);
        assertEquals("end", bridge.nextText());
        assertEquals(
            IntStream.range(0, COUNT).mapToObj(i -> "n" + i).sorted().toList(),
            texts.stream().sorted().toList());
      }
    }
  }

  /** Between a bridge and its broker: now and then a packet of one kind ends the connection. */
  private static final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int to;
    private final int packet;
    private final boolean isFromBroker;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCutting = true;
    private int seen;
    private int cuts;

    CuttingProxy(int to, int packet, boolean isFromBroker) throws IOException {
      this.to = to;
      this.packet = packet;
      this.isFromBroker = isFromBroker;
      server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      run(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    void cutNoMore() {
      isCutting = false;
    }

    private static void run(Runnable work) {
      Thread thread = new Thread(work, "cutting-proxy");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket bridge = server.accept();
          Socket broker = new Socket(InetAddress.getLoopbackAddress(), to);
          bridge.setTcpNoDelay(true);
          broker.setTcpNoDelay(true);
          open.add(bridge);
          open.add(broker);
          run(() -> pass(bridge, broker, false));
          run(() -> pass(broker, bridge, true));
        }
      } catch (IOException closed) {
        // The test has ended.
      }
    }

    private void pass(Socket from, Socket into, boolean isOfBroker) {
      try (from;
          into) {
        InputStream in = new java.io.BufferedInputStream(from.getInputStream());
        OutputStream out = into.getOutputStream();
        int first = in.read();
        while (first >= 0) {
          java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
          whole.write(first);
          int length = 0;
          int shift = 0;
          int one;
          do {
            one = in.read();
            whole.write(one);
            length |= (one & 0x7F) << shift;
            shift += 7;
          } while ((one & 0x80) != 0);
          whole.write(in.readNBytes(length));
          if (isOfBroker == isFromBroker && first >> 4 == packet && isCut()) {
            return;
          }
          out.write(whole.toByteArray());
          first = in.read();
        }
      } catch (IOException closed) {
        // By the other side, or the other thread.
      }
    }

    /**
     * A few times only: what the broker said to the packets before may be cut off with it, so that
     * a bridge which begins each connection with as many could go on like that for ever.
     */
    private synchronized boolean isCut() {
      seen++;
      boolean isCut = isCutting && cuts < MOST_CUTS && seen % CUT_EVERY == 1;
      cuts += isCut ? 1 : 0;
      return isCut;
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Closeable one : open) {
        one.close();
      }
    }
  }
}
