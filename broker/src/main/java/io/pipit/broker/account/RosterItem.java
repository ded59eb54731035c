package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import java.util.List;

/**
 * A contact in a roster (RFC 6121 2.1.2). Any thread.
 *
 * @param contact whose item it is
 * @param name what the owner calls the contact, empty for no name
 * @param groups in the order in which the client gave them
 * @param ask whether the owner asked for the contact's presence and has no answer
 * @param approved whether a request of the contact is granted before it comes (RFC 6121 3.4)
 * @param version the version of the roster that this item came with
 */
public record RosterItem(
    BareJid contact,
    String name,
    List<String> groups,
    Subscription subscription,
    boolean ask,
    boolean approved,
    long version) {

  public RosterItem {
    groups = List.copyOf(groups);
  }

  /** A contact of whom nothing is known yet. */
  public static RosterItem of(BareJid contact) {
    return new RosterItem(contact, "", List.of(), Subscription.NONE, false, false, 0);
  }

  /** The item with the name and groups that a client gave it, and nothing else changed. */
  public RosterItem described(String newName, List<String> newGroups, long newVersion) {
    return new RosterItem(contact, newName, newGroups, subscription, ask, approved, newVersion);
  }

  RosterItem subscribed(SubscriptionState state, boolean newApproved, long newVersion) {
    return new RosterItem(
        contact, name, groups, state.subscription(), state.pendingOut(), newApproved, newVersion);
  }

  /** The {@code item} element of a result or push. */
  public Element toElement() {
    Element.Builder item =
        Element.builder("item", Ns.ROSTER)
            .attribute("jid", contact.toString())
            .attribute("subscription", subscription.wire());
    if (!name.isEmpty()) {
      item.attribute("name", name);
    }
    if (ask) {
      item.attribute("ask", "subscribe");
    }
    if (approved) {
      item.attribute("approved", "true");
    }
    groups.forEach(group -> item.textElement("group", Ns.ROSTER, group));
    return item.build();
  }

  /** The {@code item} element of a push that says that the contact is gone. */
  public static Element removedElement(BareJid contact) {
    return Element.builder("item", Ns.ROSTER)
        .attribute("jid", contact.toString())
        .attribute("subscription", "remove")
        .build();
  }
}
