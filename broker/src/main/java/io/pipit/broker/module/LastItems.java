package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest items of the accounts of one shard for resources that have come to want them (XEP-0163
 * 4.3.3).
 *
 * <p><b>Pace.</b> {@value #EACH_TURN} are told in a turn of the shard; what is more waits for its
 * next turns, behind what others have asked for meanwhile. Those of a resource that changes its
 * mind all the time wait as long as is said, and are told if they are still wanted then.
 *
 * <p><b>Once.</b> What waits at a node is told before anything about the node changes, so that it
 * is what it was when the resource came, and an event of the change comes behind it. What a
 * resource is told for another reason does not wait for it any more.
 *
 * <p>Confined to its shard. Bounded: of more than {@value #MOST_WAITING} that wait, the last are
 * not told; they can be retrieved.
 */
final class LastItems {

  static final int EACH_TURN = 200;
  static final int MOST_WAITING = 100_000;

  /** Tells a resource the newest item of a node, if it may have it. */
  @FunctionalInterface
  interface Telling {
    void tell(BareJid account, String node, FullJid resource);
  }

  private record Node(BareJid account, String name) {}

  /** One wait of a resource for one node; when it comes to wait again that is another one. */
  private static final class Arrival {

    final Node node;
    final FullJid resource;
    boolean isInQueue;

    Arrival(Node node, FullJid resource) {
      this.node = node;
      this.resource = resource;
    }
  }

  private final EntityShard shard;
  private final Telling telling;

  /** Who waits, by node. */
  private final Map<Node, Map<FullJid, Arrival>> waiting = new HashMap<>();

  /** Whose time has come; some of them may not wait any more. */
  private final ArrayDeque<Arrival> queue = new ArrayDeque<>();

  private int count;
  private int left = EACH_TURN;
  private boolean isTurnAsked;

  LastItems(EntityShard shard, Telling telling) {
    this.shard = shard;
    this.telling = telling;
  }

  /**
   * Has a resource told the newest items of nodes.
   *
   * @param wait how long they have to wait; nothing for those that are told now
   */
  void tell(BareJid account, FullJid resource, List<String> nodes, Duration wait) {
    List<Arrival> arrivals = new ArrayList<>();
    for (String name : nodes) {
      Node node = new Node(account, name);
      Arrival there = waiting.getOrDefault(node, Map.of()).get(resource);
      if (there == null && count < MOST_WAITING) {
        arrivals.add(add(new Arrival(node, resource)));
      } else if (there != null && wait.isZero()) {
        arrivals.add(there);
      }
    }
    if (wait.isZero()) {
      ready(arrivals);
    } else if (!arrivals.isEmpty()) {
      shard.alarm().after(wait, () -> ready(arrivals));
    }
  }

  private Arrival add(Arrival arrival) {
    waiting
        .computeIfAbsent(arrival.node, node -> new LinkedHashMap<>())
        .put(arrival.resource, arrival);
    count++;
    return arrival;
  }

  /** They are told in their turn, as far as they still wait and are not in the queue. */
  private void ready(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      if (!arrival.isInQueue && isWaiting(arrival)) {
        arrival.isInQueue = true;
        queue.add(arrival);
      }
    }
    go();
  }

  private void go() {
    if (!queue.isEmpty() && !isTurnAsked) {
      isTurnAsked = true;
      shard.execute(this::nextTurn);
    }
    while (left > 0 && !queue.isEmpty()) {
      Arrival next = queue.remove();
      if (isWaiting(next)) {
        forget(next.node, next.resource);
        left--;
        telling.tell(next.node.account, next.node.name, next.resource);
      }
    }
  }

  private void nextTurn() {
    isTurnAsked = false;
    left = EACH_TURN;
    go();
  }

  /** A node is about to change: who waits is told before. */
  void tellBefore(BareJid account, String node) {
    if (waiting.isEmpty()) {
      return;
    }
    Map<FullJid, Arrival> resources = waiting.remove(new Node(account, node));
    if (resources != null) {
      count -= resources.size();
      resources.keySet().forEach(resource -> telling.tell(account, node, resource));
    }
  }

  /** A resource is told the newest item of a node for whatever reason. */
  void forget(BareJid account, String node, FullJid resource) {
    if (!waiting.isEmpty()) {
      forget(new Node(account, node), resource);
    }
  }

  private boolean isWaiting(Arrival arrival) {
    return waiting.getOrDefault(arrival.node, Map.of()).get(arrival.resource) == arrival;
  }

  private void forget(Node node, FullJid resource) {
    Map<FullJid, Arrival> resources = waiting.get(node);
    if (resources != null && resources.remove(resource) != null) {
      count--;
      if (resources.isEmpty()) {
        waiting.remove(node);
      }
    }
  }
}
