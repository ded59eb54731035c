package io.pipit.bridges.mqtt;

import io.pipit.pubsub.port.PubsubPort;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Where a bridge lives.
 *
 * @param context on which everything of the bridge runs
 * @param port made for that context: what it tells runs there
 * @param node the name of this node, in templates and as the origin of items
 * @param domain of the accounts by whose rights the bridge publishes
 */
public record BridgeEnvironment(
    Vertx vertx,
    Context context,
    PubsubPort port,
    Clock clock,
    String node,
    String domain,
    BridgeMetrics metrics) {}
