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

  private record Sharing(BareJid account, BareJid contact) {}

  /** Who has ended blocks that the other's shard has not heard of, and how many. */
  private final ConcurrentHashMap<Sharing, Integer> ending = new ConcurrentHashMap<>();

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

  /**
   * A contact is going to end its block of an account. What the account tells its contacts does not
   * reach this one until {@link #ended}: its shard tells the newest items then, of which none is to
   * have come already.
   */
  public void ending(BareJid account, BareJid contact) {
    ending.merge(new Sharing(account, contact), 1, Integer::sum);
  }

  /** In the shard of the account: it has heard of the end of a block by a contact. */
  public void ended(BareJid account, BareJid contact) {
    ending.computeIfPresent(new Sharing(account, contact), (key, n) -> n == 1 ? null : n - 1);
  }

  /** In the shard of an account: those of its contacts to whom it tells what becomes of nodes. */
  public List<BareJid> audience(BareJid account, List<BareJid> contacts) {
    List<BareJid> reachable = reachable(account, contacts);
    return ending.isEmpty()
        ? reachable
        : reachable.stream()
            .filter(contact -> !ending.containsKey(new Sharing(account, contact)))
            .toList();
  }

  /** In the shard of the account: whether a contact is of its {@link #audience}. */
  public boolean isAudience(BareJid account, BareJid contact) {
    return !isBlocked(account, contact)
        && !isBlocked(contact, account)
        && !ending.containsKey(new Sharing(account, contact));
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
