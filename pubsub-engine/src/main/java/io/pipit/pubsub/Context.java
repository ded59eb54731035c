package io.pipit.pubsub;

import java.time.Instant;

/**
 * What a decision needs besides state. Only {@code decide} sees it: applying a change, live or at
 * replay, never asks the clock nor draws an id.
 */
public interface Context {

  Instant now();

  /**
   * An id that was never given before: for items, instant nodes, subscriptions. Legal as node name
   * and item id.
   */
  String newId();

  RosterView roster();

  PresenceView presence();

  SubscriptionCounts subscriptionCounts();

  default ImplicitSubscribers implicitSubscribers() {
    return ImplicitSubscribers.NONE;
  }

  /** Who subscribes at doors that are not XMPP. */
  default DoorSubscriptions doors() {
    return DoorSubscriptions.NONE;
  }

  /** By which the node names what is in archives. */
  ArchiveKey archiveKey();

  /** The collections of the service, and who subscribes to them. */
  TreeView tree();
}
