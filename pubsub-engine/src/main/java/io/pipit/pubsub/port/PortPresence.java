package io.pipit.pubsub.port;

/** How somebody is present who has no stream. */
public enum PortPresence {
  AVAILABLE,
  AWAY,
  UNAVAILABLE
}
