package io.pipit.pubsub;

/**
 * Something that a publisher said about an item and that is stored with it, but is no part of its
 * payload (XEP-0131). Which ones there can be is what {@link ItemHeaders} says.
 */
public record ItemHeader(String name, String value) {}
