package io.pipit.benchmarks;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a quiet connection holds in a node: live objects after a full collection, and the growth of
 * the resident memory, which also has garbage and what any load brings in.
 */
final class MemoryBench {

  static final List<String> CASES = List.of("session", "tls", "connection", "mqtt");

  private static final int SESSIONS_PER_ACCOUNT = 20;

  /** The first connections bring classes, caches and one copy of everything into memory. */
  private static final int FIRST = 100;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "PIPIT_LIMITS__UNAUTH_TOTAL",
          "100000",
          "PIPIT_LIMITS__BIND_TIME",
          "120s",
          "PIPIT_LIMITS__IDLE",
          "10m",
          // The connection is measured, not what the contacts of its account are told of it.
          "PIPIT_MQTT__PRESENCE",
          "false");

  private static final int CLASSES = 12;

  private final Options options;
  private final SSLSocketFactory tls = trusting();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1_024);

  private MemoryBench(Options options) {
    this.options = options;
  }

  static void run(Options options) throws IOException {
    new MemoryBench(options).run();
  }

  private void run() throws IOException {
    if (options.includes("session")) {
      measure("idle session", options.sessions(), this::session);
    }
    if (options.includes("tls")) {
      measure("idle session with TLS", options.sessions(), this::tlsSession);
    }
    if (options.includes("mqtt")) {
      measure("idle MQTT connection", options.sessions(), this::mqtt);
    }
    if (options.includes("connection")) {
      measure("connection that is not authenticated", options.connections(), this::opened);
    }
  }

  @FunctionalInterface
  private interface Opener {
    SocketConnection open(NodeUnderTest node, int index) throws IOException;
  }

  private WireClient session(NodeUnderTest node, int index) throws IOException {
    return opened(node, index).login("u" + index / SESSIONS_PER_ACCOUNT, "r" + index);
  }

  private WireClient tlsSession(NodeUnderTest node, int index) throws IOException {
    return new WireClient(node.tlsAddress(), readBuffer, tls)
        .login("u" + index / SESSIONS_PER_ACCOUNT, "r" + index);
  }

  private MqttClient mqtt(NodeUnderTest node, int index) throws IOException {
    return new MqttClient(
        node.mqttAddress(), readBuffer, "idle-" + index, "u" + index / SESSIONS_PER_ACCOUNT);
  }

  /** The certificate of the node is of its own making. */
  private static SSLSocketFactory trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** A stream is opened and its features are sent: it waits for authentication. */
  private WireClient opened(NodeUnderTest node, int index) throws IOException {
    return new WireClient(node.address(), readBuffer);
  }

  private void measure(String what, int count, Opener opener) throws IOException {
    int accounts = (count + FIRST) / SESSIONS_PER_ACCOUNT + 1;
    List<SocketConnection> clients = new ArrayList<>();
    try (NodeUnderTest node = new NodeUnderTest(accounts, options.javaOptions(), SETTINGS)) {
      for (int i = 0; i < FIRST; i++) {
        clients.add(opener.open(node, i));
      }
      Map<String, Long> before = node.liveBytes();
      long residentBefore = node.residentBytes();
      for (int i = 0; i < count; i++) {
        clients.add(opener.open(node, FIRST + i));
      }
      long resident = node.residentBytes() - residentBefore;
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(options.quietSeconds()));
      long quiet = node.residentBytes() - residentBefore;
      report(what, count, before, node.liveBytes(), resident, quiet);
    } finally {
      for (SocketConnection client : clients) {
        client.close();
      }
    }
  }

  private void report(
      String what,
      int count,
      Map<String, Long> before,
      Map<String, Long> after,
      long resident,
      long quiet) {
    System.out.printf(
        Locale.ROOT,
        "%d x %s: live heap %,d B each, RSS %,d B each, after %d s %,d B each%n",
        count,
        what,
        (sum(after) - sum(before)) / count,
        resident / count,
        options.quietSeconds(),
        quiet / count);
    after.entrySet().stream()
        .map(
            entry ->
                Map.entry(
                    entry.getKey(), entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(CLASSES)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT, "  %,7d B  %s%n", entry.getValue() / count, entry.getKey()));
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
