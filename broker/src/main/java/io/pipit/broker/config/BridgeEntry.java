package io.pipit.broker.config;

import io.pipit.bridges.mqtt.BridgeOptions;

/**
 * A bridge of the configuration.
 *
 * @param text what was given, as YAML on one line, with {@code ***} for what is secret
 */
record BridgeEntry(BridgeOptions options, String text) {}
