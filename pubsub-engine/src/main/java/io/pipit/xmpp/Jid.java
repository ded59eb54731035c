package io.pipit.xmpp;

import java.util.Optional;

/**
 * An XMPP address (RFC 7622), prepared once when it is made. Any thread. Two addresses are equal
 * when their prepared parts are equal octet for octet.
 */
public sealed interface Jid permits BareJid, FullJid {

  /**
   * Reads and prepares an address.
   *
   * @return empty when the text is not a JID (the peer gets {@code jid-malformed})
   */
  static Optional<Jid> parse(String text) {
    return JidParser.parse(text);
  }

  /**
   * An address that is known to be valid, such as a constant.
   *
   * @throws IllegalArgumentException when it is not
   */
  static Jid of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a JID: " + text));
  }

  /** The address without its resource; itself when it has none. */
  BareJid bare();

  /** The localpart, empty for the address of a server or service. */
  default String local() {
    return bare().local();
  }

  default String domain() {
    return bare().domain();
  }

  /** The address as it is written on the wire. */
  @Override
  String toString();
}
