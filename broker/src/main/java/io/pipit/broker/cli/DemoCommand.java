package io.pipit.broker.cli;

import io.pipit.broker.cli.NodeStarter.RunningNode;
import io.pipit.broker.config.AddressBlock;
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
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    description = "Runs the node with this machine and simulated devices publishing to it.")
final class DemoCommand implements Callable<Integer> {

  private static final String ACCOUNT = "demo";

  /** Where programs of MQTT look when they are not told where. */
  private static final String LOOPBACK = "127.0.0.1";

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

  private AutoCloseable begin(Configuration configuration, RunningNode node)
      throws CliException, IOException {
    String password = Passwords.random();
    node.account(ACCOUNT, password);
    Terminal terminal =
        Terminal.detect(pipit.shell().environment(), pipit.allowsColor()).orElse(null);
    if (terminal == null) {
      pipit.print("Try in another terminal:");
      commands(configuration, node).forEach(command -> pipit.print("  " + command));
    }
    // Without a hook of its own for the end of the process, which a stopped start cannot set.
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false)));
    Demo demo =
        PubsubSession.await(
            "start the demonstration",
            Demo.run(vertx, options(configuration, node, password), System.out, terminal));
    return () -> {
      demo.close().await();
      vertx.close().await();
    };
  }

  private DemoOptions options(Configuration configuration, RunningNode node, String password) {
    InetSocketAddress address = address(node, "c2s_tls");
    Path certificate =
        configuration.tls().certfile().orElse(Certificates.certificateFile(configuration));
    return new DemoOptions(
        "Pipit " + Version.pipit() + " " + RunFile.text(address),
        new XmppServer(
            configuration.domain(),
            address.getHostString(),
            address.getPort(),
            XmppServer.Security.DIRECT_TLS,
            Trust.caFile(certificate)),
        Jid.of("pubsub." + configuration.domain()),
        Credentials.of(BareJid.of(ACCOUNT + "@" + configuration.domain()), password),
        configuration.data(),
        commands(configuration, node),
        System.nanoTime());
  }

  /** As they work in another terminal, which lacks what this command line and shell say. */
  private List<String> commands(Configuration configuration, RunningNode node) {
    List<String> commands =
        new ArrayList<>(
            List.of(
                "./pipit status" + pipit.nodeFlags(),
                "./pipit sub demo/host/load" + pipit.nodeFlags(),
                "./pipit get demo/host/memory --max 3" + pipit.nodeFlags()));
    InetSocketAddress mqtt = address(node, "mqtt");
    if (configuration.hasGuests() && AddressBlock.isLoopback(mqtt.getHostString())) {
      String host = mqtt.getHostString();
      String at = host.equals(LOOPBACK) ? "" : " -h " + Refusals.quote(host);
      commands.add("mosquitto_sub" + at + " -p " + mqtt.getPort() + " -t 'demo/#' -v");
    }
    commands.add("curl http://" + RunFile.text(address(node, "http")) + "/metrics");
    return commands;
  }

  private static InetSocketAddress address(RunningNode node, String listener) {
    return Objects.requireNonNull(node.addresses().get(listener), "a node has this listener");
  }
}
