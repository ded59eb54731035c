package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node as the changes that make it again, but for its items: for a snapshot. */
final class NodeHead {

  private final BareJid service;
  private final NodeState node;
  private final List<Change> changes = new ArrayList<>();

  NodeHead(BareJid service, NodeState node) {
    this.service = service;
    this.node = node;
  }

  List<Change> changes() {
    String name = node.name();
    changes.add(
        new Change.NodeCreated(service, name, node.creator(), node.config(), node.created()));
    affiliations();
    node.subscriptions().forEach(this::subscription);
    changes.addAll(node.waitingDigests());
    RecentPublishes recent = node.recentPublishes();
    if (recent != null) {
      changes.addAll(recent.changes(service, name));
    }
    RollUps rollUps = node.rollUps();
    if (rollUps != null) {
      changes.addAll(rollUps.changes(service, name));
    }
    if (!node.standing().followsNewest()) {
      changes.add(new Change.StandingSet(service, name, node.standing().entry()));
    }
    changes.add(
        new Change.NodeRestored(
            service,
            name,
            node.lastSeq(),
            node.newestArrival(),
            node.items().oldestSeq(),
            node.items().history().oldestSeq(),
            node.pending().stream().map(Subscription::subid).toList()));
    return changes;
  }

  /** In their order: who owns a node longest is its owner to those who are shown one. */
  private void affiliations() {
    Map<BareJid, Affiliation> affiliations = node.affiliations();
    boolean creatorIsFirst =
        affiliations.keySet().stream().findFirst().filter(node.creator()::equals).isPresent();
    if (!creatorIsFirst) {
      affiliation(node.creator(), Affiliation.NONE);
    }
    affiliations.forEach(
        (entity, affiliation) -> {
          boolean isCreation =
              creatorIsFirst && entity.equals(node.creator()) && affiliation == Affiliation.OWNER;
          if (!isCreation) {
            affiliation(entity, affiliation);
          }
        });
  }

  private void affiliation(BareJid entity, Affiliation affiliation) {
    changes.add(new Change.AffiliationChanged(service, node.name(), entity, affiliation));
  }

  private void subscription(Subscription held) {
    String subid = held.subid();
    changes.add(
        new Change.Subscribed(service, node.name(), held, node.subscriptionsDue().get(subid)));
    if (held.options().digests()) {
      changes.add(
          new Change.DigestSent(
              service,
              node.name(),
              held.jid(),
              subid,
              node.toldThrough(subid),
              node.digestsDue().get(subid)));
    }
  }
}
