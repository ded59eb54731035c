package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;

/** A decided change of what one account keeps, as it stands in the log. Any thread. */
public sealed interface AccountStateChange permits RosterChange, BlockListChange, DocumentChange {

  /** Whose it is. */
  BareJid account();
}
