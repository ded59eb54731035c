package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.util.Set;

/**
 * What a node's access decision may ask of the roster of an owner; of other owners than the account
 * at a node of an account there is nothing to learn (XEP-0163 4). Reads snapshots that only their
 * owner replaces. Any thread.
 */
public interface RosterView {

  /** Whether the contact receives the owner's presence: {@code from} or {@code both}. */
  boolean hasPresenceSubscription(BareJid owner, BareJid contact);

  /** The groups of the owner's roster that the contact is in; empty for no contact. */
  Set<String> groups(BareJid owner, BareJid contact);
}
