package io.pipit.broker.routing;

import io.pipit.broker.stream.ClientStream;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Presence;
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

  /**
   * A resource of an account of this node has come online. Called on the event loop of its stream,
   * once its presence can be seen and before anything that it sent later is routed.
   *
   * @param presence its first, to nobody in particular
   */
  default void came(FullJid resource, Presence presence) {}

  /**
   * A resource has gone offline or its stream has ended, whether it was online or not. Called on
   * any event loop, once that can be seen.
   */
  default void left(FullJid resource) {}

  /**
   * The account of a client is about to change its roster on that client's word. If what the
   * service decides depends on rosters, it keeps what it receives from the stream from now on until
   * {@link #rosterChanged}. Called on the stream's event loop, in the stream's order.
   */
  default void rosterChanging(ClientStream stream) {}

  /**
   * The account has decided: its roster is what it is to be, or the change was refused. Called on
   * the stream's event loop, once for each {@link #rosterChanging} and in the same order.
   */
  default void rosterChanged(ClientStream stream) {}
}
