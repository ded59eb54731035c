/**
 * XML streams of clients (RFC 6120): listening, TLS, authentication, resource binding, the bounded
 * queue to each socket, and the inbox of each event loop. For routing and for the wiring.
 */
@NullMarked
package io.pipit.broker.stream;

import org.jspecify.annotations.NullMarked;
