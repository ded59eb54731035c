package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.engine.ServiceState;
import io.pipit.xmpp.BareJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Looks through the nodes of a shard now and then for histories of which something is past its
 * time. Nearly every node has a history, and an entry for each of them among those that are due
 * would take more memory than the node. Confined to its shard.
 */
final class HistorySweep {

  /** What is past its time is shown to nobody meanwhile. */
  private static final Duration PACE = Duration.ofHours(1);

  private static final int NODES_IN_TURN = 256;

  private final EntityShard shard;
  private final Clock clock;
  private final BiConsumer<BareJid, String> tick;
  private final Deque<Part> left = new ArrayDeque<>();

  private boolean isRunning;

  /** Takes the next time back. */
  private Runnable next = () -> {};

  /** Some nodes, and what has to be done with each. */
  private record Part(
      ServiceState service, List<NodeState> nodes, BiConsumer<BareJid, String> first) {}

  /**
   * @param tick has a node of a service do what is due
   */
  HistorySweep(EntityShard shard, Clock clock, BiConsumer<BareJid, String> tick) {
    this.shard = shard;
    this.clock = clock;
    this.tick = tick;
  }

  /** Begins with what was past its time while the process was down. */
  void start() {
    startWith((service, node) -> {});
  }

  /**
   * Looks through all nodes now.
   *
   * @param first is done with each node before
   */
  void startWith(BiConsumer<BareJid, String> first) {
    for (ServiceState service : shard.nodes()) {
      List<NodeState> nodes = new ArrayList<>(service.nodes());
      for (int from = 0; from < nodes.size(); from += NODES_IN_TURN) {
        left.add(
            new Part(
                service, nodes.subList(from, Math.min(nodes.size(), from + NODES_IN_TURN)), first));
      }
    }
    if (!isRunning) {
      isRunning = true;
      next.run();
      turn();
    }
  }

  private void turn() {
    Part part = left.poll();
    if (part == null) {
      isRunning = false;
      next = shard.alarm().after(PACE, this::start);
      return;
    }
    Instant now = clock.instant();
    for (NodeState node : part.nodes) {
      part.first.accept(part.service.service(), node.name());
      if (node.hasOldHistory(now)) {
        tick.accept(part.service.service(), node.name());
      }
    }
    shard.execute(this::turn);
  }
}
