package io.pipit.pubsub.engine;

import io.pipit.pubsub.RollUpPeriod;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The nodes of one service that one shard owns. Confined to that shard. {@link #apply} is the only
 * writer, live and at replay.
 */
public final class ServiceState {

  /** Nodes that went elsewhere and are remembered; of more the oldest are forgotten. */
  static final int MOST_DEPARTED = 1_000;

  private final BareJid service;
  private final Function<String, NodeView> opener;
  private final SubscriptionLedger ledger;
  private final QuestionPace pace = new QuestionPace();
  private final Map<String, NodeState> nodes = new HashMap<>();
  private final Map<String, DepartedNode> departed = new LinkedHashMap<>();

  /** A state apart from all others, whose subscriptions count nowhere else. */
  public ServiceState(BareJid service, NodeView.Factory views) {
    this(service, views, new SubscriptionLedger());
  }

  /**
   * @param ledger where its subscriptions count
   */
  public ServiceState(BareJid service, NodeView.Factory views, SubscriptionLedger ledger) {
    this.service = service;
    this.opener = node -> views.open(service, node);
    this.ledger = ledger;
  }

  public BareJid service() {
    return service;
  }

  public Optional<NodeState> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  public Collection<NodeState> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /**
   * The views that a command on a node may ask, and that are not {@link NodeView#isHere here}: its
   * own, and those of its roll-ups, which are decided with it.
   */
  public List<NodeView> absent(String name) {
    List<NodeView> absent = new ArrayList<>();
    String source = RollUpPeriod.ownerOf(name);
    addAbsent(source, absent);
    for (RollUpPeriod period : RollUpPeriod.values()) {
      addAbsent(period.nodeOf(source), absent);
    }
    return absent;
  }

  private void addAbsent(String name, List<NodeView> absent) {
    NodeState node = nodes.get(name);
    if (node != null && !node.isHere()) {
      absent.add(node.items());
    }
  }

  /**
   * Takes one node over from another state of the service, as it is there or not there: the changes
   * since then were lost.
   */
  public void restore(String name, ServiceState from) {
    NodeState node = from.nodes.get(name);
    NodeState lost = node == null ? nodes.remove(name) : nodes.put(name, node);
    if (lost != null) {
      count(lost, -1);
    }
    if (node != null) {
      count(node, 1);
    }
  }

  /** The service is gone with all its nodes: their subscriptions count no more. */
  public void end() {
    nodes
        .values()
        .forEach(
            node -> {
              count(node, -1);
              node.clear();
            });
    nodes.clear();
  }

  /** Counts all subscriptions of a node, or takes them from the count. */
  private void count(NodeState node, int each) {
    node.subscriptions()
        .forEach(subscription -> ledger.add(service, subscription.requester(), each));
  }

  /** A node that was deleted with an address where to go on, and has not come again. */
  Optional<DepartedNode> departed(String name) {
    return Optional.ofNullable(departed.get(name));
  }

  /**
   * Makes a decided change true.
   *
   * @param position its place in the log, 0 when it is not for the log
   * @throws IllegalStateException when it does not follow from this state: a defect or a damaged
   *     log
   */
  public void apply(Change change, long position) {
    if (!change.concernsNode()) {
      return;
    }
    if (change instanceof Change.NodeCreated created) {
      NodeState node = new NodeState(created, position, opener, pace);
      if (nodes.putIfAbsent(created.node(), node) != null) {
        throw new IllegalStateException("there is a node already: " + change);
      }
      departed.remove(created.node());
      return;
    }
    if (change instanceof Change.NodeDeparted gone) {
      remember(
          new DepartedNode(gone.redirectUri(), gone.config(), gone.affiliations()), gone.node());
      return;
    }
    NodeState node = nodes.get(change.node());
    if (node == null) {
      throw new IllegalStateException("there is no node: " + change);
    }
    if (change instanceof Change.NodeDeleted deleted) {
      count(node, -1);
      node.clear();
      nodes.remove(change.node());
      if (deleted.redirectUri() != null) {
        remember(DepartedNode.of(node, deleted.redirectUri()), change.node());
      }
    } else {
      count(change, node);
      node.apply(change, position);
    }
  }

  /**
   * Makes a change true that was read from the log behind a snapshot, unless it is in there. What
   * is of a node that is not there changes nothing: the node had gone when the snapshot was taken,
   * or its creation was given up by a repair of the log.
   *
   * @return whether it was new, or is the directory's: that has to know it too, if it concerns it
   */
  public boolean replay(Change change, long position) {
    if (!change.concernsNode()) {
      return true;
    }
    NodeState node = nodes.get(change.node());
    boolean isNew =
        node == null ? change instanceof Change.NodeCreated : position > node.position();
    if (isNew) {
      apply(change, position);
    }
    return isNew;
  }

  /**
   * Whether what a change rests on is there: its node, and the subscription that it names. It is,
   * unless the node had gone when the snapshot was taken, or a repair of the log gave it up.
   */
  public boolean hasWhatItNeeds(Change change) {
    if (!change.concernsNode()
        || change instanceof Change.NodeCreated
        || change instanceof Change.NodeDeparted) {
      return true;
    }
    NodeState node = nodes.get(change.node());
    return node != null && node.hasWhatItNeeds(change);
  }

  /**
   * Takes from a change that was not new what it did to items that are still there. For views that
   * have nothing yet, and for all changes of the log in their order.
   */
  public void replayItems(Change change, long position) {
    NodeState node = nodes.get(change.node());
    if (node != null) {
      node.replayItems(change, position);
    }
  }

  /** The log was read behind the snapshot. */
  public void replayed() {
    nodes.values().forEach(NodeState::replayed);
  }

  /** The changes that make known again which nodes went elsewhere, the oldest first. */
  public List<Change> departed() {
    return departed.entrySet().stream()
        .<Change>map(
            entry ->
                new Change.NodeDeparted(
                    service,
                    entry.getKey(),
                    entry.getValue().uri(),
                    entry.getValue().config(),
                    entry.getValue().affiliations()))
        .toList();
  }

  private void count(Change change, NodeState node) {
    if (change instanceof Change.Subscribed subscribed) {
      Subscription subscription = subscribed.subscription();
      if (node.subscription(subscription.jid(), subscription.subid()).isEmpty()) {
        ledger.came(service, subscription.requester());
      }
    } else if (change instanceof Change.Unsubscribed ended) {
      node.subscription(ended.jid(), ended.subid())
          .ifPresent(subscription -> ledger.add(service, subscription.requester(), -1));
    }
  }

  private void remember(DepartedNode node, String name) {
    departed.put(name, node);
    if (departed.size() > MOST_DEPARTED) {
      Iterator<String> oldest = departed.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }
}
