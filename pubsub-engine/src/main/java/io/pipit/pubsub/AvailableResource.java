package io.pipit.pubsub;

import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Show;

/** A resource that is online and how available it says it is. */
public record AvailableResource(FullJid jid, Show show) {}
