/**
 * Messages, and the profiles that read and write their payloads. Nothing here knows a network or
 * the mappings of a bridge; what a profile remembers is bounded and confined to the loop of its
 * bridge.
 */
@NullMarked
package io.pipit.bridges.mqtt.profile;

import org.jspecify.annotations.NullMarked;
