package io.pipit.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Publishes to random nodes at a rate while {@code pipit backup} copies the node, and for a while
 * without, in turn: how much longer acknowledgements take. A latency counts from the moment at
 * which the request should have been sent.
 */
final class BackupBench {

  private static final int ROUNDS = 4;
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final StoreOptions options;
  private final Path folder;

  private BackupBench(StoreOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  static void run(StoreOptions options) throws IOException {
    Path folder = NodeUnderTest.newFolder();
    try {
      new BackupBench(options, folder).run();
    } finally {
      NodeUnderTest.remove(folder);
    }
  }

  private void run() throws IOException {
    StoreBench.fill(options, folder);
    try (NodeUnderTest node =
            NodeUnderTest.in(
                folder, options.publishers(), options.javaOptions(), StoreBench.SETTINGS);
        RandomLoad load = new RandomLoad(node, options)) {
      load.begin();
      load.run(WARM_UP_NANOS);
      for (int round = 0; round < ROUNDS; round++) {
        alone(load);
        beside(load, folder.resolve("backup-" + round + ".tar"));
      }
      load.stop();
      StoreBench.print("%,d published, %d lost", load.published(), load.lost());
    }
  }

  private void alone(RandomLoad load) throws IOException {
    load.latency.reset();
    load.run(TimeUnit.SECONDS.toNanos(options.seconds()));
    print("alone", options.seconds(), load.latency);
  }

  private void beside(RandomLoad load, Path target) throws IOException {
    load.latency.reset();
    long since = System.nanoTime();
    Process backup = NodeUnderTest.verb(folder, "backup", target.toAbsolutePath().toString());
    do {
      load.run(SLICE_NANOS);
    } while (backup.isAlive());
    if (backup.exitValue() != 0) {
      throw new IOException("the backup ended with " + backup.exitValue());
    }
    print("beside a backup", (System.nanoTime() - since) / 1e9, load.latency);
  }

  private static void print(String what, double seconds, Histogram latency) {
    StoreBench.print(
        "%s, %.1f s: %,d acknowledged within %s ms (p50 / p99 / p99.9 / worst)",
        what, seconds, latency.getTotalCount(), StoreBench.text(latency));
  }
}
