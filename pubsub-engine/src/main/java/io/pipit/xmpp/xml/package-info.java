/**
 * XML of a stream: the incremental reader (bytes in, elements out, within limits) and the writer.
 * No I/O and no threads of its own; the only package that knows the parser library.
 */
@NullMarked
package io.pipit.xmpp.xml;

import org.jspecify.annotations.NullMarked;
