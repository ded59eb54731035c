package io.pipit.broker.account;

import io.pipit.broker.account.RosterChange.ItemSet;
import io.pipit.broker.account.RosterChange.RequestRemoved;
import io.pipit.broker.account.RosterChange.RequestStored;
import io.pipit.broker.account.SubscriptionState.Step;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Presence;
import java.util.ArrayList;
import java.util.List;

/**
 * What a stanza that manages a subscription comes to (RFC 6121 3 and A). Deciding changes nothing.
 *
 * @param passes whether the stanza goes on: routed to the contact, or delivered to the owner
 * @param granted whether the server has to answer a request with {@code subscribed} at once,
 *     because the contact is subscribed already or was approved before
 * @param before how it stood
 * @param after how it stands when the changes are applied
 * @param changes of the owner's roster
 */
public record SubscriptionDecision(
    boolean passes,
    boolean granted,
    SubscriptionState before,
    SubscriptionState after,
    List<RosterChange> changes) {

  public SubscriptionDecision {
    changes = List.copyOf(changes);
  }

  /** The owner sends the contact a stanza (RFC 6121 A.2). */
  public static SubscriptionDecision outbound(
      AccountState account, BareJid contact, Presence.Type type, long nowMillis) {
    Roster roster = account.roster();
    SubscriptionState before = roster.state(contact);
    Step step = before.outbound(type);
    boolean approved = isApproved(roster, contact);
    if (type == Presence.Type.SUBSCRIBED && !before.subscription().includesFrom()) {
      // An answer to a request, or an approval in advance: RFC 6121 3.4.2.
      approved |= !before.pendingIn();
    } else if (type == Presence.Type.UNSUBSCRIBED) {
      approved = false;
    }
    return new SubscriptionDecision(
        step.passes(),
        false,
        before,
        step.next(),
        itemChanges(account, contact, step.next(), approved, nowMillis));
  }

  /** A contact sends the owner a stanza (RFC 6121 A.3). */
  public static SubscriptionDecision inbound(
      AccountState account, BareJid contact, Presence presence, long nowMillis) {
    Roster roster = account.roster();
    SubscriptionState before = roster.state(contact);
    boolean approved = isApproved(roster, contact);
    if (presence.type() == Presence.Type.SUBSCRIBE) {
      if (approved || before.subscription().includesFrom()) {
        SubscriptionState after =
            SubscriptionState.of(
                Subscription.of(before.subscription().includesTo(), true),
                before.pendingOut(),
                false);
        return new SubscriptionDecision(
            false, true, before, after, itemChanges(account, contact, after, approved, nowMillis));
      }
      Step step = before.inbound(presence.type());
      // Of several requests the first one is kept (RFC 6121 3.1.3): repeating it costs nothing.
      List<RosterChange> stored =
          before.pendingIn()
              ? List.of()
              : List.of(
                  new RequestStored(account.jid(), SubscriptionRequest.of(contact, presence)));
      return new SubscriptionDecision(step.passes(), false, before, step.next(), stored);
    }
    Step step = before.inbound(presence.type());
    return new SubscriptionDecision(
        step.passes(),
        false,
        before,
        step.next(),
        itemChanges(account, contact, step.next(), approved, nowMillis));
  }

  private static boolean isApproved(Roster roster, BareJid contact) {
    return roster.item(contact).filter(RosterItem::approved).isPresent();
  }

  /** The changes that lead to a state which has no request that was not there before. */
  private static List<RosterChange> itemChanges(
      AccountState account,
      BareJid contact,
      SubscriptionState after,
      boolean approved,
      long nowMillis) {
    Roster roster = account.roster();
    SubscriptionState before = roster.state(contact);
    List<RosterChange> changes = new ArrayList<>();
    if (before.subscription() != after.subscription()
        || before.pendingOut() != after.pendingOut()
        || isApproved(roster, contact) != approved) {
      RosterItem item = roster.item(contact).orElseGet(() -> RosterItem.of(contact));
      changes.add(
          new ItemSet(
              account.jid(), item.subscribed(after, approved, roster.nextVersion(nowMillis))));
    }
    if (before.pendingIn() && !after.pendingIn()) {
      changes.add(new RequestRemoved(account.jid(), contact));
    }
    return changes;
  }
}
