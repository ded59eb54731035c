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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Tells nodes that somebody came online or went offline, those that may care and no others: the
 * nodes of the service with which the entity has to do, those of its own account, and, of who goes,
 * those of accounts where it subscribes. Any thread.
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
  private final SubscribedAccounts elsewhere = new SubscribedAccounts();

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
    elsewhere.of(entity).forEach(account -> leftAt(account, entity, gone));
  }

  private void leftAt(BareJid account, BareJid entity, Jid gone) {
    EntityShard owner = shards.ofDirectory(account);
    owner.execute(
        () -> {
          service
              .directoryOf(account, owner)
              .ifPresent(
                  known ->
                      submit(
                          account,
                          known.presences().ending(entity),
                          node -> new NodeCommand.SubscriberUnavailable(account, node, gone)));
          forgetIfUnsubscribed(entity, account, owner);
        });
  }

  private void forgetIfUnsubscribed(BareJid entity, BareJid account, EntityShard owner) {
    if (service.directoryOf(account, owner).map(known -> known.subscribedNodes(entity)).stream()
        .allMatch(Set::isEmpty)) {
      elsewhere.remove(entity, account);
    }
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
    if (isAccount(change.service())) {
      if (change instanceof Change.Subscribed subscribed) {
        elsewhere.add(subscribed.subscription().jid().bare(), change.service());
      } else if (change instanceof Change.Unsubscribed ended
          && known.subscribedNodes(ended.jid().bare()).isEmpty()) {
        elsewhere.remove(ended.jid().bare(), change.service());
      }
    }
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
    if (isAccount(address)) {
      node.subscriptions().forEach(held -> elsewhere.add(held.jid().bare(), address));
    }
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

  private boolean isAccount(BareJid address) {
    return !address.equals(service.address());
  }
}
