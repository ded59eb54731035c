package io.pipit.broker.routing;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Iq;

/** Takes the answers to what the server asks the resources of its accounts. */
@FunctionalInterface
public interface AnswerHandler {

  /**
   * A connected resource sent the server a result or an error, asked for or not. Called in the
   * account's shard.
   */
  void answered(FullJid resource, Iq answer, AccountState account, EntityShard shard);
}
