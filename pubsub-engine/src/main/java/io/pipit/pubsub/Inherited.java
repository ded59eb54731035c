package io.pipit.pubsub;

/**
 * A subscription by which its holder gets events of nodes other than the one that it subscribed to.
 *
 * @param collection the name of the collection or filter that is subscribed to; empty for the root
 */
public record Inherited(String collection, Subscription subscription) {}
