package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;

/** A decided change of the block list of an account (XEP-0191). Any thread. */
public sealed interface BlockListChange extends AccountStateChange {

  /** Addresses are blocked, behind those that are already. */
  record Blocked(BareJid account, List<Jid> jids) implements BlockListChange {
    public Blocked {
      jids = List.copyOf(jids);
    }
  }

  /** Addresses are blocked no more. "All" was made the addresses that were when it was decided. */
  record Unblocked(BareJid account, List<Jid> jids) implements BlockListChange {
    public Unblocked {
      jids = List.copyOf(jids);
    }
  }
}
