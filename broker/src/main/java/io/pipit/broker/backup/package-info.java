/**
 * Copies of a whole node: taken while it runs, and put back. For the command line and the {@code
 * Broker}.
 */
@NullMarked
package io.pipit.broker.backup;

import org.jspecify.annotations.NullMarked;
