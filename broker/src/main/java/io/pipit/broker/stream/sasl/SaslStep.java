package io.pipit.broker.stream.sasl;

import io.pipit.xmpp.BareJid;

/** What the server says to one message of the client. */
public sealed interface SaslStep {

  /** The client is to send another message. */
  record Challenge(byte[] data) implements SaslStep {}

  /**
   * The credential of this account has been proven.
   *
   * @param data for the client to verify the server with; empty for none
   */
  record Success(BareJid account, byte[] data) implements SaslStep {}

  /** The exchange is over without success. */
  record Failure(SaslError error) implements SaslStep {}
}
