package io.pipit.benchmarks;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.pubsub.store.ChangeCodec;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.BareJid;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

/**
 * The heap that a node takes in its shard and in the directory when it has one owner, no
 * subscriptions and no items: what is always there, whatever lies on disk. Built from records, as
 * at a start.
 */
final class NodeHeads {

  private NodeHeads() {}

  /**
   * @param arguments how many nodes (1,000,000) and how many owners (1)
   */
  static void run(List<String> arguments) {
    int nodes = !arguments.isEmpty() ? UsageException.number("nodes", arguments.get(0)) : 1_000_000;
    int owners = arguments.size() > 1 ? UsageException.number("owners", arguments.get(1)) : 1;
    NodeConfig config = NodeConfig.INITIAL.with(NodeConfigFields.MAX_ITEMS, 10);
    ServiceState state = new ServiceState(Samples.SERVICE, (service, node) -> new InMemoryView());
    Directory directory = new Directory();
    long before = usedBytes();
    for (int i = 0; i < nodes; i++) {
      Change created =
          ChangeCodec.decode(
              ChangeCodec.encode(
                  new Change.NodeCreated(
                      Samples.SERVICE,
                      "plant/hall-" + i % 17 + "/press-" + i + "/temp",
                      BareJid.of("device-" + i % owners + "@example.org"),
                      config,
                      Instant.ofEpochMilli(1_700_000_000_000L + i)),
                  1));
      state.apply(created, i + 1L);
      directory.apply(created, i + 1L);
      state.node(created.node()).orElseThrow().nextDue();
    }
    long bytes = usedBytes() - before;
    System.out.printf(
        "%,d nodes of %,d owners: %,d bytes, %.0f a node%n",
        state.nodes().size(), owners, bytes, (double) bytes / directory.size());
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
