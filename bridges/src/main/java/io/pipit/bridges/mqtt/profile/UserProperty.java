package io.pipit.bridges.mqtt.profile;

/** A pair that a message of MQTT 5 carries along (3.3.2.3.7). */
public record UserProperty(String name, String value) {}
