package io.pipit.broker.metrics;

import io.pipit.xmpp.Iq;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.Stanza;

/** The three kinds of stanza (RFC 6120 8.2); label {@code kind}. */
public enum StanzaKind {
  MESSAGE,
  PRESENCE,
  IQ;

  public static StanzaKind of(Stanza stanza) {
    if (stanza instanceof Message) {
      return MESSAGE;
    }
    return stanza instanceof Iq ? IQ : PRESENCE;
  }
}
