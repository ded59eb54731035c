package io.pipit.broker.port;

import io.pipit.broker.stream.LoopInbox;
import io.pipit.xmpp.Jid;

/**
 * Somebody at a door who gets items as they are published, on one event loop. Known by identity.
 * {@link PortSubscriptions} says to what it is subscribed.
 */
public interface LiveSubscriber {

  /**
   * By whose rights it reads, and what its own publishes have as requester. Always the same; any
   * thread.
   */
  Jid address();

  /** Where it is told. Always the same; any thread. */
  LoopInbox loop();

  /**
   * On its loop: an item was published and is durable. Items of one node come in their order, each
   * once however many subscriptions it comes by. It may come for a while after the subscription has
   * ended.
   *
   * @param item shared by all subscribers
   * @param match what the subscriptions that it comes by have in common
   */
  void published(LiveItem item, LiveMatch match);
}
