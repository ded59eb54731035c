package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.routing.PresenceHandler;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Presence;

/**
 * Presence as the pubsub service has to know it: subscriptions may last as long as a subscriber is
 * online (XEP-0060 12.5). Everything else about presence is another's.
 */
public final class SubscriberPresence implements PresenceHandler {

  private final PresenceHandler presences;
  private final PubsubService pubsub;

  public SubscriberPresence(PresenceHandler presences, PubsubService pubsub) {
    this.presences = presences;
    this.pubsub = pubsub;
  }

  @Override
  public void sent(FullJid resource, Presence presence, AccountState account, EntityShard shard) {
    presences.sent(resource, presence, account, shard);
    if (presence.to().isEmpty() && presence.type() == Presence.Type.UNAVAILABLE) {
      gone(resource, account);
    }
  }

  @Override
  public void received(Presence presence, AccountState account, EntityShard shard) {
    presences.received(presence, account, shard);
  }

  @Override
  public void disconnected(FullJid resource, AccountState account, EntityShard shard) {
    presences.disconnected(resource, account, shard);
    gone(resource, account);
  }

  private void gone(FullJid resource, AccountState account) {
    pubsub.unavailable(account.available().isEmpty() ? account.jid() : resource);
  }
}
