package io.pipit.pubsub.store;

import io.pipit.xmpp.BareJid;

/** A node in a snapshot refers to a configuration that is not there: a repair gave it up. */
public final class LostConfigurationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient BareJid service;
  private final String node;

  LostConfigurationException(BareJid service, String node) {
    super("the configuration of the node " + node + " of " + service + " is missing");
    this.service = service;
    this.node = node;
  }

  public BareJid service() {
    return service;
  }

  public String node() {
    return node;
  }
}
