/**
 * The control packets of MQTT 3.1.1 and 5, from bytes and to bytes: pure functions over whole
 * packets, which know no connection. For the MQTT door.
 */
@NullMarked
package io.pipit.broker.mqtt.codec;

import org.jspecify.annotations.NullMarked;
