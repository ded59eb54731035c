package io.pipit.broker.port;

import io.pipit.pubsub.port.PortUnderTest;
import io.pipit.pubsub.port.PublishPortContract;

/** The port of the broker keeps the contract. */
class BrokerPortPublishTest extends PublishPortContract {

  @Override
  protected PortUnderTest newService() {
    return BrokerPortUnderTest.inMemory();
  }
}
