package io.pipit.broker.store;

import io.pipit.xmpp.BareJid;

/** Somebody who may log in. */
public record Account(BareJid jid, AccountRole role, Credentials credentials) {

  public Account {
    if (jid.local().isEmpty()) {
      throw new IllegalArgumentException("an account without a name: " + jid);
    }
  }

  /** Whether logins are refused. */
  public boolean disabled() {
    return credentials.disabled();
  }
}
