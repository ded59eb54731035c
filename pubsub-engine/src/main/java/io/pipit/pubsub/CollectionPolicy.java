package io.pipit.pubsub;

/** What a service makes of collections (XEP-0248 7.1.3). */
public enum CollectionPolicy {
  /** There are none, and nothing says otherwise. */
  UNSUPPORTED,
  /** Those that there are work; nobody makes new ones. */
  CLOSED,
  /** Who may create nodes may create collections. */
  OPEN
}
