package io.pipit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Drives a node over its sockets and says what a message costs it: the user and system time of its
 * process for each publish or delivery, which a busy machine disturbs less than rates. Everything
 * is persisted, and a publish is acknowledged and delivered only when it is durable.
 */
final class WireBench {

  private static final int ACCOUNTS = 101;
  private static final double MILLION = 1e6;

  private static final Case INGEST_100 =
      new Case(
          "ingest-100",
          "ingest, 100 publishers",
          "publish",
          (node, id) -> new PublishLoad(node, id, 100, 0, 1));
  private static final Case FANOUT_100 =
      new Case(
          "fanout-100",
          "fan-out 1 x 100, window 4",
          "delivery",
          (node, id) -> new PublishLoad(node, id, 1, 100, 4));
  private static final Case CHAT_50 =
      new Case(
          "chat-50",
          "chat, 50 pairs, window 4",
          "message",
          (node, id) -> new ChatLoad(node, 50, 4));

  private static final List<Case> CASES =
      List.of(
          new Case(
              "ingest-1",
              "ingest, 1 publisher",
              "publish",
              (node, id) -> new PublishLoad(node, id, 1, 0, 1)),
          INGEST_100,
          new Case(
              "ingest-50",
              "ingest, 50 publishers, window 20",
              "publish",
              (node, id) -> new PublishLoad(node, id, 50, 0, 20)),
          new Case(
              "fanout-1",
              "fan-out 1 x 1, window 1",
              "delivery",
              (node, id) -> new PublishLoad(node, id, 1, 1, 1)),
          FANOUT_100,
          new Case(
              "fanout-100-alone",
              "fan-out 1 x 100, window 1",
              "delivery",
              (node, id) -> new PublishLoad(node, id, 1, 100, 1)),
          CHAT_50);

  /** One case; every repetition opens its own connections and creates its own nodes. */
  private record Case(String name, String title, String unit, Loads loads) {}

  @FunctionalInterface
  private interface Loads {
    Load open(NodeUnderTest node, String id) throws IOException;
  }

  /** One repetition of a case. */
  private record Run(
      double perSecond,
      double nodeMicros,
      double clientMicros,
      double median,
      double p99,
      long lost,
      long duplicates,
      long outOfOrder) {}

  private final Options options;

  private WireBench(Options options) {
    this.options = options;
  }

  static void run(Options options) throws IOException {
    new WireBench(options).run();
  }

  private void run() throws IOException {
    try (NodeUnderTest node = new NodeUnderTest(ACCOUNTS, options.javaOptions(), Map.of())) {
      warmUp(node);
      print(
          "| case | node CPU us | client CPU us | per second | p50 / p99 ms | lost, double, late |");
      print("|---|---|---|---|---|---|");
      for (Case one : CASES) {
        if (options.includes(one.name)) {
          measure(one, node);
        }
      }
    }
  }

  /** The JVM of the node compiles what is hot in the first seconds, at twice the cost. */
  private void warmUp(NodeUnderTest node) throws IOException {
    long nanos = seconds(options.warmUpSeconds()) / 3;
    for (Case one : List.of(INGEST_100, FANOUT_100, CHAT_50)) {
      try (Load load = one.loads.open(node, "warm-" + one.name)) {
        load.begin();
        load.run(nanos);
        load.stop();
      }
    }
  }

  private void measure(Case one, NodeUnderTest node) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < options.runs(); i++) {
      try (Load load = one.loads.open(node, one.name + "-" + i)) {
        runs.add(measure(load, node));
      }
    }
    print(
        String.format(
            Locale.ROOT,
            "| %s | %s a %s | %s | %s | %s / %s | %d, %d, %d |",
            one.title,
            spread(runs, Run::nodeMicros, "%.1f"),
            one.unit,
            spread(runs, Run::clientMicros, "%.1f"),
            spread(runs, Run::perSecond, "%,.0f"),
            spread(runs, Run::median, "%.2f"),
            spread(runs, Run::p99, "%.2f"),
            runs.stream().mapToLong(Run::lost).sum(),
            runs.stream().mapToLong(Run::duplicates).sum(),
            runs.stream().mapToLong(Run::outOfOrder).sum()));
  }

  private Run measure(Load load, NodeUnderTest node) throws IOException {
    load.begin();
    load.run(seconds(1));
    load.latency.reset();
    long since = System.nanoTime();
    long nodeSince = node.cpuMicros();
    long ownSince = NodeUnderTest.ownCpuMicros();
    long before = load.counted;
    load.run(seconds(options.seconds()));
    long nanos = System.nanoTime() - since;
    double nodeMicros = node.cpuMicros() - nodeSince;
    double ownMicros = NodeUnderTest.ownCpuMicros() - ownSince;
    double count = load.counted - before;
    Histogram latency = load.latency.copy();
    load.stop();
    return new Run(
        count * 1e9 / nanos,
        nodeMicros / count,
        ownMicros / count,
        latency.getValueAtPercentile(50) / MILLION,
        latency.getValueAtPercentile(99) / MILLION,
        load.lost(),
        load.duplicates(),
        load.outOfOrder());
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  /** The median, and the least and the most behind it. */
  private static String spread(List<Run> runs, ToDoubleFunction<Run> value, String format) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    String median = String.format(Locale.ROOT, format, sorted[sorted.length / 2]);
    return sorted.length == 1
        ? median
        : String.format(
            Locale.ROOT,
            "%s (" + format + "-" + format + ")",
            median,
            sorted[0],
            sorted[sorted.length - 1]);
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
