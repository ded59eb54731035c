package io.pipit.broker.mqtt.codec;

/** A name and a value that the sender of a packet chose (MQTT 5, 3.1.2.11.8). */
public record UserProperty(String name, String value) {}
