package io.pipit.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * One repetition of a case.
 *
 * @param perSecond what was counted
 * @param serverMicros of the server's processor time for each
 * @param driverMicros of the driver's
 * @param driverPercent of the time for which the driver's only thread was busy: near 100 it is the
 *     driver that was measured
 * @param median and the others: latency in milliseconds
 * @param lost messages that did not arrive wherever they had to, of all that were sent
 */
record WireRun(
    double perSecond,
    double serverMicros,
    double driverMicros,
    double driverPercent,
    double median,
    double p99,
    double p999,
    double worst,
    long lost,
    long duplicates,
    long outOfOrder) {

  private static final double MILLION = 1e6;

  /** Opens a case at a server, runs it for so long after a second of its own, and closes it. */
  static WireRun of(WireCase one, ServerUnderTest server, String id, int seconds)
      throws IOException {
    try (Load load = one.loads().open(server, id)) {
      return measure(load, server, seconds);
    }
  }

  private static WireRun measure(Load load, ServerUnderTest server, int seconds)
      throws IOException {
    load.begin();
    load.run(TimeUnit.SECONDS.toNanos(1));
    load.latency.reset();
    long since = System.nanoTime();
    long serverSince = server.cpuMicros();
    long ownSince = ServerUnderTest.ownCpuMicros();
    long before = load.counted;
    load.run(TimeUnit.SECONDS.toNanos(seconds));
    double nanos = System.nanoTime() - since;
    double serverMicros = server.cpuMicros() - serverSince;
    double ownMicros = ServerUnderTest.ownCpuMicros() - ownSince;
    double count = load.counted - before;
    Histogram latency = load.latency.copy();
    load.stop();
    return new WireRun(
        count * 1e9 / nanos,
        serverMicros / count,
        ownMicros / count,
        ownMicros * 1e5 / nanos,
        latency.getValueAtPercentile(50) / MILLION,
        latency.getValueAtPercentile(99) / MILLION,
        latency.getValueAtPercentile(99.9) / MILLION,
        latency.getMaxValue() / MILLION,
        load.lost(),
        load.duplicates(),
        load.outOfOrder());
  }

  /** Runs cases that are not reported, for so long in all. */
  static void warmUp(ServerUnderTest server, List<WireCase> cases, int seconds) throws IOException {
    long nanos = TimeUnit.SECONDS.toNanos(seconds) / cases.size();
    for (WireCase one : cases) {
      try (Load load = one.loads().open(server, "warm-" + one.name())) {
        load.begin();
        load.run(nanos);
        load.stop();
      }
    }
  }

  static double median(List<WireRun> runs, ToDoubleFunction<WireRun> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median, and the least and the most behind it. */
  static String spread(List<WireRun> runs, ToDoubleFunction<WireRun> value, String format) {
    String median = String.format(Locale.ROOT, format, median(runs, value));
    double least = runs.stream().mapToDouble(value).min().orElseThrow();
    double most = runs.stream().mapToDouble(value).max().orElseThrow();
    return runs.size() == 1
        ? median
        : String.format(Locale.ROOT, "%s (" + format + "-" + format + ")", median, least, most);
  }

  /** Medians of the latency, but the worst of all. */
  static String latencies(List<WireRun> runs) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f / %.1f / %.1f",
        median(runs, WireRun::median),
        median(runs, WireRun::p99),
        median(runs, WireRun::p999),
        runs.stream().mapToDouble(WireRun::worst).max().orElseThrow());
  }

  /** Of all repetitions together. */
  static String faults(List<WireRun> runs) {
    return runs.stream().mapToLong(WireRun::lost).sum()
        + ", "
        + runs.stream().mapToLong(WireRun::duplicates).sum()
        + ", "
        + runs.stream().mapToLong(WireRun::outOfOrder).sum();
  }
}
