/**
 * Simulated devices, the readings of this machine, and the demonstration that shows both. The same
 * seed gives the same items.
 */
@NullMarked
package io.pipit.devices.sim;

import org.jspecify.annotations.NullMarked;
