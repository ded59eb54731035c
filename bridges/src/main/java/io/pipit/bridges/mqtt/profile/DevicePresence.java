package io.pipit.bridges.mqtt.profile;

import io.pipit.pubsub.port.PortPresence;

/**
 * Whether a device is there.
 *
 * @param device its name, of one level
 */
public record DevicePresence(String device, PortPresence presence) {}
