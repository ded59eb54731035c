package io.pipit.broker.module;

import io.pipit.broker.account.AccountState;
import io.pipit.broker.account.BlockList;
import io.pipit.broker.account.RosterItem;
import io.pipit.broker.account.Session;
import io.pipit.broker.account.Subscription;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Presence;
import io.pipit.xmpp.Stanza;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The presence that a change of an account's block list brings about (XEP-0191), from the list
 * before it and the one behind it. Called in the account's shard.
 */
final class BlockPresence {

  private final AccountState account;
  private final BlockList before;
  private final BlockList now;

  BlockPresence(AccountState account, BlockList before, BlockList now) {
    this.account = account;
    this.before = before;
    this.now = now;
  }

  /**
   * The end of the presence of each resource, for everybody who is blocked now and believed it to
   * be available. They are no targets of directed presence any more.
   */
  List<Stanza> hidden() {
    Set<Jid> contacts = seeing(before, now);
    List<Stanza> out = new ArrayList<>();
    for (Session session : account.sessions()) {
      if (session.isAvailable()) {
        contacts.forEach(contact -> out.add(unavailable(session, contact)));
      }
      for (Iterator<Jid> targets = session.directed().iterator(); targets.hasNext(); ) {
        Jid target = targets.next();
        if (isOnlyIn(now, before, target)) {
          targets.remove();
          if (!(session.isAvailable() && contacts.contains(target.bare()))) {
            out.add(unavailable(session, target));
          }
        }
      }
    }
    return out;
  }

  private static Presence unavailable(Session session, Jid contact) {
    return Presence.of(Presence.Type.UNAVAILABLE, session.resource(), contact);
  }

  /** The presence of each resource for everybody who may see it again, and probes of theirs. */
  List<Stanza> shown() {
    List<Stanza> out = new ArrayList<>();
    List<Session> available = account.available();
    for (Jid contact : seeing(now, before)) {
      for (Session session : available) {
        session.presence().ifPresent(presence -> out.add(presence.withTo(contact)));
      }
    }
    for (Jid contact : contacts(now, before, Subscription::includesTo)) {
      for (Session session : available) {
        out.add(Presence.of(Presence.Type.PROBE, session.resource(), contact));
      }
    }
    return out;
  }

  /**
   * Of whom the account and who of it sees the presence again: contacts, and single resources of
   * contacts that were not blocked themselves.
   */
  Set<Jid> sharingAgain() {
    return contacts(now, before, subscription -> subscription == Subscription.BOTH);
  }

  /** Who gets the account's presence by the roster, and is in one list but not in the other. */
  private Set<Jid> seeing(BlockList without, BlockList with) {
    return contacts(without, with, Subscription::includesFrom);
  }

  private Set<Jid> contacts(
      BlockList without, BlockList with, Predicate<Subscription> subscription) {
    Set<Jid> contacts = new LinkedHashSet<>();
    for (RosterItem item : account.roster().items()) {
      if (subscription.test(item.subscription()) && isOnlyIn(with, without, item.contact())) {
        contacts.add(item.contact());
      }
    }
    // A single resource of a contact with whom all is as ever otherwise.
    for (Jid jid : with.jids()) {
      if (jid instanceof FullJid
          && isOnlyIn(with, without, jid)
          && !with.blocks(jid.bare())
          && subscriptionOf(jid.bare()).filter(subscription).isPresent()) {
        contacts.add(jid);
      }
    }
    return contacts;
  }

  private Optional<Subscription> subscriptionOf(BareJid contact) {
    return account.roster().item(contact).map(RosterItem::subscription);
  }

  private static boolean isOnlyIn(BlockList list, BlockList other, Jid jid) {
    return list.blocks(jid) && !other.blocks(jid);
  }
}
