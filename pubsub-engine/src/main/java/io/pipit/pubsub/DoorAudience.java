package io.pipit.pubsub;

/**
 * Whom doors tell of what is published at a node. Made once for one state of the node and of the
 * subscriptions, then shared by all that is published meanwhile. Immutable; any thread.
 */
public interface DoorAudience {

  /** Nobody. */
  DoorAudience NONE = new DoorAudience() {};
}
