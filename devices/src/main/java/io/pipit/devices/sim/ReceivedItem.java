package io.pipit.devices.sim;

import java.time.Instant;

/**
 * One item that a subscriber was told of.
 *
 * @param value the payload for a person, such as its JSON text
 * @param time when it arrived here
 */
public record ReceivedItem(String node, String value, Instant time) {}
