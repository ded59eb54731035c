package io.pipit.broker.cli;

import java.util.Optional;

/**
 * What the verbs need of other parts of the product, put together in one place.
 *
 * @param starter verbs that run a node are offered when it is there
 */
record Parts(Optional<NodeStarter> starter) {

  static Parts ofProduct() {
    return new Parts(Optional.of(BrokerNode::start));
  }
}
