/**
 * The bridge to an external MQTT broker: its options, and the rules by which topics are nodes and
 * messages are items. The rules know no network; what they keep is bounded and confined to the loop
 * of their bridge.
 */
@NullMarked
package io.pipit.bridges.mqtt;

import org.jspecify.annotations.NullMarked;
