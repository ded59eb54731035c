package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Shared;
import io.pipit.xmpp.BareJid;
import java.util.List;
import java.util.Map;

/** The affiliations of a node as it is created: immutable, and shared by the nodes of an owner. */
final class SoleOwner {

  private static final Shared<Map<BareJid, Affiliation>> AFFILIATIONS = new Shared<>();
  private static final Shared<List<BareJid>> OWNERS = new Shared<>();

  private SoleOwner() {}

  static Map<BareJid, Affiliation> affiliations(BareJid creator) {
    return AFFILIATIONS.of(Map.of(creator, Affiliation.OWNER));
  }

  static List<BareJid> owners(BareJid creator) {
    return OWNERS.of(List.of(creator));
  }
}
