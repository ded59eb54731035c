package io.pipit.broker.module;

import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.BareJid;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * At which accounts an entity may have public subscriptions, so that they can be asked. Only a hint
 * where to look: what there is, the directory of each account says. Any thread.
 */
final class PublicSubscriptionHosts {

  private final Map<BareJid, Set<BareJid>> hosts = new ConcurrentHashMap<>();

  /** A subscription at an account has come or changed, or was there at start-up. */
  void found(BareJid account, Subscription subscription) {
    if (subscription.options().isPublic()) {
      hosts
          .computeIfAbsent(subscription.jid().bare(), first -> ConcurrentHashMap.newKeySet())
          .add(account);
    }
  }

  Set<BareJid> of(BareJid subscriber) {
    return hosts.getOrDefault(subscriber, Set.of());
  }
}
