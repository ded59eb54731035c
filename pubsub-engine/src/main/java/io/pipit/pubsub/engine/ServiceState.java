package io.pipit.pubsub.engine;

import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of one service that one shard owns. Confined to that shard. {@link #apply} is the only
 * writer, live and at replay.
 */
public final class ServiceState {

  private final BareJid service;
  private final NodeView.Factory views;
  private final Map<String, NodeState> nodes = new HashMap<>();

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

  /**
   * Makes a decided change true.
   *
   * @throws IllegalStateException when it does not follow from this state: a defect or a damaged
   *     log
   */
  public void apply(Change change) {
    if (change instanceof Change.NodeCreated created) {
      NodeState node = new NodeState(created, views.open(service, created.node()));
      if (nodes.putIfAbsent(created.node(), node) != null) {
        throw new IllegalStateException("there is a node already: " + change);
      }
      return;
    }
    NodeState node = nodes.get(change.node());
    if (node == null) {
      throw new IllegalStateException("there is no node: " + change);
    }
    if (change instanceof Change.NodeDeleted) {
      node.clear();
      nodes.remove(change.node());
    } else {
      node.apply(change);
    }
  }
}
