package io.pipit.broker.module;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;

/** Is told what becomes of nodes of one name at all accounts: {@link PubsubService#watch}. */
@FunctionalInterface
interface NodeListener {

  /**
   * A change of a node of an account is in the log and about to be applied: the node is as it was
   * before, and nobody was told yet. Called in the account's shard, in the middle of a decision:
   * what follows from the change is decided later, by {@link PubsubService#afterwards} or {@link
   * EntityShard#execute}. Not called for what is read again at the start, nor when an account is
   * removed with all its nodes.
   */
  void changing(Change change, EntityShard shard);

  /** Something is going to be decided about the node, which need not be there. In the shard. */
  default void asked(BareJid account, EntityShard shard) {}

  /**
   * Whether what is published and retracted is decided together when it comes together, since much
   * follows from each change.
   */
  default boolean gathers() {
    return false;
  }
}
