package io.pipit.bridges.mqtt;

import java.time.Duration;

/**
 * How long a bridge waits before it connects again.
 *
 * @param base the shortest wait
 * @param cap the longest
 * @param stable a connection that lasted so long ends the growth of waits
 */
public record BackoffOptions(Duration base, Duration cap, Duration stable) {}
