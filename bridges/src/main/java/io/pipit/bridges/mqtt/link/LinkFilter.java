package io.pipit.bridges.mqtt.link;

/**
 * A subscription. On MQTT 5, messages say whether they were published as retained.
 *
 * @param filter as it is sent, with {@code $share} where it is shared
 * @param noLocal whether what this client publishes is left out (MQTT 5; never with {@code $share})
 * @param sendRetained whether what is retained comes at each subscription (MQTT 5; always on 3.1.1)
 */
public record LinkFilter(String filter, int qos, boolean noLocal, boolean sendRetained) {}
