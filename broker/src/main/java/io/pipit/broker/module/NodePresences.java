package io.pipit.broker.module;

import io.pipit.broker.routing.Fanout;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.PresenceView;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.engine.Directory;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Tells nodes that somebody came online or went offline, those that may care and no others: the
 * nodes of the service with which the entity has to do, and those of its own account. Any thread.
 *
 * <p><b>Bound.</b> Who has to do with no node costs nothing. A resource that comes online is
 * greeted by {@value #MOST_NODES} nodes at most, so that it is not drowned; nothing that ends with
 * a presence is left out.
 */
final class NodePresences {

  private static final int MOST_NODES = 1_000;

  private final PubsubService service;
  private final Shards shards;
  private final Fanout fanout;
  private final PresenceView presences;
  private final Directory directory;

  /** Made while nothing runs in the shards yet. */
  NodePresences(PubsubService service, Shards shards, Fanout fanout, PresenceView presences) {
    this.service = service;
    this.shards = shards;
    this.fanout = fanout;
    this.presences = presences;
    this.directory = shards.ofDirectory(service.address()).directory(service.address());
  }

  void came(FullJid resource) {
    BareJid entity = resource.bare();
    // An account greets with its nodes by its own rules (XEP-0163 4.3.3).
    inDirectory(
        service.address(),
        entity,
        (address, known) ->
            submit(
                address,
                first(known.presences().greeting(entity)),
                node -> new NodeCommand.SubscriberAvailable(address, node, resource)));
    everywhere(
        entity,
        (address, known) ->
            submit(
                address,
                first(known.presences().asking(entity)),
                node -> new NodeCommand.RemindOwner(address, node, resource)));
  }

  /**
   * Each node tells a resource what it missed while it was away (XEP-0312); all of them together no
   * more than one answer holds, of each the newest.
   */
  void missed(FullJid resource, Instant gone, Instant back) {
    ServiceLimits limits = service.limits();
    inDirectory(
        service.address(),
        resource.bare(),
        (address, known) -> {
          List<String> nodes =
              known.subscriptions(resource.bare()).stream()
                  .map(NodeSubscription::node)
                  .distinct()
                  .limit(limits.answerItems())
                  .toList();
          submit(
              address,
              nodes,
              node ->
                  new NodeCommand.TellMissed(
                      address,
                      node,
                      resource,
                      gone,
                      back,
                      limits.answerItems() / nodes.size(),
                      limits.answerBytes() / nodes.size()));
        });
  }

  private static List<String> first(List<String> nodes) {
    return nodes.subList(0, Math.min(nodes.size(), MOST_NODES));
  }

  void left(FullJid resource) {
    BareJid entity = resource.bare();
    boolean last = presences.resources(entity).isEmpty();
    Jid gone = last ? entity : resource;
    everywhere(
        entity,
        (address, known) -> {
          submit(
              address,
              known.presences().ending(entity),
              node -> new NodeCommand.SubscriberUnavailable(address, node, gone));
          if (last) {
            submit(
                address,
                known.presences().purging(entity),
                node -> new NodeCommand.PublisherUnavailable(address, node, entity));
          }
        });
  }

  private void everywhere(BareJid entity, BiConsumer<BareJid, Directory> task) {
    inDirectory(service.address(), entity, task);
    inDirectory(entity, entity, task);
  }

  private void inDirectory(BareJid address, BareJid entity, BiConsumer<BareJid, Directory> task) {
    if (address.equals(service.address()) && !directory.presences().mayConcern(entity)) {
      return;
    }
    EntityShard owner = shards.ofDirectory(address);
    owner.execute(
        () -> service.directoryOf(address, owner).ifPresent(known -> task.accept(address, known)));
  }

  private void submit(
      BareJid address, Collection<String> nodes, Function<String, NodeCommand> command) {
    nodes.forEach(node -> service.submit(address, command.apply(node), Requester.NOBODY));
  }

  /**
   * In a directory's shard, after a change: who subscribed for as long as it is online and is gone
   * by now went before the directory knew of it.
   */
  void applied(Change change, Directory known) {
    if (change instanceof Change.Subscribed subscribed
        && known.presences().ends(change.node(), subscribed.subscription())) {
      Jid jid = subscribed.subscription().jid();
      if (!fanout.isConnected(jid)) {
        submit(
            change.service(),
            List.of(change.node()),
            node -> new NodeCommand.SubscriberUnavailable(change.service(), node, jid));
      }
    }
  }

  /** In a node's shard, after the log was replayed: nobody is online yet. */
  void startedWith(BareJid address, NodeState node) {
    node.subscriptions()
        .filter(held -> node.config().endsWithPresence(held))
        .forEach(
            held ->
                submit(
                    address,
                    List.of(node.name()),
                    name -> new NodeCommand.SubscriberUnavailable(address, name, held.jid())));
    if (node.config().get(NodeConfigFields.PURGE_OFFLINE)) {
      submit(
          address,
          List.of(node.name()),
          name -> new NodeCommand.PublisherUnavailable(address, name, null));
    }
  }
}
