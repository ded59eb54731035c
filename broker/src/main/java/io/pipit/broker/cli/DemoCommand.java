package io.pipit.broker.cli;

import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppServer;
import io.pipit.devices.sim.Demo;
import io.pipit.devices.sim.DemoOptions;
import io.pipit.devices.sim.Terminal;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    description = "Runs the node with this machine and simulated devices publishing to it.")
final class DemoCommand implements Callable<Integer> {

  private static final List<String> COMMANDS =
      List.of("./pipit status", "./pipit node ls", "curl http://127.0.0.1:5280/metrics");

  private final PipitCommand pipit;
  private final NodeStarter starter;

  DemoCommand(PipitCommand pipit, NodeStarter starter) {
    this.pipit = pipit;
    this.starter = starter;
  }

  @Override
  public Integer call() throws Exception {
    new NodeProcess(pipit, starter).run(this::begin);
    return ErrorCode.Exit.DONE;
  }

  private AutoCloseable begin(Configuration configuration, RunningNode node) throws CliException {
    Terminal terminal = Terminal.detect(pipit.shell().environment()).orElse(null);
    Vertx vertx = Vertx.vertx();
    Demo demo =
        PubsubSession.await(
            "start the demonstration",
            Demo.run(vertx, options(configuration, node), System.out, terminal));
    return () -> {
      demo.close().await();
      vertx.close().await();
    };
  }

  private static DemoOptions options(Configuration configuration, RunningNode node)
      throws CliException {
    InetSocketAddress address =
        Objects.requireNonNull(node.addresses().get("c2s_tls"), "a node has this listener");
    Path certificate =
        configuration.tls().certfile().orElse(Certificates.certificateFile(configuration));
    String password = Passwords.ofFile(new LocalNode(configuration.data()).firstRunFile());
    return new DemoOptions(
        "Pipit " + Version.pipit() + " " + RunFile.text(address),
        new XmppServer(
            configuration.domain(),
            address.getHostString(),
            address.getPort(),
            XmppServer.Security.DIRECT_TLS,
            Trust.caFile(certificate)),
        Jid.of("pubsub." + configuration.domain()),
        Credentials.of(BareJid.of(FirstRun.ADMINISTRATOR + "@" + configuration.domain()), password),
        configuration.data(),
        COMMANDS,
        System.nanoTime());
  }
}
