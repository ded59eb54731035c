package io.pipit.broker.cli;

import io.pipit.broker.Broker;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.module.AccountService;
import io.pipit.broker.module.AccountService.Result;
import io.pipit.broker.store.AccountRole;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The node as the verbs see it. */
final class BrokerNode implements NodeStarter.RunningNode {

  private static final long ACCOUNT_SECONDS = 30;

  private final Broker broker;

  private BrokerNode(Broker broker) {
    this.broker = broker;
  }

  static BrokerNode start(NodeStarter.Request request) throws ConfigurationException, IOException {
    return new BrokerNode(
        Broker.start(
            new Broker.Setup(
                request.configuration(),
                request.folder(),
                request.certificate(),
                request.token(),
                Version.pipit(),
                request.repair(),
                request.stop()::run,
                request.reload())));
  }

  @Override
  public Map<String, InetSocketAddress> addresses() {
    return broker.addresses();
  }

  @Override
  public void account(String name, String password) throws IOException {
    AccountService accounts = broker.accounts();
    BareJid jid =
        accounts
            .address(name)
            .orElseThrow(() -> new IOException("'" + name + "' cannot be an account"));
    Result made;
    try {
      made =
          accounts
              .create(jid, password, AccountRole.USER)
              .compose(
                  result ->
                      result == Result.EXISTS
                          ? accounts.changePassword(jid, password)
                          : Future.succeededFuture(result))
              .await(ACCOUNT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the account " + jid + " was not made in time", e);
    }
    if (made != Result.DONE) {
      throw new IOException("the account " + jid + " cannot be made: " + made);
    }
  }

  @Override
  public void apply(Configuration configuration) throws IOException {
    broker.apply(configuration);
  }

  @Override
  public void close() {
    broker.close();
  }
}
