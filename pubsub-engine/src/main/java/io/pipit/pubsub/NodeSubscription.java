package io.pipit.pubsub;

/** A subscription together with the node that it is to. */
public record NodeSubscription(String node, Subscription subscription) {}
