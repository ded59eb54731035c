package io.pipit.broker.module;

import io.pipit.xmpp.BareJid;

/** A node of a service, which may be there or not. */
record NodeName(BareJid service, String node) {}
