package io.pipit.pubsub;

import io.pipit.xmpp.Jid;

/**
 * A subscription to a node.
 *
 * @param jid the address that was subscribed, bare or full: events go exactly there (XEP-0060 12.3)
 */
public record Subscription(Jid jid, SubscriptionState state) {

  public static Subscription subscribed(Jid jid) {
    return new Subscription(jid, SubscriptionState.SUBSCRIBED);
  }

  public static Subscription none(Jid jid) {
    return new Subscription(jid, SubscriptionState.NONE);
  }
}
