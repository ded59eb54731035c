package io.pipit.pubsub.engine;

import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PublishModel;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;

/**
 * Which nodes care that an entity comes online or goes offline: of those with which it has to do,
 * so that the others cost nothing. Confined to the shard of its directory, but for {@link
 * #mayConcern}.
 */
public final class PresenceIndex {

  private final Directory directory;

  /** Nodes where anybody publishes and items go with their publishers. */
  private final Set<String> openPurging = new ConcurrentSkipListSet<>();

  PresenceIndex(Directory directory) {
    this.directory = directory;
  }

  /** Any thread: whether a node may care about an entity. */
  public boolean mayConcern(BareJid entity) {
    return directory.knows(entity) || !openPurging.isEmpty();
  }

  /** The nodes that may send an entity their newest item when it comes online. */
  public List<String> greeting(BareJid entity) {
    return directory.heldBy(entity).keySet().stream()
        .filter(
            node ->
                is(
                    node,
                    config ->
                        config.get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM)
                            == SendLastPublishedItem.ON_SUB_AND_PRESENCE))
        .toList();
  }

  /** The nodes of an owner at which requests to subscribe wait. */
  public List<String> asking(BareJid owner) {
    return directory.ownedNodes(owner).stream().filter(directory::hasPending).toList();
  }

  /** The nodes where a subscription of an entity ends when that goes offline. */
  public List<String> ending(BareJid entity) {
    return directory.heldBy(entity).entrySet().stream()
        .filter(
            entry ->
                entry.getValue().values().stream().anyMatch(held -> ends(entry.getKey(), held)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether a subscription lasts no longer than its subscriber is online. */
  public boolean ends(String node, Subscription subscription) {
    return is(node, config -> config.endsWithPresence(subscription));
  }

  /** The nodes that may take back what an entity published when that goes offline. */
  public Set<String> purging(BareJid publisher) {
    Set<String> nodes = new TreeSet<>(directory.heldBy(publisher).keySet());
    directory.affiliations(publisher).forEach(held -> nodes.add(held.node()));
    nodes.removeIf(node -> !is(node, config -> config.get(NodeConfigFields.PURGE_OFFLINE)));
    nodes.addAll(openPurging);
    return nodes;
  }

  private boolean is(String node, Predicate<NodeConfig> wanted) {
    return directory.config(node).filter(wanted).isPresent();
  }

  void configured(String node, NodeConfig config) {
    if (config.get(NodeConfigFields.PURGE_OFFLINE) && config.publishModel() == PublishModel.OPEN) {
      openPurging.add(node);
    } else {
      openPurging.remove(node);
    }
  }

  void deleted(String node) {
    openPurging.remove(node);
  }

  void restore(PresenceIndex from) {
    openPurging.clear();
    openPurging.addAll(from.openPurging);
  }
}
