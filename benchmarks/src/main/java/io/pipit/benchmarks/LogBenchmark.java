package io.pipit.benchmarks;

import io.pipit.broker.store.DataFolder;
import io.pipit.broker.store.LogOptions;
import io.pipit.broker.store.SegmentLog;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Records of publishes appended to a log on the disk, in groups: until they are durable, which is
 * the price of the writer, its hand-over and the disk's sync together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LogBenchmark {

  /** Records that share a sync. */
  @Param({"1", "100"})
  public int group;

  private @Nullable Path data;
  private @Nullable DataFolder folder;
  private @Nullable SegmentLog log;
  private List<LogRecord> records = List.of();

  @Setup
  public void open() throws IOException {
    Path made = NodeUnderTest.newFolder();
    data = made;
    folder = DataFolder.hold(made);
    log = SegmentLog.open(folder.log(), LogOptions.defaults());
    Outcome outcome =
        Samples.engine()
            .decide(Samples.nodeWith(0), Samples.publish(0), new Samples.Surroundings());
    LogRecord one =
        ChangeCodec.encode(outcome.changes().get(0), Partitions.of(Samples.SERVICE, Samples.NODE));
    records = Collections.nCopies(group, one);
  }

  @TearDown
  public void close() throws IOException {
    if (log != null) {
      log.close();
    }
    if (folder != null) {
      folder.close();
    }
    if (data != null) {
      NodeUnderTest.remove(data);
    }
  }

  /** A whole group, acknowledged. */
  @Benchmark
  public long appendUntilDurable() {
    SegmentLog open = Objects.requireNonNull(log);
    long position = open.append(records);
    while (open.durable() < position) {
      LockSupport.parkNanos(1);
    }
    return position;
  }
}
