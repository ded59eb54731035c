package io.pipit.benchmarks;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.engine.Directory;
import java.util.Arrays;
import java.util.List;
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

/**
 * Which subscriptions to filters match the name of a node: the 50th, 99th and further percentiles
 * over many names. A node asks once for each version of the tree, not for each publish.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FilterBenchmark {

  private static final int NAMES = 1 << 16;

  @Param({"1000", "100000"})
  public int filters;

  private TreeView tree = TreeView.EMPTY;
  private String[] names = new String[0];
  private int next;

  @Setup
  public void subscribe() {
    Filters made = new Filters(filters);
    Directory directory = new Directory();
    made.subscribe(filters, directory);
    tree = directory.tree();
    names = made.names(NAMES).toArray(String[]::new);
    int[] matches = new int[NAMES];
    for (int i = 0; i < NAMES; i++) {
      matches[i] = tree.itemSubscriptions(names[i]).size();
    }
    Arrays.sort(matches);
    System.out.printf(
        "%n%d filters: %s. Matches of a name: %d in the middle, %d at p99, %d at most%n",
        filters, Filters.MIX, matches[NAMES / 2], matches[NAMES * 99 / 100], matches[NAMES - 1]);
  }

  @Benchmark
  public List<Inherited> match() {
    return tree.itemSubscriptions(names[next++ & (NAMES - 1)]);
  }
}
