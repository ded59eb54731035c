package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the cost of a message grows with what it has nothing to do with: a node that has little
 * is driven beside one that has much, in the order A B B A, and the ratio of the medians of the
 * processor time is printed.
 */
final class GrowthBench {

  private static final List<WireCase> CASES = List.of(WireCase.FANOUT_100, WireCase.INGEST_100);
  private static final int SESSIONS_PER_ACCOUNT = 20;
  private static final int SUBSCRIBERS_PER_NODE = 100;

  /** Of a store that may be kept for other cases. */
  private static final int ACCOUNTS = WireBench.accounts(WireCase.ALL);

  private static final double BOUND = 1.3;

  /** Reading a log with much in it for the first time takes more heap than running. */
  private static final List<String> FILL = List.of("-Xmx6g");

  private static final Map<String, String> SETTINGS =
      WireBench.settings(
          Map.of("PIPIT_LIMITS__IDLE", "1h", "PIPIT_LIMITS__SESSIONS_PER_ACCOUNT", "50"));

  private final Options options;
  private final List<WireCase> cases;

  private GrowthBench(Options options) {
    this.options = options;
    this.cases =
        options.cases().isEmpty()
            ? CASES
            : WireCase.ANYWHERE.stream().filter(one -> options.names(one.name())).toList();
  }

  static void run(Options options) throws IOException {
    new GrowthBench(options).run();
  }

  private void run() throws IOException {
    print("| with | case | little, CPU us | much, CPU us | ratio | faults of little; much |");
    print("|---|---|---|---|---|---|");
    if (options.grows("nodes")) {
      measureStore("1 and %,d nodes", "nodes", options.nodes(), options.nodes(), 0);
    }
    if (options.grows("subscribers")) {
      measureStore(
          "0 and %,d other subscribers",
          "subscribers",
          options.subscribers(),
          Math.max(1, options.subscribers() / SUBSCRIBERS_PER_NODE),
          SUBSCRIBERS_PER_NODE);
    }
    if (options.grows("connections")) {
      measureConnections();
    }
  }

  private int accounts() {
    return WireBench.accounts(cases);
  }

  private NodeUnderTest node(int accounts) throws IOException {
    return new NodeUnderTest(accounts, options.javaOptions(), SETTINGS);
  }

  private void measureStore(String what, String name, int much, int nodes, int subscribersPerNode)
      throws IOException {
    Path folder = NodeUnderTest.newFolder();
    try {
      Optional<Path> kept = options.keep().map(stores -> stores.resolve(name + "-" + much));
      if (kept.filter(Files::exists).isPresent()) {
        copy(kept.get(), folder);
      } else {
        fill(folder, nodes, subscribersPerNode);
        if (kept.isPresent()) {
          copy(folder, kept.get());
        }
      }
      if (options.runs() > 0) {
        try (NodeUnderTest few = node(accounts());
            NodeUnderTest many = NodeUnderTest.in(folder, 0, options.javaOptions(), SETTINGS)) {
          compare(String.format(Locale.ROOT, what, much), few, many);
        }
      }
    } finally {
      NodeUnderTest.remove(folder);
    }
  }

  /** With accounts, what the log has written by itself, and a snapshot of it. */
  private void fill(Path folder, int nodes, int subscribersPerNode) throws IOException {
    NodeUnderTest.in(folder, ACCOUNTS, options.javaOptions(), SETTINGS).close();
    new StoreFill(StoreOptions.ofNodes(nodes), subscribersPerNode).into(NodeUnderTest.data(folder));
    NodeUnderTest.in(folder, 0, FILL, SETTINGS).close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private void measureConnections() throws IOException {
    int idle = options.connections();
    ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1_024);
    List<WireClient> clients = new ArrayList<>();
    int first = accounts();
    try (NodeUnderTest few = node(first);
        NodeUnderTest many = node(first + idle / SESSIONS_PER_ACCOUNT + 1)) {
      for (int i = 0; i < idle; i++) {
        clients.add(
            new WireClient(many.address(), buffer)
                .login("u" + (first + i / SESSIONS_PER_ACCOUNT), "idle" + i));
      }
      compare(String.format(Locale.ROOT, "0 and %,d idle connections", idle), few, many);
    } finally {
      for (WireClient client : clients) {
        client.close();
      }
    }
  }

  private void compare(String what, NodeUnderTest few, NodeUnderTest many) throws IOException {
    WireBench.warmUp(few, cases, options.warmUpSeconds());
    WireBench.warmUp(many, cases, options.warmUpSeconds());
    for (WireCase one : cases) {
      // Its own code is compiled too, as in the measurement of the cases.
      WireRun.of(one, few, one.name() + "-warm", options.warmUpSeconds() / 4);
      WireRun.of(one, many, one.name() + "-warm", options.warmUpSeconds() / 4);
      List<WireRun> little = new ArrayList<>();
      List<WireRun> much = new ArrayList<>();
      for (int i = 0; i < options.runs(); i++) {
        String id = one.name() + "-" + i;
        if (i % 2 == 0) {
          little.add(WireRun.of(one, few, id, options.seconds()));
          much.add(WireRun.of(one, many, id, options.seconds()));
        } else {
          much.add(WireRun.of(one, many, id, options.seconds()));
          little.add(WireRun.of(one, few, id, options.seconds()));
        }
      }
      double ratio =
          WireRun.median(much, WireRun::serverMicros)
              / WireRun.median(little, WireRun::serverMicros);
      print(
          "| %s | %s | %s | %s | %.2f%s | %s; %s |",
          what,
          one.title(),
          WireRun.spread(little, WireRun::serverMicros, "%.1f"),
          WireRun.spread(much, WireRun::serverMicros, "%.1f"),
          ratio,
          ratio < BOUND ? "" : " (above " + BOUND + ")",
          WireRun.faults(little),
          WireRun.faults(much));
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
