package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;

/** Is told what becomes of nodes of one name at all accounts: {@link PubsubService#watch}. */
@FunctionalInterface
interface NodeListener {

  /**
   * A node of an account has changed; nobody was told yet. Called in the account's shard, in the
   * middle of a decision: what follows from the change is decided later, by {@link
   * PubsubService#afterwards} or {@link EntityShard#execute}. Not called for what is read again at
   * the start, nor when an account is removed with all its nodes.
   */
  void changed(Change change, EntityShard shard);

  /** After a start: an account has such a node. In the account's shard. */
  default void found(BareJid account) {}

  /** Something is going to be decided about the node, which need not be there. In the shard. */
  default void asked(BareJid account, EntityShard shard) {}
}
