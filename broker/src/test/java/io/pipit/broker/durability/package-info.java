/** Proofs of what a node promises about data: processes that are killed, disks that fail. */
@NullMarked
package io.pipit.broker.durability;

import org.jspecify.annotations.NullMarked;
