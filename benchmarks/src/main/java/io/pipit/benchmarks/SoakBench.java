package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Publishes to random nodes at a rate, for long: whether disk and heap stay as they are, what is
 * written for each publish, and how long the worst acknowledgement takes, with and without a
 * checkpoint or cleaning that goes on. Between parts nothing is sent while the heap is measured,
 * since that stops the node.
 */
final class SoakBench {

  /** For all that comes between parts. */
  private static final int SPARE_SECONDS = 1_200;

  private final StoreOptions options;
  private final Path folder;
  private final NodeUnderTest node;
  private final Timeline acknowledged;
  private final Timeline stoodStill;
  private final double recordBytes;

  private SoakBench(StoreOptions options, Path folder, NodeUnderTest node) {
    this.options = options;
    this.folder = folder;
    this.node = node;
    this.acknowledged = new Timeline(options.seconds() + SPARE_SECONDS);
    this.stoodStill = new Timeline(options.seconds() + SPARE_SECONDS);
    this.recordBytes = new StoreFill(options).recordBytes();
  }

  static void run(StoreOptions options) throws IOException {
    Path folder = NodeUnderTest.newFolder();
    try {
      StoreBench.fill(options, folder);
      Map<String, String> settings = new HashMap<>(StoreBench.SETTINGS);
      settings.putAll(options.settings());
      try (NodeUnderTest node =
          NodeUnderTest.in(folder, options.publishers(), options.javaOptions(), settings)) {
        new SoakBench(options, folder, node).run();
      }
    } finally {
      NodeUnderTest.remove(folder);
    }
  }

  /** What the node has counted. */
  private record Counts(
      long published,
      double log,
      double snapshots,
      double views,
      double disk,
      double groups,
      double records,
      long cpuMicros) {}

  private Counts counts(long published) throws IOException {
    return new Counts(
        published,
        node.metric("pipit_store_written_bytes_total"),
        node.metric("pipit_store_snapshot_written_bytes_total"),
        node.metric("pipit_store_view_written_bytes_total"),
        node.diskBytes(),
        node.metric("pipit_store_group_records_count"),
        node.metric("pipit_store_group_records_sum"),
        node.cpuMicros());
  }

  private void run() throws IOException {
    try (StandStill standStill = new StandStill(stoodStill)) {
      standStill.start();
      StoreBench.print("live heap before: %s", StoreFiles.mib(node.live()));
      long begin = System.currentTimeMillis();
      Counts first = counts(0);
      Counts middle = first;
      Counts last = first;
      for (int part = 1; part <= options.parts(); part++) {
        Counts before = last;
        last = part(part, before);
        if (part == options.parts() / 2) {
          middle = last;
        }
        StoreBench.print("  %s", written(before, last));
      }
      StoreBench.print("all parts: %s", worst(begin, System.currentTimeMillis()));
      StoreBench.print("  %s", written(first, last));
      StoreBench.print("the second half of the parts:");
      StoreBench.print("  %s", written(middle, last));
    }
  }

  private Counts part(int part, Counts before) throws IOException {
    int seconds = Math.max(1, options.seconds() / options.parts());
    long begin = System.currentTimeMillis();
    try (RandomLoad load = new RandomLoad(node, options, acknowledged)) {
      load.begin();
      load.run(TimeUnit.SECONDS.toNanos(seconds));
      load.stop();
      long end = System.currentTimeMillis();
      Counts after = counts(before.published + load.published());
      StoreBench.print(
          "part %d, %d s, live heap %s, RSS %s, %s, %d lost",
          part,
          seconds,
          StoreFiles.mib(node.live()),
          StoreFiles.mib(node.residentBytes()),
          StoreFiles.in(NodeUnderTest.data(folder)),
          load.lost());
      StoreBench.report(load, seconds);
      StoreBench.print("  %s", worst(begin, end));
      return after;
    }
  }

  private String worst(long from, long to) throws IOException {
    StoreEvents checkpoints = new StoreEvents(node.errorLog(), "store.checkpoint");
    StoreEvents cleaning = new StoreEvents(node.errorLog(), "store.clean");
    return String.format(
        Locale.ROOT,
        "worst acknowledgement during %d checkpoints %s, %d cleanings %s, neither %s; the machine"
            + " stood still for %s at most",
        checkpoints.ended(from, to),
        millis(acknowledged.longest(from, to, checkpoints::within)),
        cleaning.ended(from, to),
        millis(acknowledged.longest(from, to, cleaning::within)),
        millis(
            acknowledged.longest(
                from,
                to,
                (begin, end) -> !checkpoints.within(begin, end) && !cleaning.within(begin, end))),
        millis(stoodStill.longest(from, to, (begin, end) -> true)));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  private String written(Counts from, Counts to) {
    long published = to.published - from.published;
    double bytes = published * recordBytes;
    return String.format(
        Locale.ROOT,
        "over the bytes of the records: log %.2f, snapshots %.2f, views %.2f, all that went to"
            + " the disk %.2f; %.1f records a group, CPU %.0f us a publish",
        (to.log - from.log) / bytes,
        (to.snapshots - from.snapshots) / bytes,
        (to.views - from.views) / bytes,
        (to.disk - from.disk) / bytes,
        (to.records - from.records) / (to.groups - from.groups),
        (double) (to.cpuMicros - from.cpuMicros) / published);
  }
}
