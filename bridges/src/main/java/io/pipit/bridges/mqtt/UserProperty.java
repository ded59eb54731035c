package io.pipit.bridges.mqtt;

/** A pair that a message of MQTT 5 carries along (3.3.2.3.7). */
public record UserProperty(String name, String value) {}
