package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;

/**
 * How many of the subscriptions at a service an entity has asked for, those included that are
 * decided and on their way to their node. Any thread.
 */
@FunctionalInterface
public interface SubscriptionCounts {

  int of(BareJid entity);
}
