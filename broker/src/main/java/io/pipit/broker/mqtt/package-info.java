/**
 * The MQTT door (MQTT 3.1.1 and 5): listening on TCP, TLS and WebSocket, the handshake, and what
 * goes over a connection. What a session makes of publishes and subscriptions is behind {@link
 * io.pipit.broker.mqtt.MqttSessions}. For the wiring.
 */
@NullMarked
package io.pipit.broker.mqtt;

import org.jspecify.annotations.NullMarked;
