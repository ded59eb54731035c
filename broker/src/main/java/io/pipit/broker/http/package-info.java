/**
 * The door of operation: health, metrics and administration over HTTP. It decides nothing about
 * accounts and nodes; the broker gives it those that do, as {@link
 * io.pipit.broker.http.UserAdministration} and {@link io.pipit.broker.http.NodeAdministration}.
 */
@NullMarked
package io.pipit.broker.http;

import org.jspecify.annotations.NullMarked;
