package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is left of a node that was deleted with an address where to go on (XEP-0060 8.4): enough to
 * tell that address to those alone who might have read the node. Immutable.
 */
record DepartedNode(String uri, NodeConfig config, Map<BareJid, Affiliation> affiliations)
    implements NodeAccess {

  static DepartedNode of(NodeState node, String uri) {
    return new DepartedNode(uri, node.config(), Map.copyOf(node.affiliations()));
  }

  @Override
  public Affiliation affiliation(BareJid entity) {
    return affiliations.getOrDefault(entity, Affiliation.NONE);
  }

  @Override
  public List<BareJid> owners() {
    return affiliations.entrySet().stream()
        .filter(entry -> entry.getValue() == Affiliation.OWNER)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Subscriptions ended with the node; its subscribers were told the address then. */
  @Override
  public boolean isSubscribed(BareJid entity, Instant now) {
    return false;
  }
}
