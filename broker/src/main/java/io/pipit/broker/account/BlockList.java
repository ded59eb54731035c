package io.pipit.broker.account;

import io.pipit.broker.account.BlockListChange.Blocked;
import io.pipit.broker.account.BlockListChange.Unblocked;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom an account has blocked (XEP-0191). Immutable; any thread.
 *
 * <p><b>Matching</b> (XEP-0191 "JID Matching"). A full JID stands for itself, a bare JID also for
 * its resources, a domain for every address at it and at its subdomains. Neither the account itself
 * nor its server is ever blocked, so that nobody shuts himself out by blocking his own domain.
 */
public final class BlockList {

  /** Of whoever has blocked nobody. */
  public static final BlockList NONE = new BlockList(null, Map.of());

  /** How many addresses one change of a snapshot has; each is 3,071 bytes at most. */
  private static final int HEAD_SLICE = 1000;

  private final @Nullable BareJid account;

  /** By what is written, which is what a domain that is not parsed for it can be looked up by. */
  private final Map<String, Jid> blocked;

  private BlockList(@Nullable BareJid account, Map<String, Jid> blocked) {
    this.account = account;
    this.blocked = blocked;
  }

  /** Whether an address is blocked by one of the list or by a wider one. */
  public boolean blocks(Jid other) {
    return !blocked.isEmpty() && !isOwn(other) && matches(other, blocked);
  }

  /** Whether just this address is in the list. */
  public boolean contains(Jid jid) {
    return blocked.containsKey(jid.toString());
  }

  /** The addresses, in the order in which they were added. */
  public List<Jid> jids() {
    return List.copyOf(blocked.values());
  }

  public int size() {
    return blocked.size();
  }

  private boolean isOwn(Jid other) {
    BareJid own = account;
    return own != null
        && other.domain().equals(own.domain())
        && (other.local().isEmpty() || other.local().equals(own.local()));
  }

  /** Whether an address or one of those that stand for it too is a key. */
  static boolean matches(Jid jid, Map<String, ?> keys) {
    if (jid instanceof FullJid && keys.containsKey(jid.toString())) {
      return true;
    }
    if (keys.containsKey(jid.bare().toString())) {
      return true;
    }
    String domain = jid.domain();
    for (int dot = 0; dot >= 0; dot = domain.indexOf('.')) {
      domain = dot == 0 ? domain : domain.substring(dot + 1);
      if (keys.containsKey(domain)) {
        return true;
      }
    }
    return false;
  }

  Collection<String> keys() {
    return blocked.keySet();
  }

  /** The list after a change. */
  public BlockList with(BlockListChange change) {
    Map<String, Jid> after = new LinkedHashMap<>(blocked);
    if (change instanceof Blocked added) {
      added.jids().forEach(jid -> after.putIfAbsent(jid.toString(), jid));
    } else if (change instanceof Unblocked removed) {
      removed.jids().forEach(jid -> after.remove(jid.toString()));
    } else {
      throw new AssertionError(change);
    }
    return after.isEmpty() ? NONE : new BlockList(change.account(), after);
  }

  /** The changes that make the list of an account again as it is. */
  List<BlockListChange> head(BareJid owner) {
    List<Jid> jids = jids();
    List<BlockListChange> head = new ArrayList<>();
    for (int from = 0; from < jids.size(); from += HEAD_SLICE) {
      head.add(new Blocked(owner, jids.subList(from, Math.min(jids.size(), from + HEAD_SLICE))));
    }
    return head;
  }
}
