package io.pipit.bridges.mqtt.link;

/**
 * A subscription. On MQTT 5, retained messages are marked as they were published, and come at every
 * subscription.
 *
 * @param filter as it is sent, with {@code $share} where it is shared
 * @param noLocal whether what this client publishes is left out (MQTT 5; never with {@code $share})
 */
public record LinkFilter(String filter, int qos, boolean noLocal) {}
