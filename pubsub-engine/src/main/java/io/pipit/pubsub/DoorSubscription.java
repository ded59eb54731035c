package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;

/**
 * That somebody at a door gets what is published at the nodes of some names. It is none of XEP-0060
 * 6: no node knows of it, and it has no options. Immutable; any thread.
 */
public interface DoorSubscription {

  /** By whose rights it is judged at each node. */
  BareJid account();
}
