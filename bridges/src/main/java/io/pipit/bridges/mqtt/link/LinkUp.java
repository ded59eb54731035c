package io.pipit.bridges.mqtt.link;

/**
 * What the broker said in its CONNACK.
 *
 * @param sessionPresent whether it kept the subscriptions and messages of this client
 * @param inflight messages of QoS 1 and 2 that may be on their way to it: its Receive Maximum, or
 *     what the options say if that is less
 * @param maxPacketBytes the largest packet that it takes
 * @param maxQos the highest QoS that it takes
 * @param retainAvailable whether it takes retained messages
 */
public record LinkUp(
    boolean sessionPresent,
    int inflight,
    long maxPacketBytes,
    int maxQos,
    boolean retainAvailable) {}
