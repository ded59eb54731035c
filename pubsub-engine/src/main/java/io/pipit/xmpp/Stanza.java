package io.pipit.xmpp;

import java.util.Optional;

/**
 * An iq, message or presence: its element, with the addresses read once. Any thread. The typed
 * addresses and the attributes of the element always agree.
 */
public sealed interface Stanza permits Iq, Message, Presence {

  /** The whole stanza, in the namespace {@code jabber:client}. */
  Element element();

  Optional<Jid> from();

  Optional<Jid> to();

  /** The {@code id} attribute, empty string when absent. */
  default String id() {
    return element().attribute("id", "");
  }

  /** The same stanza as sent by another address. */
  Stanza withFrom(Jid sender);

  /** The same stanza to another address. */
  Stanza withTo(Jid recipient);

  /** Whether this stanza is itself of type error, and so must never be answered by one. */
  boolean isError();

  /**
   * This stanza returned to its sender with an error, addresses swapped (RFC 6120 8.3.1). The
   * payload is not echoed.
   */
  Stanza errorReply(StanzaError error);
}
