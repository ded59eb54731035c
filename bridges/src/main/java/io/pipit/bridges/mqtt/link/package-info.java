/**
 * The bridge's side of MQTT: one connection to a broker, behind {@link
 * io.pipit.bridges.mqtt.link.MqttLink}. The only place that sees Paho; another client library is
 * another {@code MqttLink}. It knows no nodes and no mappings.
 */
@NullMarked
package io.pipit.bridges.mqtt.link;

import org.jspecify.annotations.NullMarked;
