/**
 * The server's side of SASL (RFC 4422): SCRAM (RFC 5802, RFC 7677) with and without channel
 * binding, PLAIN (RFC 4616), and what slows guessing down. Knows neither XML nor sockets. For the
 * streams and for other doors that authenticate clients.
 */
@NullMarked
package io.pipit.broker.stream.sasl;

import org.jspecify.annotations.NullMarked;
