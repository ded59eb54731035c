package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Publishes to random nodes at a rate, for long: whether disk and heap stay as they are, what is
 * written for each publish, and how long the worst acknowledgement takes. Twice in every ten parts
 * nothing is sent while the heap is measured, since that stops the node.
 */
final class SoakBench {

  private static final int PARTS = 10;

  private SoakBench() {}

  static void run(StoreOptions options) throws IOException {
    Path folder = NodeUnderTest.newFolder();
    try {
      StoreBench.fill(options, folder);
      try (NodeUnderTest node =
          NodeUnderTest.in(
              folder, options.publishers(), options.javaOptions(), StoreBench.SETTINGS)) {
        run(options, folder, node);
      }
    } finally {
      NodeUnderTest.remove(folder);
    }
  }

  private static void run(StoreOptions options, Path folder, NodeUnderTest node)
      throws IOException {
    long recordBytes = new StoreFill(options).recordBytes();
    int seconds = Math.max(1, options.seconds() / PARTS);
    for (int part = 0; part < PARTS; part++) {
      double log = node.metric("pipit_store_written_bytes_total");
      double snapshots = node.metric("pipit_store_snapshot_written_bytes_total");
      double groups = node.metric("pipit_store_group_records_count");
      double records = node.metric("pipit_store_group_records_sum");
      long cpu = node.cpuMicros();
      try (RandomLoad load = new RandomLoad(node, options)) {
        load.begin();
        load.run(TimeUnit.SECONDS.toNanos(seconds));
        load.stop();
        StoreBench.print(
            "part %d, %d s, live heap %s, RSS %s, %s",
            part + 1,
            seconds,
            part % (PARTS / 2) == PARTS / 2 - 1 || part == 0 ? StoreFiles.mib(node.live()) : "-",
            StoreFiles.mib(node.residentBytes()),
            StoreFiles.in(NodeUnderTest.data(folder)));
        StoreBench.report(load, seconds);
        double published = (double) load.published() * recordBytes;
        StoreBench.print(
            "  over the bytes of the records: log %.2f, snapshots %.2f; %.1f records a group, CPU %.0f us a"
                + " publish, %d lost",
            (node.metric("pipit_store_written_bytes_total") - log) / published,
            (node.metric("pipit_store_snapshot_written_bytes_total") - snapshots) / published,
            (node.metric("pipit_store_group_records_sum") - records)
                / (node.metric("pipit_store_group_records_count") - groups),
            (double) (node.cpuMicros() - cpu) / load.published(),
            load.lost());
      }
    }
  }
}
