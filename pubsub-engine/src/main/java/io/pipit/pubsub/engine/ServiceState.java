package io.pipit.pubsub.engine;

import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of one service that one shard owns. Confined to that shard. {@link #apply} is the only
 * writer, live and at replay.
 */
public final class ServiceState {

  /** Nodes that went elsewhere and are remembered; of more the oldest are forgotten. */
  static final int MOST_DEPARTED = 1_000;

  private final BareJid service;
  private final NodeView.Factory views;
  private final Map<String, NodeState> nodes = new HashMap<>();
  private final Map<String, DepartedNode> departed = new LinkedHashMap<>();

  public ServiceState(BareJid service, NodeView.Factory views) {
    this.service = service;
    this.views = views;
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
   * Takes one node over from another state of the service, as it is there or not there: the changes
   * since then were lost.
   */
  public void restore(String name, ServiceState from) {
    NodeState node = from.nodes.get(name);
    if (node == null) {
      nodes.remove(name);
    } else {
      nodes.put(name, node);
    }
  }

  /** A node that was deleted with an address where to go on, and has not come again. */
  Optional<DepartedNode> departed(String name) {
    return Optional.ofNullable(departed.get(name));
  }

  /**
   * Makes a decided change true.
   *
   * @throws IllegalStateException when it does not follow from this state: a defect or a damaged
   *     log
   */
  public void apply(Change change) {
    if (!change.concernsNode()) {
      return;
    }
    if (change instanceof Change.NodeCreated created) {
      NodeState node = new NodeState(created, views.open(service, created.node()));
      if (nodes.putIfAbsent(created.node(), node) != null) {
        throw new IllegalStateException("there is a node already: " + change);
      }
      departed.remove(created.node());
      return;
    }
    NodeState node = nodes.get(change.node());
    if (node == null) {
      throw new IllegalStateException("there is no node: " + change);
    }
    if (change instanceof Change.NodeDeleted deleted) {
      node.clear();
      nodes.remove(change.node());
      if (deleted.redirectUri() != null) {
        remember(DepartedNode.of(node, deleted.redirectUri()), change.node());
      }
    } else {
      node.apply(change);
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
