package io.pipit.benchmarks;

import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.pubsub.store.Partitions;
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
 * One publish in the engine: decided and applied to memory, without a log. The subscribers show
 * whether anything is done for each of them before delivery.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PublishBenchmark {

  @Param({"1", "100", "10000"})
  public int subscribers;

  private final PubsubEngine engine = Samples.engine();
  private final Samples.Surroundings surroundings = new Samples.Surroundings();
  private final NodeCommand.Publish[] commands = new NodeCommand.Publish[64];
  private ServiceState nodes = Samples.nodeWith(0);
  private Outcome outcome = next();
  private int number;

  @Setup
  public void subscribe() {
    nodes = Samples.nodeWith(subscribers);
    for (int i = 0; i < commands.length; i++) {
      commands[i] = Samples.publish(i);
    }
    outcome = next();
  }

  private Outcome next() {
    return engine.decide(nodes, Samples.publish(0), surroundings);
  }

  @Benchmark
  public Outcome decideAndApply() {
    NodeCommand.Publish command = commands[number++ & 63];
    Outcome decided = engine.decide(nodes, command, surroundings);
    decided.changes().forEach(change -> nodes.apply(change, number));
    return decided;
  }

  /** The record of the log for the change. */
  @Benchmark
  public LogRecord encodeChange() {
    return ChangeCodec.encode(
        outcome.changes().get(0), Partitions.of(Samples.SERVICE, Samples.NODE));
  }
}
