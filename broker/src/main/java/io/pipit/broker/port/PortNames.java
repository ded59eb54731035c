package io.pipit.broker.port;

import io.pipit.pubsub.NodeFilter;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.util.Optional;

/**
 * What doors call nodes: those of the service by their names, those of an account of its domain
 * {@code $pep/LOCALPART/NODE}. Immutable; any thread.
 */
final class PortNames {

  /** With what the names of nodes of accounts begin. */
  static final String PERSONAL = "$pep/";

  private final BareJid service;
  private final String domain;

  /**
   * @param domain of the accounts
   */
  PortNames(BareJid service, String domain) {
    this.service = service;
    this.domain = domain;
  }

  /** The service whose nodes have their own names. */
  BareJid service() {
    return service;
  }

  String of(BareJid owner, String node) {
    return owner.equals(service) ? node : PERSONAL + owner.local() + "/" + node;
  }

  /** What its owner calls a node that doors call so. */
  static String own(String name) {
    return isPersonal(name) ? name.substring(name.indexOf('/', PERSONAL.length()) + 1) : name;
  }

  /** Whose nodes a filter stands for; empty for those of no one, or of any number of accounts. */
  Optional<BareJid> owner(String filter) {
    if (!filter.startsWith("$")) {
      return Optional.of(service);
    }
    String[] levels = filter.split("/", 3);
    return isPersonal(filter) && levels.length == 3 && !levels[1].equals(NodeFilter.ANY)
        ? Jid.parse(levels[1] + "@" + domain)
            .filter(BareJid.class::isInstance)
            .map(BareJid.class::cast)
            .filter(account -> account.local().equals(levels[1]))
        : Optional.empty();
  }

  static boolean isPersonal(String filter) {
    return filter.startsWith(PERSONAL);
  }
}
