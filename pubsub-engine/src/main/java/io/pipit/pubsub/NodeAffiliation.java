package io.pipit.pubsub;

/** The affiliation that one entity has with a node. */
public record NodeAffiliation(String node, Affiliation affiliation) {}
