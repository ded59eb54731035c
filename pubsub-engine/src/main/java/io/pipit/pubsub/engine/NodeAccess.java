package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.Collection;

/** What the access decision looks at of a node. */
public interface NodeAccess {

  NodeConfig config();

  /** The affiliation of an entity; none when there is no other. */
  Affiliation affiliation(BareJid entity);

  Collection<BareJid> owners();

  /** Whether a subscription of the entity is in force. */
  boolean isSubscribed(BareJid entity, Instant now);
}
