package io.pipit.benchmarks;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.SerializedXml;
import io.pipit.xmpp.xml.XmlWriter;
import java.time.Instant;
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

/** A publish of JSON with three numbers, applied to a node with roll-ups and to one without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RollUpBenchmark {

  @Param({"0", "3"})
  public int lengths;

  private final SerializedXml payload =
      XmlWriter.serialize(
          Element.builder("json", "urn:xmpp:json:0")
              .text("{\"ts\":1782820800000,\"values\":{\"temperature\":21.5,\"humidity\":40}}")
              .build());
  private final ServiceState nodes =
      new ServiceState(Samples.SERVICE, (service, node) -> new InMemoryView());
  private long seq;

  @Setup
  public void create() {
    NodeConfig config =
        NodeConfig.INITIAL
            .with(NodeConfigFields.HISTORY_ITEMS, 0)
            .with(NodeConfigFields.ROLLUP, List.of(RollUpPeriod.values()).subList(0, lengths));
    nodes.apply(
        new Change.NodeCreated(
            Samples.SERVICE, Samples.NODE, Samples.PUBLISHER.bare(), config, Instant.EPOCH),
        1);
  }

  @Benchmark
  public long apply() {
    seq++;
    Item item =
        new Item(seq, "now", Samples.PUBLISHER.bare(), Instant.ofEpochMilli(seq / 100), payload);
    nodes.apply(
        new Change.ItemsPublished(Samples.SERVICE, Samples.NODE, List.of(item), 0), seq + 1);
    return seq;
  }
}
