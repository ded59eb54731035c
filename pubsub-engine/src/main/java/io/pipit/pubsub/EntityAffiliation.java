package io.pipit.pubsub;

import io.pipit.xmpp.BareJid;

/** The affiliation that an entity has with one node. Affiliations are of bare JIDs (4.1). */
public record EntityAffiliation(BareJid entity, Affiliation affiliation) {}
