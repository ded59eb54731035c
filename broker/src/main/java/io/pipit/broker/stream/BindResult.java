package io.pipit.broker.stream;

import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.StanzaError;

/** What became of a request for a resource (RFC 6120 7). */
public sealed interface BindResult {

  /** The stream owns this address from now on. */
  record Bound(FullJid jid) implements BindResult {}

  /** The client may ask again, with another resource. */
  record Refused(StanzaError error) implements BindResult {}
}
