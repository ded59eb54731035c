package io.pipit.xmpp;

import java.util.Optional;

/** Splits and prepares addresses: RFC 7622 3.1 to 3.4. */
final class JidParser {

  private JidParser() {}

  static Optional<Jid> parse(String text) {
    int slash = text.indexOf('/');
    String bare = slash < 0 ? text : text.substring(0, slash);
    int at = bare.indexOf('@');
    if (at == 0 || bare.isEmpty()) {
      return Optional.empty();
    }
    BareJid address =
        new BareJid(at < 0 ? "" : bare.substring(0, at), at < 0 ? bare : bare.substring(at + 1));
    return slash < 0
        ? Optional.of(address)
        : resource(text.substring(slash + 1)).map(resource -> new FullJid(address, resource));
  }

  static Optional<String> resource(String resource) {
    return resource.isEmpty() ? Optional.empty() : Optional.of(resource);
  }
}
