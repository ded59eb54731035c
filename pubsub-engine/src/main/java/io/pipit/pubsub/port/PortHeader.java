package io.pipit.pubsub.port;

/** Something that is stored with an item and is no part of its payload. */
public record PortHeader(String name, String value) {}
