package io.pipit.benchmarks;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.Outcome;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
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

/** Publishing to the same ten nodes while ever more other nodes and filters exist. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
public class ManyNodesBenchmark {

  private static final int PUBLISHED = 10;

  @Param({"10", "100000", "1000000"})
  public int nodes;

  @Param({"0", "100000"})
  public int filters;

  private final PubsubEngine engine = Samples.engine();
  private final Directory directory = new Directory();
  private final Samples.Surroundings surroundings = new Samples.Surroundings(directory.tree());
  private final NodeCommand.Publish[] commands = new NodeCommand.Publish[64];
  private ServiceState state = new ServiceState(Samples.SERVICE, (service, node) -> newView());
  private int number;

  private static InMemoryView newView() {
    return new InMemoryView();
  }

  @Setup
  public void create() {
    NodeConfig config =
        NodeConfig.INITIAL
            .with(NodeConfigFields.MAX_ITEMS, 10)
            .with(NodeConfigFields.NOTIFY_RETRACT, false);
    state = new ServiceState(Samples.SERVICE, (service, node) -> newView());
    for (int i = 0; i < nodes; i++) {
      String name = name(i);
      state.apply(
          new Change.NodeCreated(
              Samples.SERVICE, name, Samples.PUBLISHER.bare(), config, Instant.EPOCH),
          1);
      state.apply(
          new Change.Subscribed(
              Samples.SERVICE,
              name,
              Subscription.subscribed(BareJid.of("watcher@example.org"), "subid"),
              null),
          1);
    }
    new Filters(filters).subscribe(filters, directory);
    for (int i = 0; i < commands.length; i++) {
      commands[i] =
          new NodeCommand.Publish(
              Samples.PUBLISHER,
              name(i % PUBLISHED * (nodes / PUBLISHED)),
              List.of(new PublishedItem(Samples.itemId(i), Samples.serializedPayload())));
    }
  }

  private static String name(int number) {
    return "plant/hall-" + number % 17 + "/press-" + number + "/temperature";
  }

  @Benchmark
  public Outcome decideAndApply() {
    Outcome decided = engine.decide(state, commands[number++ & 63], surroundings);
    decided.changes().forEach(change -> state.apply(change, number));
    return decided;
  }
}
