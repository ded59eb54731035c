/**
 * The doors to other systems that know the vocabulary of XMPP and the port of the pubsub engine,
 * and nothing of the broker. Now that is the bridge to an external MQTT broker; the feeds of
 * supervision systems and the webhooks will be here too.
 */
@NullMarked
package io.pipit.bridges;

import org.jspecify.annotations.NullMarked;
