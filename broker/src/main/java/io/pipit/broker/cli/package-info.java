/**
 * The command line. Verbs are small classes; what they need of the node comes in through {@link
 * io.pipit.broker.cli.Parts}. Verbs that end soon neither start Vert.x nor log.
 */
@NullMarked
package io.pipit.broker.cli;

import org.jspecify.annotations.NullMarked;
