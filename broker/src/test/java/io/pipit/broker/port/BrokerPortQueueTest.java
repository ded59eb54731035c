package io.pipit.broker.port;

import io.pipit.pubsub.port.PortUnderTest;
import io.pipit.pubsub.port.QueuePortContract;

/** The port of the broker keeps the contract. */
class BrokerPortQueueTest extends QueuePortContract {

  @Override
  protected PortUnderTest newService() {
    return BrokerPortUnderTest.inMemory();
  }
}
