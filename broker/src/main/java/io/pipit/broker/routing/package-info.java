/**
 * Delivery (RFC 6120 10, RFC 6121 8) in one place: who is connected, and where a stanza goes. For
 * the modules and the wiring.
 */
@NullMarked
package io.pipit.broker.routing;

import org.jspecify.annotations.NullMarked;
