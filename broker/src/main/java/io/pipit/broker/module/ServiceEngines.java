package io.pipit.broker.module;

import io.pipit.pep.PepPolicy;
import io.pipit.pubsub.PayloadCheck;
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
  private final ServicePolicy policy;
  private final ServiceLimits limitsOfAccounts;
  private final PayloadCheck checkOfAccounts;

  /**
   * @param policy of the pubsub service
   * @param limitsOfAccounts of each account as a service
   * @param checkOfAccounts of what is published at accounts
   * @param tree of the pubsub service
   */
  ServiceEngines(
      ServicePolicy policy,
      ServiceLimits limitsOfAccounts,
      PayloadCheck checkOfAccounts,
      Tree tree) {
    this.address = policy.service();
    this.engine = new PubsubEngine(policy);
    this.tree = tree;
    this.policy = policy;
    this.limitsOfAccounts = limitsOfAccounts;
    this.checkOfAccounts = checkOfAccounts;
  }

  /** Whether it is the pubsub service; everybody else is an account. */
  boolean isPubsubService(BareJid service) {
    return service.equals(address);
  }

  ServiceLimits limits() {
    return policy.limits();
  }

  Tree tree() {
    return tree;
  }

  /** Whether an account may have so many nodes. */
  boolean mayHaveNodes(BareJid account, int nodes) {
    return nodes <= limitsOfAccounts.nodesPerCreator() || policy.administrator().test(account);
  }

  PubsubEngine of(BareJid service) {
    return isPubsubService(service)
        ? engine
        : new PubsubEngine(
            PepPolicy.of(
                service,
                limitsOfAccounts,
                policy.leases(),
                policy.administrator(),
                checkOfAccounts));
  }

  /** Whether a command to the pubsub service is about more than one of its nodes. */
  boolean spansNodes(Command command) {
    return engine.spansNodes(command, tree);
  }
}
