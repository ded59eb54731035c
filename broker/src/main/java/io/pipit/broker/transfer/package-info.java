/**
 * What a node holds, as files that others can read and write: ndjson, and the format of XEP-0227.
 * Works on the log of a node that does not run, or on a copy of it. For the command line.
 */
@NullMarked
package io.pipit.broker.transfer;

import org.jspecify.annotations.NullMarked;
