/**
 * What an account has besides its credentials: the roster, which is a view of the log, and the
 * sessions of its connected resources (RFC 6121). For the shards that own accounts and for the
 * modules.
 */
@NullMarked
package io.pipit.broker.account;

import org.jspecify.annotations.NullMarked;
