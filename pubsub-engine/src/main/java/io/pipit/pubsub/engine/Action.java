package io.pipit.pubsub.engine;

/** What an entity may want to do with a node; the privileges of XEP-0060 4.1. */
public enum Action {
  /** See that it exists and what it is. */
  DISCOVER,
  SUBSCRIBE,
  RETRIEVE,
  /** Get its events; judged when they are delivered. */
  RECEIVE,
  /** Publish, and take back what one published oneself. */
  PUBLISH,
  /** Publish in the place of what another published. */
  OVERWRITE_ANY,
  /** Take back what another published. */
  RETRACT_ANY,
  PURGE,
  CONFIGURE,
  DELETE,
  /** See and change affiliations and subscriptions. */
  MANAGE
}
