package io.pipit.broker.cli;

import io.pipit.broker.Broker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** The node as the verbs see it. */
final class BrokerNode implements NodeStarter.RunningNode {

  private final Broker broker;

  private BrokerNode(Broker broker) {
    this.broker = broker;
  }

  static BrokerNode start(NodeStarter.Request request) throws IOException {
    return new BrokerNode(
        Broker.start(
            new Broker.Setup(
                request.configuration(),
                request.folder(),
                request.certificate(),
                request.token(),
                Version.pipit(),
                request.stop()::run)));
  }

  @Override
  public Map<String, InetSocketAddress> addresses() {
    return broker.addresses();
  }

  @Override
  public void close() {
    broker.close();
  }
}
