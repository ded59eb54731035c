package io.pipit.broker.queue;

import io.pipit.pubsub.store.Partitions;
import io.pipit.xmpp.BareJid;

/**
 * Which queue.
 *
 * @param owner by whose rights it gets items
 * @param name of all queues of its owner
 */
public record QueueId(BareJid owner, String name) {

  /** The partition that owns it: the queues of an account are where the account is. */
  public int partition() {
    return Partitions.of(owner, name);
  }

  @Override
  public String toString() {
    return owner + " " + name;
  }
}
