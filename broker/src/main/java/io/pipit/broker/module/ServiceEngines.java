package io.pipit.broker.module;

import io.pipit.pep.PepPolicy;
import io.pipit.pubsub.LeasePolicy;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.engine.PubsubEngine;
import io.pipit.pubsub.engine.Tree;
import io.pipit.xmpp.BareJid;

/**
 * By which rules each service of this node decides: the pubsub service by its policy, an account by
 * {@link PepPolicy}. Any thread.
 */
final class ServiceEngines {

  private final BareJid address;
  private final PubsubEngine engine;
  private final Tree tree;
  private final ServiceLimits limits;
  private final LeasePolicy leases;

  /**
   * @param tree of the pubsub service
   */
  ServiceEngines(ServicePolicy policy, Tree tree) {
    this.address = policy.service();
    this.engine = new PubsubEngine(policy);
    this.tree = tree;
    this.limits = policy.limits();
    this.leases = policy.leases();
  }

  /** Whether it is the pubsub service; everybody else is an account. */
  boolean isPubsubService(BareJid service) {
    return service.equals(address);
  }

  ServiceLimits limits() {
    return limits;
  }

  Tree tree() {
    return tree;
  }

  PubsubEngine of(BareJid service) {
    return isPubsubService(service)
        ? engine
        : new PubsubEngine(PepPolicy.of(service, limits, leases));
  }

  /** Whether a command to the pubsub service is about more than one of its nodes. */
  boolean spansNodes(Command command) {
    return engine.spansNodes(command, tree);
  }
}
