package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.change.Change;

/** Is told what becomes of nodes of one name at all accounts: {@link PubsubService#watch}. */
@FunctionalInterface
interface NodeListener {

  /**
   * A node of an account has changed; nobody was told yet. Called in the account's shard, in the
   * middle of a decision: what follows from the change is done later, by {@link
   * EntityShard#execute}. Not called for what is read again at the start, nor when an account is
   * removed with all its nodes.
   */
  void changed(Change change, EntityShard shard);
}
