package io.pipit.pubsub.command;

import io.pipit.xmpp.Jid;

/** A request to a pubsub service, read but not judged. */
public sealed interface Command permits NodeCommand, ServiceCommand {

  /** Who asks: the {@code from} that the server stamped, usually a full JID. */
  Jid requester();
}
