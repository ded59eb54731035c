package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;

/**
 * How many subscriptions an entity has at the whole service. Any thread; may lag behind by what is
 * on its way to the directory.
 */
@FunctionalInterface
public interface SubscriptionCounts {

  int of(BareJid entity);
}
