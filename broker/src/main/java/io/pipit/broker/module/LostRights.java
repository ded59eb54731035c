package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.shard.Shards;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import io.pipit.pubsub.command.WantedSubscription;
import io.pipit.pubsub.engine.Directory;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What becomes of subscriptions and affiliations when an entity loses rights for a reason that lies
 * outside of the nodes: a roster, or the end of its account. Any thread.
 */
final class LostRights {

  private final PubsubService pubsub;
  private final Shards shards;

  LostRights(PubsubService pubsub, Shards shards) {
    this.pubsub = pubsub;
    this.shards = shards;
  }

  /**
   * Any thread: an entity may have lost rights that it had by the roster of an account. Every node
   * that it subscribes to, here or at that account, judges again (XEP-0060 8.9.2.2, 12.14).
   */
  void review(BareJid account, BareJid entity) {
    for (BareJid service : List.of(pubsub.address(), account)) {
      EntityShard owner = shards.ofDirectory(service);
      owner.execute(
          () ->
              pubsub.directoryOf(service, owner).map(all -> all.subscribedNodes(entity)).stream()
                  .flatMap(Set::stream)
                  .forEach(
                      node ->
                          pubsub.submit(
                              service,
                              new NodeCommand.ReviewSubscriptions(service, node, entity),
                              Requester.NOBODY)));
    }
  }

  /**
   * Any thread: an account is gone. Its subscriptions and affiliations end, here and at all
   * accounts, so that the next one of that name does not inherit them; that it was outcast stays.
   */
  void forget(BareJid entity) {
    for (EntityShard owner : shards.all()) {
      owner.execute(
          () ->
              owner
                  .services()
                  .forEach(
                      service ->
                          pubsub
                              .directoryOf(service, owner)
                              .ifPresent(directory -> forget(entity, service, directory))));
    }
  }

  private void forget(BareJid entity, BareJid service, Directory directory) {
    if (directory.isRegistered(entity)) {
      pubsub.submit(service, new ServiceCommand.EndRegistration(entity), Requester.NOBODY);
    }
    for (NodeSubscription held : directory.subscriptions(entity)) {
      Subscription subscription = held.subscription();
      WantedSubscription ended =
          new WantedSubscription(subscription.jid(), subscription.subid(), SubscriptionState.NONE);
      pubsub.submit(
          service,
          new NodeCommand.ModifySubscriptions(service, held.node(), List.of(ended)),
          Requester.NOBODY);
    }
    for (NodeAffiliation held : directory.affiliations(entity)) {
      if (held.affiliation() != Affiliation.OUTCAST) {
        EntityShard shard = shards.ofNode(service, held.node());
        shard.execute(() -> endAffiliation(entity, service, held.node(), shard));
      }
    }
  }

  /** A node that would be without an owner becomes the service's, for the operator to manage. */
  private void endAffiliation(BareJid entity, BareJid service, String node, EntityShard shard) {
    List<WantedAffiliation> changes = new ArrayList<>();
    boolean onlyOwner =
        shard
            .nodes(service)
            .node(node)
            .filter(state -> state.owners().equals(List.of(entity)))
            .isPresent();
    if (onlyOwner) {
      changes.add(new WantedAffiliation(service, Affiliation.OWNER));
    }
    changes.add(new WantedAffiliation(entity, Affiliation.NONE));
    pubsub.decide(
        service,
        new NodeCommand.ModifyAffiliations(service, node, changes),
        shard,
        Requester.NOBODY);
  }
}
