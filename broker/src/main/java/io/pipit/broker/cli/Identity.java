package io.pipit.broker.cli;

import io.pipit.broker.config.Certificates;
import io.pipit.broker.config.Configuration;
import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.Credentials;
import io.pipit.devices.client.Trust;
import io.pipit.devices.client.XmppServer;
import io.pipit.devices.client.XmppServer.Security;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * As whom, and at which server, a verb speaks XMPP: what the flags say, then a context, then the
 * node of this machine with the account that its first start made.
 */
record Identity(XmppServer server, Credentials credentials) {

  private static final int C2S_PORT = 5222;

  static Identity of(PipitCommand pipit) throws CliException, ConfigurationException {
    LocalNode node = pipit.node();
    Optional<Context> context = context(pipit, node);
    BareJid account = account(pipit, node, context);
    String password = password(pipit, node, context);
    Optional<Path> cafile = pipit.cafile().or(() -> context.flatMap(Context::cafile));
    Optional<String> address = pipit.server().or(() -> context.flatMap(Context::server));
    XmppServer server =
        address.isPresent()
            ? remote(address.get(), account, cafile.map(pipit.shell()::resolve))
            : local(pipit, node, cafile.map(pipit.shell()::resolve));
    try {
      return new Identity(server, Credentials.of(account, password));
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ErrorCode.NO_PASSWORD, "the password of " + account + " is unusable", e);
    }
  }

  /** One that is named; else {@code default}, unless a node of this machine is meant. */
  private static Optional<Context> context(PipitCommand pipit, LocalNode node) throws CliException {
    if (pipit.context().isPresent()) {
      return Optional.of(Context.named(pipit.shell(), pipit.context().get()));
    }
    boolean elsewhere = pipit.server().isPresent();
    return pipit.namesDataFolder() || elsewhere || node.running().isPresent()
        ? Optional.empty()
        : Context.find(pipit.shell(), Context.DEFAULT);
  }

  private static BareJid account(PipitCommand pipit, LocalNode node, Optional<Context> context)
      throws CliException {
    Optional<String> named = pipit.account().or(() -> context.flatMap(Context::jid));
    if (named.isPresent()) {
      return Jid.parse(named.get())
          .map(Jid::bare)
          .filter(jid -> !jid.local().isEmpty())
          .orElseThrow(
              () ->
                  new CliException(
                      ErrorCode.BAD_USER_NAME,
                      "'"
                          + named.get()
                          + "' is not the JID of an account, such as me@example.org"));
    }
    if (!Files.exists(node.firstRunFile())) {
      throw new CliException(
          ErrorCode.NO_CREDENTIALS,
          "it is not known which account to use; name it with --as JID and --password-file FILE");
    }
    return BareJid.of(FirstRun.ADMINISTRATOR + "@" + node.requireRunning().domain());
  }

  private static String password(PipitCommand pipit, LocalNode node, Optional<Context> context)
      throws CliException {
    if (pipit.passwordFile().isPresent()) {
      return Passwords.ofFile(pipit, pipit.passwordFile().get());
    }
    if (pipit.account().isEmpty()) {
      Path file =
          context
              .flatMap(Context::passwordFile)
              .map(pipit.shell()::resolve)
              .orElse(node.firstRunFile());
      return Passwords.ofFile(file);
    }
    return pipit
        .shell()
        .prompt()
        .ask("Password of " + pipit.account().get() + ": ")
        .filter(password -> !password.isEmpty())
        .orElseThrow(
            () ->
                new CliException(
                    ErrorCode.NO_CREDENTIALS,
                    "there is no password for "
                        + pipit.account().get()
                        + "; name its file with --password-file"));
  }

  /** A running node of this machine, over direct TLS and with the certificate that it shows. */
  private static XmppServer local(PipitCommand pipit, LocalNode node, Optional<Path> cafile)
      throws CliException, ConfigurationException {
    RunFile run = node.requireRunning();
    InetSocketAddress address =
        run.reachable("c2s_tls")
            .orElseThrow(
                () ->
                    new CliException(
                        ErrorCode.NO_CONNECTION, "the running node has no listener for TLS"));
    Configuration configuration =
        pipit.configuration().configuration().settled(node.data(), run.domain());
    Path certificate =
        configuration
            .tls()
            .certfile()
            .map(pipit.shell()::resolve)
            .orElse(Certificates.certificateFile(configuration));
    return new XmppServer(
        run.domain(),
        address.getHostString(),
        address.getPort(),
        Security.DIRECT_TLS,
        Trust.caFile(cafile.orElse(certificate)));
  }

  private static XmppServer remote(String address, BareJid account, Optional<Path> cafile)
      throws CliException {
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > 0 && address.substring(colon + 1).matches("[0-9]{1,5}");
    String host = hasPort ? address.substring(0, colon) : address;
    int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : C2S_PORT;
    try {
      return new XmppServer(
          account.domain(),
          host.replaceAll("[\\[\\]]", ""),
          port,
          Security.STARTTLS,
          cafile.map(Trust::caFile).orElseGet(Trust::system));
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ErrorCode.USAGE, "'" + address + "' is not an address such as example.org:5222", e);
    }
  }
}
