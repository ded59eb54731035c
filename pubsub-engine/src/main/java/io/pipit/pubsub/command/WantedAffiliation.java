package io.pipit.pubsub.command;

import io.pipit.pubsub.Affiliation;
import io.pipit.xmpp.BareJid;
import org.jspecify.annotations.Nullable;

/**
 * An affiliation as an owner wants it to be (XEP-0060 8.9.2).
 *
 * @param affiliation null for one that there is not: the entry fails and the others do not
 */
public record WantedAffiliation(BareJid entity, @Nullable Affiliation affiliation) {}
