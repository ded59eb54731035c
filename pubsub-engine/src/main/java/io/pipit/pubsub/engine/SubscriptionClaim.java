package io.pipit.pubsub.engine;

import io.pipit.xmpp.BareJid;

/**
 * What a decision adds to the subscriptions that somebody has asked for.
 *
 * @param subscriptions how many more
 * @param most that there may be in all, with these
 */
public record SubscriptionClaim(BareJid requester, int subscriptions, int most) {

  SubscriptionClaim and(SubscriptionClaim other) {
    return new SubscriptionClaim(requester, subscriptions + other.subscriptions, most);
  }
}
