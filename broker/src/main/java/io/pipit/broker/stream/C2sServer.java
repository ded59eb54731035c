package io.pipit.broker.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.pipit.broker.config.FileFault;
import io.pipit.broker.stream.StreamMetrics.Refusal;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts and serves the client streams of one event loop. Deploy one instance per loop; they share
 * their ports.
 *
 * <p>On undeploy every stream is told {@code system-shutdown} and gets {@link
 * StreamLimits.Times#closing} to read what is left.
 */
public final class C2sServer extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(C2sServer.class);
  private static final int BACKLOG = 1_024;
  private static final long TICK_MILLIS = 1_000;

  /** Reads of up to 64 KiB from one socket before the next one gets its turn. */
  private static final int READS_PER_TURN = 4;

  private final C2sService service;
  private final Set<StreamConnection> connections = new LinkedHashSet<>();
  private final List<NetServer> servers = new ArrayList<>();
  private @Nullable LoopResources loop;
  private boolean stopping;

  /** What waited for clients to read when it was looked at last. */
  private long queuedStanzas;

  private long queuedBytes;

  public C2sServer(C2sService service) {
    this.service = service;
  }

  @Override
  public Future<?> start() {
    loop = new LoopResources((ContextInternal) context, service.inbox(context));
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    C2sOptions options = service.options();
    return listen(options.host(), options.port(), service.portId(), false)
        .compose(
            plain ->
                options.directTlsPort().isEmpty()
                    ? Future.succeededFuture(List.of(plain, 0))
                    : listen(
                            options.directTlsHost(),
                            options.directTlsPort().getAsInt(),
                            service.directTlsPortId(),
                            true)
                        .map(direct -> List.of(plain, direct)))
        .onSuccess(ports -> service.listening(ports.get(0), ports.get(1)));
  }

  private Future<Integer> listen(String host, int port, int sharedId, boolean directTls) {
    NetServer server =
        vertx
            .createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG))
            .connectHandler(socket -> accept(socket, directTls));
    servers.add(server);
    return server
        .listen(
            port == 0
                ? SocketAddress.sharedRandomPort(sharedId, host)
                : SocketAddress.inetSocketAddress(port, host))
        .map(NetServer::actualPort)
        .recover(failure -> Future.failedFuture(naming(host, port, failure)));
  }

  /** The failure to listen, with the one address of ours that it is about. */
  private static Throwable naming(String host, int port, Throwable failure) {
    String message =
        (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + port
            + ": "
            + FileFault.describe(failure);
    return failure instanceof BindException
        ? new BindException(message)
        : new IOException(message, failure);
  }

  private void accept(NetSocket socket, boolean directTls) {
    ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
    Channel channel = vertxHandler.channel();
    // The socket of Vert.x would only look on, and is 5.4 KiB of heap, most of it a queue of 1,024
    // places: without it a quiet connection takes less than half. The server keeps the channel.
    channel.pipeline().remove(vertxHandler.handler());
    LoopResources ours = loop;
    if (ours == null
        || stopping
        || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      close(channel);
      return;
    }
    Optional<Refusal> refusal = refusal(remote.getAddress());
    if (refusal.isPresent()) {
      service.metrics().connectionRefused(refusal.get());
      log.atDebug()
          .addKeyValue("event", "conn.refuse")
          .addKeyValue("conn", C2sStream.text(remote))
          .addKeyValue("reason", refusal.get())
          .log("a connection was turned away");
      close(channel);
      return;
    }
    service.metrics().connectionOpened();
    RecvByteBufAllocator reads = channel.config().getRecvByteBufAllocator();
    if (reads instanceof MaxMessagesRecvByteBufAllocator perTurn) {
      perTurn.maxMessagesPerRead(READS_PER_TURN);
    }
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    StreamConnection connection =
        new StreamConnection(service, ours, channel, remote, directTls, connections::remove);
    connections.add(connection);
    channel.pipeline().addLast("stream", connection);
  }

  /** Why a connection is not served; one that is, is counted. */
  private Optional<Refusal> refusal(InetAddress address) {
    if (service.options().limits().heap().pressure().refusesConnections()) {
      return Optional.of(Refusal.OVERLOADED);
    }
    return service.authenticator().refuses(address)
        ? Optional.of(Refusal.ADDRESS_BLOCKED)
        : service.connections().accepted(address);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  private static void close(Channel channel) {
    channel.close();
  }

  private void tick() {
    long now = System.nanoTime();
    service.authenticator().tick();
    long stanzas = 0;
    long bytes = 0;
    for (StreamConnection connection : List.copyOf(connections)) {
      connection.stream().tick(now);
      stanzas += connection.queuedStanzas();
      bytes += connection.queuedBytes();
    }
    if (stanzas != queuedStanzas || bytes != queuedBytes) {
      service.metrics().queued(stanzas - queuedStanzas, bytes - queuedBytes);
      queuedStanzas = stanzas;
      queuedBytes = bytes;
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    for (StreamConnection connection : List.copyOf(connections)) {
      connection.stream().close(StreamError.of(Condition.SYSTEM_SHUTDOWN));
    }
    long grace = service.options().limits().times().closing().toMillis();
    return Future.join(
        servers.stream().map(server -> server.shutdown(grace, TimeUnit.MILLISECONDS)).toList());
  }
}
