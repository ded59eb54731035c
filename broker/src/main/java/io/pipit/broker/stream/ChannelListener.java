package io.pipit.broker.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.pipit.broker.config.FileFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Listens at one address for one event loop, and hands over the channels of who connects. Several
 * of the same address, one for each loop, share its port. Confined to its loop.
 */
public final class ChannelListener {

  private static final int BACKLOG = 1_024;

  /** Reads of up to 64 KiB from one socket before the next one gets its turn. */
  private static final int READS_PER_TURN = 4;

  private final NetServer server;
  private final BiConsumer<Channel, InetSocketAddress> accepted;

  /**
   * @param vertx of the loop
   * @param accepted gets each channel, and the address of its peer, on the loop; nobody else
   *     handles the channel
   */
  public ChannelListener(Vertx vertx, BiConsumer<Channel, InetSocketAddress> accepted) {
    this.accepted = accepted;
    this.server =
        vertx
            .createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG))
            .connectHandler(this::accept);
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any free one
   * @param sharedId listeners with the same one share the free port
   * @return the port; fails with the address in the message
   */
  public Future<Integer> listen(String host, int port, int sharedId) {
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

  private void accept(NetSocket socket) {
    ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
    Channel channel = vertxHandler.channel();
    // The socket of Vert.x would only look on, and is 5.4 KiB of heap, most of it a queue of 1,024
    // places: without it a quiet connection takes less than half. The server keeps the channel.
    channel.pipeline().remove(vertxHandler.handler());
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      close(channel);
      return;
    }
    RecvByteBufAllocator reads = channel.config().getRecvByteBufAllocator();
    if (reads instanceof MaxMessagesRecvByteBufAllocator perTurn) {
      perTurn.maxMessagesPerRead(READS_PER_TURN);
    }
    accepted.accept(channel, remote);
  }

  /** Turns a connection away. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
  public static void close(Channel channel) {
    channel.close();
  }

  /** Accepts no more, and ends when the last channel has, or after some time. */
  public Future<Void> shutdown(Duration grace) {
    return server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Address and port of a peer, {@code 192.0.2.1:40000} or {@code [2001:db8::1]:40000}. */
  public static String text(InetSocketAddress remote) {
    String host = remote.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + remote.getPort();
  }
}
