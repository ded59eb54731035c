package io.pipit.benchmarks;

import io.pipit.pubsub.engine.DueTimes;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nodes that are due at moments of their own: one moves, and the first has its turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DueTimesBenchmark {

  private static final int SPREAD_MILLIS = 3_600_000;

  @Param({"1000", "1000000"})
  public int nodes;

  private final Random random = new Random(7);
  private final DueTimes<Integer> times = new DueTimes<>();
  private long millis;

  @Setup
  public void fill() {
    for (int i = 0; i < nodes; i++) {
      times.set(i, Instant.ofEpochMilli(random.nextInt(SPREAD_MILLIS)));
    }
  }

  /** As a publish does to a node of one item that expires. */
  @Benchmark
  public Instant move() {
    Instant time = Instant.ofEpochMilli(SPREAD_MILLIS + millis++ / 16);
    times.set(random.nextInt(nodes), time);
    return time;
  }

  /** As a tick does. */
  @Benchmark
  public List<Integer> turn() {
    Instant first = times.first();
    List<Integer> due = first == null ? List.of() : times.due(first, 1);
    if (first != null) {
      due.forEach(node -> times.set(node, first.plusMillis(SPREAD_MILLIS)));
    }
    return due;
  }
}
