/** Measurements of the parts of the way of a stanza. Not in the runnable jar. */
@NullMarked
package io.pipit.benchmarks;

import org.jspecify.annotations.NullMarked;
