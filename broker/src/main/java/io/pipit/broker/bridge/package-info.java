/** The bridges of this node: which there are, and what an operator does with them. */
@NullMarked
package io.pipit.broker.bridge;

import org.jspecify.annotations.NullMarked;
