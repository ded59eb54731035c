package io.pipit.broker.stream;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Stanza;
import java.util.Optional;

/**
 * To whom streams turn with what they have read: the router. Every method is called on the event
 * loop of the stream it gets.
 */
public interface StreamListener {

  /**
   * An authenticated client asks for an address (RFC 6120 7).
   *
   * @param resource what the client asked for, as it was sent; empty when the server is to choose
   * @return the address, prepared, or why there is none
   */
  BindResult bind(ClientStream stream, BareJid account, Optional<String> resource);

  /** The result of the binding is in the queue of the stream; whatever follows comes behind it. */
  void bound(ClientStream stream);

  /**
   * A bound stream has sent a stanza.
   *
   * @param stanza its {@code from} is the full JID of the stream, or the bare one for presence that
   *     manages subscriptions (RFC 6120 8.1.2.1); its {@code to} is a valid JID or absent; a
   *     request has an id and exactly one child
   */
  void received(ClientStream stream, Stanza stanza);

  /** A bound stream is gone, for whatever reason; called exactly once for each bound stream. */
  void closed(ClientStream stream);
}
