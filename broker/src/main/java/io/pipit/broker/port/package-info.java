/**
 * The services as doors see them that are not XMPP: who listens there, what is told to them, and
 * what they ask for. For the doors and for the node that joins it all.
 */
@NullMarked
package io.pipit.broker.port;

import org.jspecify.annotations.NullMarked;
