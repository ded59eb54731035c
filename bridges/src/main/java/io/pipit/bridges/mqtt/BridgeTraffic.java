package io.pipit.bridges.mqtt;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has become of the messages of a bridge.
 *
 * @param since when counting began: at its start
 * @param published messages of the broker that are items now, or were already
 * @param droppedIn messages of the broker that are not, by reason
 * @param delivered messages that the broker took
 * @param refused messages that the broker did not take and never will
 * @param droppedOut items and messages that it never got, by reason
 * @param lastDrop the newest of those that are lost; null when none is
 */
public record BridgeTraffic(
    Instant since,
    long published,
    Map<String, Long> droppedIn,
    long delivered,
    long refused,
    Map<String, Long> droppedOut,
    @Nullable LastDrop lastDrop) {

  public BridgeTraffic {
    droppedIn = Map.copyOf(droppedIn);
    droppedOut = Map.copyOf(droppedOut);
  }

  /**
   * Something that was lost.
   *
   * @param what node and id of an item, or the topic of a message; empty when not known
   */
  public record LastDrop(
      Instant time, BridgeMetrics.Direction direction, String reason, String what) {}
}
