package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import java.util.Map;
import java.util.Optional;

/**
 * A roster as it was after one change. Immutable; any thread.
 *
 * @param position of the log up to which the roster was known: who tells what follows from this
 *     snapshot waits until it is durable
 */
record RosterSnapshot(long position, Map<BareJid, RosterItem> items) {

  static final RosterSnapshot NONE = new RosterSnapshot(0, Map.of());

  RosterSnapshot {
    items = Map.copyOf(items);
  }

  Optional<RosterItem> item(BareJid contact) {
    return Optional.ofNullable(items.get(contact));
  }
}
