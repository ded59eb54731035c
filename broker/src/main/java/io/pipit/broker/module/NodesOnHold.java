package io.pipit.broker.module;

import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of one shard about which the directory is deciding: those that a publish is about to
 * create, and those whose configuration changes their place in the tree. Until its answer is here,
 * what arrives for such a node waits, so that all that is asked of a node is decided in the order
 * in which it came.
 *
 * <p>Confined to its shard. Bounded: what finds the queue of the shard full is not taken.
 */
final class NodesOnHold {

  static final int MOST_WAITING = 10_000;

  private final Map<Node, ArrayDeque<Waiting>> nodes = new HashMap<>();
  private int waiting;

  /** A command that waits, and who is told. */
  record Waiting(NodeCommand command, Requester requester) {}

  /** What is asked of roll-ups waits for their source: a decision about that is one about them. */
  private record Node(BareJid service, String name) {
    Node {
      name = RollUpPeriod.ownerOf(name);
    }
  }

  boolean holds(BareJid service, String node) {
    return !nodes.isEmpty() && nodes.containsKey(new Node(service, node));
  }

  void hold(BareJid service, String node) {
    nodes.put(new Node(service, node), new ArrayDeque<>());
  }

  /** Has a command wait for its node; false when too many do. */
  boolean add(BareJid service, NodeCommand command, Requester requester) {
    ArrayDeque<Waiting> queue = nodes.get(new Node(service, command.node()));
    if (queue == null) {
      throw new IllegalStateException("the node is not on hold: " + command.node());
    }
    if (waiting == MOST_WAITING) {
      return false;
    }
    waiting++;
    queue.add(new Waiting(command, requester));
    return true;
  }

  /** Lets a node go on: with what waited, in order. */
  List<Waiting> release(BareJid service, String node) {
    ArrayDeque<Waiting> queue = nodes.remove(new Node(service, node));
    List<Waiting> released = queue == null ? List.of() : List.copyOf(queue);
    waiting -= released.size();
    return released;
  }
}
