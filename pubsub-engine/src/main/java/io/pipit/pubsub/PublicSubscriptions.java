package io.pipit.pubsub;

import java.util.Optional;

/**
 * The nodes that list public subscriptions (XEP-0465 4.2, 4.4). Nobody makes them: what they hold
 * follows from the subscriptions that there are.
 */
public final class PublicSubscriptions {

  /** The node of an account with what it is publicly subscribed to. */
  public static final String NODE = "urn:xmpp:pps:subscriptions:0";

  private static final String SUBSCRIBERS = "urn:xmpp:pps:subscribers:0/";

  private PublicSubscriptions() {}

  /** Whether a node is one of these. */
  public static boolean isNode(String name) {
    return name.equals(NODE) || name.startsWith(SUBSCRIBERS);
  }

  /** The node that lists the public subscribers of a node. */
  public static String subscribersOf(String node) {
    return SUBSCRIBERS + node;
  }

  /** The node whose public subscribers a node lists; empty for any other node. */
  public static Optional<String> target(String name) {
    return name.startsWith(SUBSCRIBERS)
        ? Optional.of(name.substring(SUBSCRIBERS.length()))
        : Optional.empty();
  }
}
