package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;

/**
 * What the server adds to the available presence of an account's resources before others get it.
 */
@FunctionalInterface
public interface PresenceStamp {

  /** Adds nothing. */
  PresenceStamp NONE = (sent, account, shard) -> sent;

  /**
   * In the account's shard, for every available presence: cheap.
   *
   * @param sent as the client sent it
   * @return the same when there is nothing to add
   */
  Presence stamped(Presence sent, AccountState account, EntityShard shard);

  /**
   * The same of presence that is directed to somebody, who need not see that for all.
   *
   * @param to who gets it
   */
  default Presence directed(Presence sent, Jid to, AccountState account, EntityShard shard) {
    return stamped(sent, account, shard);
  }
}
