package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An account as its shard holds it: the roster, which survives, and the sessions, which do not.
 * Confined to the account's shard.
 */
public final class AccountState {

  private final BareJid jid;
  private Roster roster = new Roster();
  private long position;
  private final Map<FullJid, Session> sessions = new LinkedHashMap<>();

  public AccountState(BareJid jid) {
    this.jid = jid;
  }

  public BareJid jid() {
    return jid;
  }

  public Roster roster() {
    return roster;
  }

  /**
   * Applies a change that has its place in the log; the only way in which the roster changes.
   *
   * @param at that place
   * @throws IllegalArgumentException when it is the change of another account
   */
  public void apply(RosterChange change, long at) {
    if (!change.account().equals(jid)) {
      throw new IllegalArgumentException("a change of another account");
    }
    position = at;
    roster.apply(change);
  }

  /** Applies a change that was read from the log behind a snapshot, unless it is in there. */
  public void replay(RosterChange change, long at) {
    if (at > position) {
      apply(change, at);
    }
  }

  /** The place in the log of the last change of the roster. */
  public long position() {
    return position;
  }

  /** The changes that make the roster again as it is, for a snapshot. */
  public List<RosterChange> head() {
    return roster.head(jid);
  }

  /** Takes the roster over from another state of the account: the changes since then were lost. */
  public void restore(AccountState from) {
    roster = from.roster;
    position = from.position;
  }

  /** The session of a connected resource, made when it is asked for first. */
  public Session session(FullJid resource) {
    return sessions.computeIfAbsent(resource, Session::new);
  }

  /** Every session of which anything is known, oldest first. */
  public List<Session> sessions() {
    return List.copyOf(sessions.values());
  }

  /** The sessions that are available, oldest first. */
  public List<Session> available() {
    return sessions.values().stream().filter(Session::isAvailable).toList();
  }

  /** Forgets a session. */
  public Optional<Session> end(FullJid resource) {
    return Optional.ofNullable(sessions.remove(resource));
  }
}
