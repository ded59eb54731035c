package io.pipit.bridges.mqtt;

/**
 * Where a bridge says how it is. Both are templates with {@code {node}} and {@code {name}}.
 *
 * @param topic at the other broker, retained: 1 while connected, 0 by last will; empty for none
 * @param node of this service, with the state as one item; empty for none
 */
public record StatusOptions(String topic, String node) {}
