package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account as its shard holds it: the roster, the block list and the documents, which survive,
 * and the sessions, which do not. Confined to the account's shard.
 */
public final class AccountState {

  private final BareJid jid;
  private Roster roster = new Roster();
  private BlockList blockList = BlockList.NONE;
  private Documents documents = new Documents();
  private long position;
  private final Map<FullJid, Session> sessions = new LinkedHashMap<>();
  private @Nullable PhotoUpdate photo;
  private boolean bookmarksJoined;

  public AccountState(BareJid jid) {
    this.jid = jid;
  }

  public BareJid jid() {
    return jid;
  }

  public Roster roster() {
    return roster;
  }

  public BlockList blockList() {
    return blockList;
  }

  public Documents documents() {
    return documents;
  }

  /**
   * Applies a change that has its place in the log; the only way in which what survives changes.
   *
   * @param at that place
   * @throws IllegalArgumentException when it is the change of another account
   */
  public void apply(AccountStateChange change, long at) {
    if (!change.account().equals(jid)) {
      throw new IllegalArgumentException("a change of another account");
    }
    position = at;
    if (change instanceof BlockListChange blocking) {
      blockList = blockList.with(blocking);
    } else if (change instanceof DocumentChange document) {
      documents.apply(document);
    } else if (change instanceof RosterChange ofRoster) {
      roster.apply(ofRoster);
      if (ofRoster instanceof RosterChange.Cleared) {
        blockList = BlockList.NONE;
        documents = new Documents();
      }
    } else {
      throw new AssertionError(change);
    }
  }

  /** Applies a change that was read from the log behind a snapshot, unless it is in there. */
  public void replay(AccountStateChange change, long at) {
    if (at > position) {
      apply(change, at);
    }
  }

  /** The place in the log of the last change of all that. */
  public long position() {
    return position;
  }

  /** The changes that make all that again as it is, for a snapshot. */
  public List<AccountStateChange> head() {
    List<AccountStateChange> head = new ArrayList<>(roster.head(jid));
    head.addAll(blockList.head(jid));
    head.addAll(documents.head(jid));
    return head;
  }

  /** Takes all that over from another state of the account: the changes since then were lost. */
  public void restore(AccountState from) {
    roster = from.roster;
    blockList = from.blockList;
    documents = from.documents;
    position = from.position;
  }

  /** What its presence says of its avatar; null until that was looked up. */
  public @Nullable PhotoUpdate photo() {
    return photo;
  }

  /** Keeps what its presence says of its avatar while anybody is connected. */
  public void photo(PhotoUpdate known) {
    photo = known;
  }

  /** What its presence says of its avatar is looked up anew. */
  public void forgetPhoto() {
    photo = null;
  }

  /** Whether the forms of its bookmarks were joined since the start. */
  public boolean bookmarksJoined() {
    return bookmarksJoined;
  }

  /** The forms of its bookmarks are joined, or have to be. */
  public void bookmarksJoined(boolean areJoined) {
    bookmarksJoined = areJoined;
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
    Optional<Session> ended = Optional.ofNullable(sessions.remove(resource));
    if (sessions.isEmpty()) {
      forgetPhoto();
    }
    return ended;
  }
}
