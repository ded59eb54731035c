package io.pipit.devices.client;

import io.pipit.devices.client.XmppException.Disconnected;
import io.pipit.devices.client.XmppException.TimedOut;
import io.pipit.devices.client.XmppException.TlsFailed;
import io.pipit.devices.client.XmppException.Unreachable;
import io.pipit.xmpp.DnsName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions at one server. Share one between all clients of a process: they then share what
 * TLS needs. Any thread.
 */
public final class XmppConnector {

  private final Vertx vertx;
  private final XmppServer server;
  private final ClientOptions options;
  private final NetClient net;

  private XmppConnector(Vertx vertx, XmppServer server, ClientOptions options) {
    this.vertx = vertx;
    this.server = server;
    this.options = options;
    this.net = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
  }

  public static XmppConnector create(Vertx vertx, XmppServer server) {
    return create(vertx, server, ClientOptions.DEFAULT);
  }

  public static XmppConnector create(Vertx vertx, XmppServer server, ClientOptions options) {
    return new XmppConnector(vertx, server, options);
  }

  public XmppServer server() {
    return server;
  }

  /** Opens a session whose resource the server chooses. */
  public Future<XmppClient> connect(Credentials credentials) {
    return open(credentials, null);
  }

  /**
   * Opens a session: connects, secures, authenticates, binds. It belongs to the Vert.x context of
   * the caller, or to a new one.
   *
   * <p>Fails with {@link XmppException}: {@link Unreachable}, {@link TlsFailed}, {@link
   * XmppException.NotAuthenticated}, {@link TimedOut}, or whatever ended the stream.
   */
  public Future<XmppClient> connect(Credentials credentials, String resource) {
    return open(credentials, resource);
  }

  private Future<XmppClient> open(Credentials credentials, @Nullable String resource) {
    Context context = vertx.getOrCreateContext();
    Promise<XmppClient> opened = Promise.promise();
    context.runOnContext(
        there ->
            connectSocket()
                .recover(failure -> Future.failedFuture(unreachable(failure)))
                .compose(socket -> negotiate(context, socket, credentials, resource))
                .recover(this::whileConnecting)
                .onComplete(opened));
    return opened.future();
  }

  private Future<NetSocket> connectSocket() {
    ConnectOptions to =
        new ConnectOptions()
            .setHost(server.host())
            .setPort(server.port())
            .setTimeout((int) options.connectTimeout().toMillis());
    if (server.security() == XmppServer.Security.DIRECT_TLS) {
      to.setSsl(true)
          .setSslOptions(server.trust().sslOptions())
          .setSniServerName(DnsName.of(server.domain()));
    }
    return net.connect(to);
  }

  private XmppException unreachable(Throwable failure) {
    String detail = Failures.describe(failure);
    return new XmppException(
        failure instanceof SSLException && !Failures.isOfConnection(failure)
            ? new TlsFailed(detail)
            : new Unreachable(server.address(), detail));
  }

  /** A connection that ended before there was a session was never one for the caller. */
  private Future<XmppClient> whileConnecting(Throwable failure) {
    return Future.failedFuture(
        failure instanceof XmppException e && e.reason() instanceof Disconnected gone
            ? new XmppException(new Unreachable(server.address(), gone.detail()))
            : failure);
  }

  private Future<XmppClient> negotiate(
      Context context, NetSocket socket, Credentials credentials, @Nullable String resource) {
    XmppStream stream = new XmppStream(vertx, socket, server.domain(), options.maxStanzaBytes());
    long timer =
        vertx.setTimer(
            options.connectTimeout().toMillis(),
            late -> stream.end(new TimedOut(options.connectTimeout())));
    return new Negotiation(vertx, stream, server, credentials, resource)
        .run()
        .map(jid -> new XmppClient(vertx, context, this, stream, jid, options))
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              if (done.failed()) {
                stream.close();
              }
            });
  }

  /** Closes the connections of all its clients at once, without ceremony. */
  public Future<Void> close() {
    return net.close();
  }
}
