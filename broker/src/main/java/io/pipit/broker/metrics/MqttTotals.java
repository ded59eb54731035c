package io.pipit.broker.metrics;

/**
 * What the MQTT door has counted since the start of the node.
 *
 * @param connections open now
 * @param packetsIn of all kinds
 * @param packetsOut of all kinds
 * @param publishesIn messages from clients
 * @param publishesOut messages to clients
 * @param bytesIn inside of TLS
 * @param bytesOut inside of TLS
 * @param dropped packets that were not written
 */
public record MqttTotals(
    long connections,
    long packetsIn,
    long packetsOut,
    long publishesIn,
    long publishesOut,
    long bytesIn,
    long bytesOut,
    long dropped) {}
