package io.pipit.broker.account;

import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;

/** A decided change of one of the {@link Documents} of an account. Any thread. */
public sealed interface DocumentChange extends AccountStateChange {

  /** A document is new, or takes the place of the one of the same kind, name and namespace. */
  record DocumentSet(BareJid account, DocumentKind kind, SerializedXml document)
      implements DocumentChange {}

  /** A document is gone. */
  record DocumentRemoved(BareJid account, DocumentKind kind, String name, String namespace)
      implements DocumentChange {}
}
