package io.pipit.broker.cli;

import io.pipit.broker.config.ConfigurationException;
import io.pipit.broker.config.ErrorCode;
import io.pipit.devices.client.ArchiveClient;
import io.pipit.devices.client.ClientOptions;
import io.pipit.devices.client.PubsubClient;
import io.pipit.devices.client.XmppClient;
import io.pipit.devices.client.XmppConnector;
import io.pipit.devices.client.XmppException;
import io.pipit.devices.client.XmppException.NotAuthenticated;
import io.pipit.devices.client.XmppException.Reason;
import io.pipit.devices.client.XmppException.Refused;
import io.pipit.devices.client.XmppException.TimedOut;
import io.pipit.devices.client.XmppException.Unreachable;
import io.pipit.pubsub.NodeType;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CompletionException;

/** One XMPP session for one verb, at the pubsub service of its domain. Blocks. */
final class PubsubSession implements AutoCloseable {

  private final Vertx vertx;
  private final XmppClient client;
  private final Jid service;
  private final PubsubClient pubsub;
  private final BareJid account;

  private PubsubSession(Vertx vertx, XmppClient client, Jid service, BareJid account) {
    this.vertx = vertx;
    this.account = account;
    this.client = client;
    this.service = service;
    this.pubsub = new PubsubClient(client, service);
  }

  static PubsubSession open(PipitCommand pipit) throws CliException, ConfigurationException {
    return open(pipit, false);
  }

  /**
   * Connects.
   *
   * @param readsInput whether the command has another use for standard input than a password
   */
  static PubsubSession open(PipitCommand pipit, boolean readsInput)
      throws CliException, ConfigurationException {
    Identity identity = Identity.of(pipit, readsInput);
    BareJid account = identity.credentials().account();
    ClientOptions options = ClientOptions.DEFAULT.withTimeouts(pipit.timeout(), pipit.timeout());
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(2));
    try {
      XmppConnector connector = XmppConnector.create(vertx, identity.server(), options);
      XmppClient client = await("connect as " + account, connector.connect(identity.credentials()));
      Jid service = Jid.of("pubsub." + identity.server().domain());
      return new PubsubSession(vertx, client, service, account);
    } catch (CliException e) {
      vertx.close().await();
      throw e.code() == ErrorCode.NOT_AUTHENTICATED
          ? notAuthenticated(identity, e)
          : e.getCause() instanceof XmppException failure && failure.reason() instanceof Unreachable
              ? e.with("does the node run? On its machine: 'pipit status'")
              : e;
    }
  }

  private static CliException notAuthenticated(Identity identity, CliException e) {
    String remedy =
        identity
            .passwordFile()
            .map(
                file ->
                    "the password in "
                        + file
                        + " may have been changed since: name the account with --as and"
                        + " --password-file")
            .orElse(
                "is the password right? On the machine of the node: 'pipit user ls', 'pipit user"
                    + " passwd "
                    + identity.credentials().account().local()
                    + "'");
    return new CliException(e.code(), e.getMessage() + "; " + remedy, e);
  }

  PubsubClient pubsub() {
    return pubsub;
  }

  ArchiveClient archive() {
    return new ArchiveClient(client, service);
  }

  /** Whether a node holds other nodes. What may not be seen does not, nor what is not there. */
  boolean isCollection(String node) throws CliException {
    return await(
        "look at '" + node + "'",
        pubsub
            .info(node)
            .map(
                info ->
                    info.elements().stream()
                        .filter(element -> element.is("identity", Ns.DISCO_INFO))
                        .anyMatch(
                            identity ->
                                identity.attribute("type", "").equals(NodeType.COLLECTION.wire())))
            .recover(
                failure ->
                    failure instanceof XmppException e && e.reason() instanceof Refused
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure)));
  }

  /** Completes when the stream has ended. */
  Future<Reason> ended() {
    return client.ended();
  }

  /** Waits for the answer to a request about a node; a refusal is told with what helps. */
  <T> T await(Deed deed, String node, Future<T> future) throws CliException {
    try {
      return join(deed.of(node), future);
    } catch (XmppException e) {
      throw e.reason() instanceof Refused refused
          ? new CliException(
              code(deed, refused.error().condition()),
              deed.of(node)
                  + " refused: "
                  + new Refusals(deed, node, account.toString()).explain(refused.error()),
              e)
          : explain(deed.of(node), e);
    }
  }

  /**
   * Waits for an answer.
   *
   * @param what was asked, as a phrase: {@code connect as me@localhost}
   */
  static <T> T await(String what, Future<T> future) throws CliException {
    try {
      return join(what, future);
    } catch (XmppException e) {
      throw explain(what, e);
    }
  }

  private static <T> T join(String what, Future<T> future) throws CliException, XmppException {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof XmppException failure) {
        throw failure;
      }
      throw new CliException(ErrorCode.DEFECT, what + " failed: " + e.getCause(), e);
    }
  }

  private static CliException explain(String what, XmppException e) {
    Reason reason = e.reason();
    if (reason instanceof Refused refused) {
      return new CliException(
          code(refused.error().condition()), what + " refused: " + e.getMessage(), e);
    }
    ErrorCode code =
        reason instanceof NotAuthenticated
            ? ErrorCode.NOT_AUTHENTICATED
            : reason instanceof TimedOut ? ErrorCode.TIMED_OUT : ErrorCode.NO_CONNECTION;
    return new CliException(code, what + ": " + e.getMessage(), e);
  }

  private static ErrorCode code(Deed deed, StanzaError.Condition condition) {
    ErrorCode code = code(condition);
    return deed == Deed.PUBLISH && code == ErrorCode.FORBIDDEN ? ErrorCode.PUBLISH_REFUSED : code;
  }

  private static ErrorCode code(StanzaError.Condition condition) {
    return switch (condition) {
      case ITEM_NOT_FOUND -> ErrorCode.NO_SUCH_NODE;
      case FORBIDDEN, NOT_ALLOWED, NOT_AUTHORIZED, REGISTRATION_REQUIRED -> ErrorCode.FORBIDDEN;
      case CONFLICT -> ErrorCode.CONFLICT;
      case RESOURCE_CONSTRAINT, INTERNAL_SERVER_ERROR -> ErrorCode.UNAVAILABLE;
      case BAD_REQUEST, NOT_ACCEPTABLE -> ErrorCode.BAD_REQUEST;
      default -> ErrorCode.REFUSED;
    };
  }

  @Override
  public void close() {
    client.close().await();
    vertx.close().await();
  }
}
