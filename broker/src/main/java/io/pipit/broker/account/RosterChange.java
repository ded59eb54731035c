package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;

/** A decided change of one account's roster, as it stands in the log. Any thread. */
public sealed interface RosterChange extends AccountStateChange {

  /** An item is new or replaced. The item has the new version of the roster. */
  record ItemSet(BareJid account, RosterItem item) implements RosterChange {}

  /**
   * An item is gone.
   *
   * @param version the new version of the roster
   */
  record ItemRemoved(BareJid account, BareJid contact, long version) implements RosterChange {}

  /** A contact asked for the owner's presence. */
  record RequestStored(BareJid account, SubscriptionRequest request) implements RosterChange {}

  /** A request was answered, or withdrawn. */
  record RequestRemoved(BareJid account, BareJid contact) implements RosterChange {}

  /**
   * What the other changes of {@link AccountState#head} do not say. Never decided: the last of them
   * in a snapshot.
   *
   * @param version of the roster
   * @param oldestKnown the oldest version from which every removal is known
   */
  record Restored(BareJid account, long version, long oldestKnown) implements RosterChange {}

  /** The account is gone, and all that it kept: also what other changes are about. */
  record Cleared(BareJid account) implements RosterChange {}
}
