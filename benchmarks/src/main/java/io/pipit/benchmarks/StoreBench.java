package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long a node with much in its store takes from its start to the first login, from the log
 * alone and after a kill with SIGKILL while it was published to, and what it holds on heap and
 * disk.
 */
final class StoreBench {

  static final Map<String, String> SETTINGS = Map.of("PIPIT_LOG__LEVEL", "info");

  /**
   * A node that has run for long has made its snapshots on the way; one that finds nothing but a
   * log has the indexes of all items on the heap until its first.
   */
  private static final List<String> FILL = List.of("-Xmx6g");

  private static final double MILLION = 1e6;

  private final StoreOptions options;
  private final Path folder;
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1_024);

  private StoreBench(StoreOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  static void run(StoreOptions options) throws IOException {
    Path folder = NodeUnderTest.newFolder();
    try {
      new StoreBench(options, folder).run();
    } finally {
      NodeUnderTest.remove(folder);
    }
  }

  private void run() throws IOException {
    fill(options, folder);
    print("after the fill: %s", files());
    // It makes a snapshot before it stops.
    started("from the log alone, with a heap of 6 GiB", FILL).close();
    print("after that: %s", files());
    try (NodeUnderTest node = started("from the snapshot", options.javaOptions())) {
      measure(node);
      try (RandomLoad load = new RandomLoad(node, options)) {
        load.begin();
        load.run(TimeUnit.SECONDS.toNanos(options.seconds()));
        report(load, options.seconds());
        print("while it runs: %s", files());
        measure(node);
        load.begin();
        load.run(TimeUnit.SECONDS.toNanos(5));
        node.kill();
      }
    }
    print("after SIGKILL: %s", files());
    try (NodeUnderTest node = started("after SIGKILL", options.javaOptions())) {
      measure(node);
      node.kill();
    }
    NodeUnderTest.remove(NodeUnderTest.data(folder).resolve("view"));
    try (NodeUnderTest node = started("after SIGKILL, without the view", options.javaOptions())) {
      rebuilt(node);
      measure(node);
    }
    print("after an orderly stop: %s", files());
    try (NodeUnderTest node = started("after an orderly stop", options.javaOptions())) {
      measure(node);
      node.kill();
    }
  }

  /** Makes the accounts, by a node that runs, and then everything else. */
  static void fill(StoreOptions options, Path folder) throws IOException {
    NodeUnderTest.in(folder, options.publishers(), options.javaOptions(), SETTINGS).close();
    long since = System.nanoTime();
    new StoreFill(options).into(NodeUnderTest.data(folder));
    print(
        "%,d nodes of %,d owners with %,d items of %d B written in %.1f s; a publish takes %d B of"
            + " the log",
        options.nodes(),
        options.owners(),
        options.items(),
        options.bytes(),
        (System.nanoTime() - since) / 1e9,
        new StoreFill(options).recordBytes());
  }

  private StoreFiles files() throws IOException {
    return StoreFiles.in(NodeUnderTest.data(folder));
  }

  private NodeUnderTest started(String how, List<String> javaOptions) throws IOException {
    long since = System.nanoTime();
    NodeUnderTest node = NodeUnderTest.in(folder, options.publishers(), javaOptions, SETTINGS);
    double ready = (System.nanoTime() - since) / MILLION;
    try (WireClient client = new WireClient(node.address(), readBuffer)) {
      client.login("u0", "first");
    }
    print(
        "start %s: ready after %,.0f ms, first login after %,.0f ms, CPU %,.0f ms",
        how, ready, (System.nanoTime() - since) / MILLION, node.cpuMicros() / 1e3);
    return node;
  }

  /** Reads and publishes while the view is made again, and waits until it is. */
  private void rebuilt(NodeUnderTest node) throws IOException {
    long since = System.nanoTime();
    try (WireClient client = new WireClient(node.address(), readBuffer)) {
      client.login("u0", "second");
      for (int i = 0; i < 3; i++) {
        long asked = System.nanoTime();
        ask(client, "get", "<items node='" + StoreFill.node(i) + "' max_items='1'/>");
        print("  a read is answered after %,.0f ms", (System.nanoTime() - asked) / MILLION);
        asked = System.nanoTime();
        ask(
            client,
            "set",
            "<publish node='"
                + StoreFill.node(10 + i)
                + "'><item><v xmlns='urn:v'/></item></publish>");
        print("  a publish is answered after %,.0f ms", (System.nanoTime() - asked) / MILLION);
      }
    }
    while (node.metric("pipit_store_view_rebuilds_total") == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    print(
        "  the view is whole %,.0f ms after the first login, CPU of the process %,.0f ms",
        (System.nanoTime() - since) / MILLION, node.cpuMicros() / 1e3);
  }

  private static void ask(WireClient client, String type, String what) throws IOException {
    client.ask(
        type,
        ServerUnderTest.SERVICE,
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + what + "</pubsub>");
  }

  private static void measure(NodeUnderTest node) throws IOException {
    long resident = node.residentBytes();
    Map<String, Long> live = node.liveBytes();
    print(
        "  heap after GC %s, RSS before it %s",
        StoreFiles.mib(live.values().stream().mapToLong(Long::longValue).sum()),
        StoreFiles.mib(resident));
    live.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(25)
        .forEach(each -> print("    %,14d B  %s", each.getValue(), each.getKey()));
  }

  /** One line for a load. */
  static void report(RandomLoad load, double seconds) {
    print(
        "  %,.0f publishes/s to random nodes: acknowledged within %s ms; read within %s ms (p50 /"
            + " p99 / p99.9 / worst)",
        load.published() / seconds, text(load.latency), text(load.readLatency()));
  }

  /** Percentiles in milliseconds. */
  static String text(Histogram latency) {
    List<Double> at = List.of(50.0, 99.0, 99.9, 100.0);
    StringBuilder text = new StringBuilder();
    for (double percentile : at) {
      text.append(text.isEmpty() ? "" : " / ")
          .append(
              String.format(
                  Locale.ROOT, "%.1f", latency.getValueAtPercentile(percentile) / MILLION));
    }
    return text.toString();
  }

  static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
