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
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As whom, and at which server, a verb speaks XMPP: what the flags say, then a context, then the
 * node of this machine with the account that its first start made.
 *
 * @param passwordFile of that account, when the password is from there: it may have changed since
 */
record Identity(XmppServer server, Credentials credentials, Optional<Path> passwordFile) {

  private static final int C2S_PORT = 5222;

  /**
   * Finds out.
   *
   * @param readsInput whether the command has another use for standard input than the password
   */
  static Identity of(PipitCommand pipit, boolean readsInput)
      throws CliException, ConfigurationException {
    Optional<Context> context = Context.of(pipit);
    LocalNode node =
        new LocalNode(
            context
                .flatMap(Context::data)
                .map(pipit.shell()::resolve)
                .orElse(pipit.configuredNode().data()));
    Optional<LocalAccount> first =
        LocalAccount.find(node, pipit.configuration().configuration(), pipit.shell());
    BareJid account = account(pipit, node, context, first);
    Optional<Path> passwordFile =
        pipit.passwordFile().isPresent() || pipit.account().isPresent()
            ? Optional.empty()
            : context
                .flatMap(Context::passwordFile)
                .map(pipit.shell()::resolve)
                .or(() -> first.map(LocalAccount::passwordFile));
    String password =
        passwordFile.isPresent()
            ? Passwords.ofFile(passwordFile.get())
            : Passwords.of(pipit, account.toString(), readsInput);
    Optional<Path> cafile =
        pipit.cafile().or(() -> context.flatMap(Context::cafile)).map(pipit.shell()::resolve);
    Optional<String> address = pipit.server().or(() -> context.flatMap(Context::server));
    XmppServer server =
        address.isPresent()
            ? remote(address.get(), account, cafile)
            : local(pipit, node, account, cafile);
    try {
      return new Identity(server, Credentials.of(account, password), passwordFile);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ErrorCode.NO_PASSWORD,
          "the password of " + account + " has characters that no password may have",
          e);
    }
  }

  private static BareJid account(
      PipitCommand pipit, LocalNode node, Optional<Context> context, Optional<LocalAccount> first)
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
    String domain = pipit.server().isEmpty() ? node.requireRunning().domain() : "DOMAIN";
    if (first.isEmpty() || pipit.server().isPresent()) {
      throw new CliException(
          ErrorCode.NO_CREDENTIALS,
          "it is not known which account to use; name it with --as NAME@"
              + domain
              + " and --password-file FILE (accounts: 'pipit user ls', 'pipit user add NAME')");
    }
    return BareJid.of(first.get().name() + "@" + domain);
  }

  /** A running node of this machine, over direct TLS and with the certificate that it shows. */
  private static XmppServer local(
      PipitCommand pipit, LocalNode node, BareJid account, Optional<Path> cafile)
      throws CliException, ConfigurationException {
    RunFile run = node.requireRunning();
    if (!account.domain().equals(run.domain())) {
      throw new CliException(
          ErrorCode.NO_CONNECTION,
          account
              + " is no account of "
              + run.domain()
              + ", which the node of this machine serves; name the other one with --server"
              + " HOST:PORT");
    }
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
    if (host.contains("/")) {
      throw notAnAddress(address, null);
    }
    try {
      return new XmppServer(
          account.domain(),
          host.replaceAll("[\\[\\]]", ""),
          port,
          Security.STARTTLS,
          cafile.map(Trust::caFile).orElseGet(Trust::system));
    } catch (IllegalArgumentException e) {
      throw notAnAddress(address, e);
    }
  }

  private static CliException notAnAddress(String address, @Nullable Exception cause) {
    return new CliException(
        ErrorCode.USAGE, "'" + address + "' is not an address such as example.org:5222", cause);
  }
}
