/** The node: everything constructed and joined in one place. For the command line and tests. */
@NullMarked
package io.pipit.broker;

import org.jspecify.annotations.NullMarked;
