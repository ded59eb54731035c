package io.pipit.broker.http;

import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.bridges.mqtt.BridgeProbe;
import io.pipit.bridges.mqtt.BridgeStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The bridges of the configuration. Called on the event loop of the door, so that it never blocks.
 * Refused: there is no bridge of that name ({@code NO_SUCH_BRIDGE}), or it does not run ({@code
 * CONFLICT}).
 */
public interface BridgeAdministration {

  /** All of them, in the order of the configuration. */
  Future<List<View>> list();

  /** One of them. */
  Future<Answer<View>> find(String name);

  /** Ends the connection, until it is resumed or the node starts again. */
  Future<Answer<View>> pause(String name);

  /** Connects again, at once. */
  Future<Answer<View>> resume(String name);

  /** Tries once what it would do, beside what it does, and tells how far that got. */
  Future<Answer<List<BridgeProbe.Step>>> test(String name);

  /** Drops what waits for the other broker; tells how many messages that were. */
  Future<Answer<Integer>> dropBuffer(String name);

  /**
   * A bridge.
   *
   * @param status empty when it is not enabled
   */
  record View(BridgeOptions options, Optional<BridgeStatus> status) {}
}
