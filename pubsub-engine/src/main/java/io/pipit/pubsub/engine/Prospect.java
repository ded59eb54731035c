package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A node as it will be when the changes of a decision are applied, so that their consequences can
 * be part of the same decision. Confined to one decision.
 */
final class Prospect implements NodeAccess {

  private final NodeState node;
  private final NodeConfig config;
  private final Map<BareJid, Affiliation> changed = new HashMap<>();

  Prospect(NodeState node, NodeConfig config) {
    this.node = node;
    this.config = config;
  }

  void affiliate(BareJid entity, Affiliation affiliation) {
    changed.put(entity, affiliation);
  }

  @Override
  public NodeConfig config() {
    return config;
  }

  @Override
  public Affiliation affiliation(BareJid entity) {
    Affiliation affiliation = changed.get(entity);
    return affiliation == null ? node.affiliation(entity) : affiliation;
  }

  @Override
  public Set<BareJid> owners() {
    Set<BareJid> owners = new LinkedHashSet<>(node.owners());
    changed.forEach(
        (entity, affiliation) -> {
          if (affiliation == Affiliation.OWNER) {
            owners.add(entity);
          } else {
            owners.remove(entity);
          }
        });
    return owners;
  }

  @Override
  public boolean isSubscribed(BareJid entity, Instant now) {
    return node.isSubscribed(entity, now);
  }
}
