package io.pipit.broker.module;

import io.pipit.xmpp.BareJid;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * At which other accounts an entity subscribes to nodes: each account knows its own subscribers
 * alone, and who goes offline has to be heard of by all of them. Follows from the subscriptions;
 * nothing of it is stored.
 *
 * <p>Any thread; what concerns one account is changed in its shard. An account and a subscriber are
 * in here once, however many subscriptions there are.
 */
final class SubscribedAccounts {

  private final Map<BareJid, Set<BareJid>> bySubscriber = new ConcurrentHashMap<>();

  void add(BareJid subscriber, BareJid account) {
    if (!subscriber.equals(account)) {
      bySubscriber.compute(
          subscriber,
          (same, known) -> {
            if (known != null && known.contains(account)) {
              return known;
            }
            Set<BareJid> more = known == null ? new HashSet<>() : new HashSet<>(known);
            more.add(account);
            return Set.copyOf(more);
          });
    }
  }

  void remove(BareJid subscriber, BareJid account) {
    bySubscriber.computeIfPresent(
        subscriber,
        (same, known) -> {
          Set<BareJid> fewer = new HashSet<>(known);
          fewer.remove(account);
          return fewer.isEmpty() ? null : Set.copyOf(fewer);
        });
  }

  /** A snapshot. */
  Set<BareJid> of(BareJid subscriber) {
    return bySubscriber.getOrDefault(subscriber, Set.of());
  }
}
