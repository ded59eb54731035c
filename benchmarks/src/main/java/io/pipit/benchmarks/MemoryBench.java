package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a quiet connection holds in a node: live objects after a full collection, and the growth of
 * the resident memory, which also has garbage and what any load brings in.
 */
final class MemoryBench {

  private static final int ACCOUNTS = 100;
  private static final int CLASSES = 12;

  private final Options options;
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1_024);

  private MemoryBench(Options options) {
    this.options = options;
  }

  static void run(Options options) throws IOException {
    new MemoryBench(options).run();
  }

  private void run() throws IOException {
    Map<String, String> settings =
        Map.of(
            "PIPIT_LIMITS__UNAUTH_TOTAL",
            "100000",
            "PIPIT_LIMITS__SESSIONS_PER_ACCOUNT",
            "10000",
            "PIPIT_LIMITS__BIND_TIME",
            "120s",
            "PIPIT_LIMITS__IDLE",
            "10m");
    try (NodeUnderTest node = new NodeUnderTest(ACCOUNTS, options.javaOptions(), settings)) {
      // The first logins bring classes, caches and one copy of everything into memory.
      close(sessions(node, ACCOUNTS));
      measure("idle session", node, options.sessions(), this::sessions);
      measure("connection that is not authenticated", node, options.connections(), this::opened);
    }
  }

  @FunctionalInterface
  private interface Opener {
    List<WireClient> open(NodeUnderTest node, int count) throws IOException;
  }

  private List<WireClient> sessions(NodeUnderTest node, int count) throws IOException {
    List<WireClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(new WireClient(node.address(), readBuffer).login("u" + i % ACCOUNTS, "r" + i));
    }
    return clients;
  }

  /** A stream is opened and its features are sent: it waits for authentication. */
  private List<WireClient> opened(NodeUnderTest node, int count) throws IOException {
    List<WireClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(new WireClient(node.address(), readBuffer));
    }
    return clients;
  }

  private void measure(String what, NodeUnderTest node, int count, Opener opener)
      throws IOException {
    Map<String, Long> before = node.liveBytes();
    long residentBefore = node.residentBytes();
    List<WireClient> clients = opener.open(node, count);
    long resident = node.residentBytes() - residentBefore;
    Map<String, Long> after = node.liveBytes();
    close(clients);
    System.out.printf(
        Locale.ROOT,
        "%d x %s: live heap %,d B each, RSS %,d B each%n",
        count,
        what,
        (sum(after) - sum(before)) / count,
        resident / count);
    after.replaceAll((name, bytes) -> bytes - before.getOrDefault(name, 0L));
    after.entrySet().stream()
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

  private static void close(List<WireClient> clients) throws IOException {
    for (WireClient client : clients) {
      client.close();
    }
  }
}
