package io.pipit.broker.store;

import io.pipit.xmpp.BareJid;
import java.util.Optional;

/** Where authentication looks up an account. Any thread; never blocks. */
@FunctionalInterface
public interface CredentialStore {

  /** Empty when there is no such account. */
  Optional<Credentials> credentials(BareJid account);
}
