package io.pipit.broker.bridge;

import io.pipit.broker.metrics.BridgeSeries;
import io.pipit.pubsub.port.PubsubPort;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What all bridges of a node have in common.
 *
 * @param ports the pubsub service, told on an executor
 * @param domain of the accounts, and the name of this node
 * @param nodes told how many nodes each may make
 */
public record BridgeParts(
    Function<Executor, PubsubPort> ports,
    Clock clock,
    String domain,
    BridgeSeries metrics,
    BridgeNodes nodes) {}
