package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Rosters that a test writes. */
public final class FakeRoster implements RosterView {

  private final Map<BareJid, Map<BareJid, Set<String>>> contacts = new HashMap<>();

  /** Lets a contact have the owner's presence, in groups of the owner's roster. */
  public void add(String owner, String contact, String... groups) {
    contacts
        .computeIfAbsent(BareJid.of(owner), first -> new HashMap<>())
        .put(BareJid.of(contact), Set.of(groups));
  }

  public void remove(String owner, String contact) {
    contacts.getOrDefault(BareJid.of(owner), Map.of()).remove(BareJid.of(contact));
  }

  @Override
  public boolean hasPresenceSubscription(BareJid owner, BareJid contact) {
    return contacts.getOrDefault(owner, Map.of()).containsKey(contact);
  }

  @Override
  public Set<String> groups(BareJid owner, BareJid contact) {
    return contacts.getOrDefault(owner, Map.of()).getOrDefault(contact, Set.of());
  }
}
