package io.pipit.bridges.mqtt.link;

/** What the broker publishes when the link ends without a DISCONNECT: QoS 1, retained. */
public record LinkWill(String topic, byte[] payload) {}
