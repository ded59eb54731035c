package io.pipit.broker.routing;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Presence;

/**
 * What an account does with presence (RFC 6121 3 and 4). Always called in the account's shard, in
 * the order of the stanzas of each stream.
 */
public interface PresenceHandler {

  /**
   * A connected resource of the account sent presence: without {@code to} (broadcast), or to
   * somebody (directed, or managing a subscription). Values of show and priority are valid.
   */
  void sent(FullJid resource, Presence presence, AccountState account, EntityShard shard);

  /** Somebody sent the account presence of any type, to its bare JID. */
  void received(Presence presence, AccountState account, EntityShard shard);

  /** A resource is connected no more, without having said so: RFC 6121 4.5. */
  void disconnected(FullJid resource, AccountState account, EntityShard shard);
}
