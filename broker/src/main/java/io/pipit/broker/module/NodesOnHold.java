package io.pipit.broker.module;

import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes of one shard that something else has to come first for: the answer of the directory,
 * about those that a publish is about to create and those whose configuration changes their place
 * in the tree, or items that are read from the log. Until then what arrives for such a node waits,
 * so that all that is asked of a node is decided in the order in which it came.
 *
 * <p><b>Arrivals</b> come first. That somebody is here, and what it wants, is known already to
 * whatever waits in front: a publish would tell it the new item, and the arrival the same once
 * more. It is told the newest item as it is now, and then of all that was asked. It waits once,
 * however often it comes and goes meanwhile.
 *
 * <p>Confined to its shard. Bounded: what finds the queue of the shard full is not taken.
 */
final class NodesOnHold {

  static final int MOST_WAITING = 10_000;

  private final Map<Node, Queue> nodes = new HashMap<>();
  private int waiting;

  /** A command that waits, and who is told. */
  record Waiting(NodeCommand command, Requester requester) {}

  /** What waits for one node. */
  private static final class Queue {

    final Set<Waiting> arrivals = new LinkedHashSet<>();
    final List<Waiting> asked = new ArrayList<>();

    boolean has(Waiting arrival) {
      return arrivals.contains(arrival);
    }

    void add(Waiting next) {
      (isArrival(next.command) ? arrivals : asked).add(next);
    }

    List<Waiting> inOrder() {
      List<Waiting> all = new ArrayList<>(arrivals);
      all.addAll(asked);
      return all;
    }

    private static boolean isArrival(NodeCommand command) {
      return command instanceof NodeCommand.TellLastItem
          || command instanceof NodeCommand.SubscriberAvailable;
    }
  }

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
    nodes.put(new Node(service, node), new Queue());
  }

  /** Has a command wait for its node; false when too many do. */
  boolean add(BareJid service, NodeCommand command, Requester requester) {
    Queue queue = nodes.get(new Node(service, command.node()));
    if (queue == null) {
      throw new IllegalStateException("the node is not on hold: " + command.node());
    }
    Waiting next = new Waiting(command, requester);
    if (queue.has(next)) {
      return true;
    }
    if (waiting == MOST_WAITING) {
      return false;
    }
    waiting++;
    queue.add(next);
    return true;
  }

  /** Lets a node go on: with what waited, arrivals first, in order. */
  List<Waiting> release(BareJid service, String node) {
    Queue queue = nodes.remove(new Node(service, node));
    List<Waiting> released = queue == null ? List.of() : queue.inOrder();
    waiting -= released.size();
    return released;
  }
}
