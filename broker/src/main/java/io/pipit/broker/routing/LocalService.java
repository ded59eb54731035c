package io.pipit.broker.routing;

import io.pipit.broker.stream.ClientStream;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Stanza;

/** An address of this node that is neither the server nor an account: the pubsub service. */
public interface LocalService {

  BareJid address();

  /** The name for people that disco#items of the server shows. */
  String name();

  /**
   * A client sent the service a stanza. Called on the stream's event loop, in the stream's order;
   * the {@code to} is the service's address or one with a resource.
   */
  void received(ClientStream stream, Stanza stanza);
}
