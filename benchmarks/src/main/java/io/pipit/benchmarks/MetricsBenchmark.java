package io.pipit.benchmarks;

import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.Protocol;
import io.pipit.broker.metrics.PublishResult;
import io.pipit.broker.stream.StreamMetrics;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What counting costs: it happens once or twice for each stanza. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetricsBenchmark {

  private final BrokerMetrics metrics = new BrokerMetrics();
  private final StreamMetrics streams = metrics.streams();

  @Benchmark
  public void stanzaReceived() {
    streams.received(1, 527);
  }

  @Benchmark
  public void published() {
    metrics.published(Protocol.XMPP, PublishResult.ACCEPTED, 1_200_000);
  }

  @Benchmark
  public BrokerMetrics.Exposition scrape() {
    return metrics.expose(null);
  }
}
