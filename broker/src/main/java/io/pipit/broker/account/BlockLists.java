package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who blocks whom, for whoever routes a stanza or an event. Any thread may ask; only the shard of
 * an account replaces its list. While nobody blocks anybody each question is one look at an empty
 * map.
 *
 * <p>A block counts from the turn in which it is decided on, before it is durable: what is not
 * delivered tells nobody anything that a crash could undo.
 */
public final class BlockLists {

  /** Those that have somebody in them. */
  private final ConcurrentHashMap<BareJid, BlockList> lists = new ConcurrentHashMap<>();

  /**
   * How many accounts have just this address in their lists, so that a sender whom nobody blocks
   * costs a few questions, not one for each recipient.
   */
  private final ConcurrentHashMap<String, Integer> blockers = new ConcurrentHashMap<>();

  /** Whether an account has blocked an address. */
  public boolean isBlocked(BareJid account, Jid other) {
    if (lists.isEmpty()) {
      return false;
    }
    BlockList list = lists.get(account);
    return list != null && list.blocks(other);
  }

  /**
   * Those to whom a stanza may go: whom the sender has not blocked, and who have not blocked the
   * sender.
   *
   * @return the same list when these are all
   */
  public <J extends Jid> List<J> reachable(BareJid sender, List<J> recipients) {
    if (lists.isEmpty()) {
      return recipients;
    }
    BlockList own = lists.getOrDefault(sender, BlockList.NONE);
    boolean isBlocked = BlockList.matches(sender, blockers);
    if (own.size() == 0 && !isBlocked) {
      return recipients;
    }
    List<J> reachable =
        recipients.stream()
            .filter(to -> !own.blocks(to) && !(isBlocked && isBlocked(to.bare(), sender)))
            .toList();
    return reachable.size() == recipients.size() ? recipients : reachable;
  }

  /** In the shard of the account: its list is this one from now on. */
  void replace(BareJid account, BlockList list) {
    BlockList before = lists.getOrDefault(account, BlockList.NONE);
    if (before == list) {
      return;
    }
    // Counted before the list is there and until it is gone: no blocker is overlooked.
    list.keys().forEach(jid -> blockers.merge(jid, 1, Integer::sum));
    if (list.size() == 0) {
      lists.remove(account);
    } else {
      lists.put(account, list);
    }
    before.keys().forEach(jid -> blockers.computeIfPresent(jid, (key, n) -> n == 1 ? null : n - 1));
  }
}
