package io.pipit.broker.routing;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.shard.EntityShard;
import io.pipit.xmpp.Message;

/** Takes the messages to the bare JID of an account that are not for its resources. */
public interface AccountMessages {

  /** An account takes nothing itself. */
  AccountMessages NONE =
      new AccountMessages() {
        @Override
        public boolean takes(Message message) {
          return false;
        }

        @Override
        public void received(Message message, AccountState account, EntityShard shard) {}
      };

  /** Whether a message is for the account itself. Any thread. */
  boolean takes(Message message);

  /** Such a message was sent to an account that exists. Called in its shard. */
  void received(Message message, AccountState account, EntityShard shard);
}
