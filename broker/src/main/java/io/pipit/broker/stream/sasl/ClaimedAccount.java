package io.pipit.broker.stream.sasl;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.Optional;

/**
 * The account that a client says it is.
 *
 * @param name the account's address when the name gives one, else the name as it was sent
 * @param account empty when the name is not a possible localpart; it may exist or not
 */
record ClaimedAccount(String name, Optional<BareJid> account) {

  /** The account of that simple user name (RFC 6120 6.3.7) in a domain. */
  static ClaimedAccount of(String userName, String domain) {
    Optional<BareJid> account =
        Jid.parse(userName + "@" + domain)
            // A name with '@' or '/' in it would make another address of it.
            .filter(jid -> jid instanceof BareJid && jid.domain().equals(domain))
            .filter(jid -> !jid.local().isEmpty())
            .map(Jid::bare);
    return new ClaimedAccount(account.map(BareJid::toString).orElse(userName), account);
  }

  /** Only as itself: no authzid, or its own address (RFC 6120 6.3.8). */
  boolean mayActAs(String authzid) {
    return authzid.isEmpty()
        || (account.isPresent()
            && Jid.parse(authzid).filter(jid -> jid.equals(account.get())).isPresent());
  }
}
