/**
 * Empty now. This module will hold the doors to other systems: the bridge to an external MQTT
 * broker, the feeds of supervision systems and the webhooks. Each is a verticle that knows the
 * vocabulary of XMPP and the port of the pubsub engine, and nothing of the broker.
 */
@NullMarked
package io.pipit.bridges;

import org.jspecify.annotations.NullMarked;
