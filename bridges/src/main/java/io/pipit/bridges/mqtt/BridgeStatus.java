package io.pipit.bridges.mqtt;

import io.pipit.pubsub.port.QueueStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge is.
 *
 * @param since when it is in that state
 * @param address the broker that it is connected to, or tries
 * @param version the version of MQTT that is spoken there: {@code 5} or {@code 3.1.1}
 * @param sessionPresent whether the broker had kept what it has for the bridge
 * @param lastError why the last attempt or connection ended; null when none did
 * @param nextTry when the next attempt is; null when none waits
 * @param attempts connections that were tried
 * @param failedFilters filters that the broker refuses, each with its reason code
 * @param inflight messages on their way to the broker
 * @param unacknowledged messages of the broker that are not dealt with
 * @param traffic what has become of its messages
 * @param buffer what waits for the broker; null while that is not known
 */
public record BridgeStatus(
    String name,
    BridgeState state,
    Instant since,
    String address,
    String version,
    boolean sessionPresent,
    @Nullable String lastError,
    @Nullable Instant nextTry,
    long attempts,
    Map<String, Integer> failedFilters,
    int inflight,
    int unacknowledged,
    BridgeTraffic traffic,
    @Nullable QueueStatus buffer) {
  public BridgeStatus {
    failedFilters = Map.copyOf(failedFilters);
  }
}
