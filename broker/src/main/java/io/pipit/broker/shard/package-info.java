/**
 * The owners of state: a shard per event loop, with everything keyed by its partitions, and the
 * outputs that wait for durability. For the modules and the wiring.
 */
@NullMarked
package io.pipit.broker.shard;

import org.jspecify.annotations.NullMarked;
