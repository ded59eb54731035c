package io.pipit.broker.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.pipit.broker.stream.StreamMetrics.Refusal;
import io.pipit.xmpp.StreamError;
import io.pipit.xmpp.StreamError.Condition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private static final long TICK_MILLIS = 1_000;

  private final C2sService service;
  private final Set<StreamConnection> connections = new LinkedHashSet<>();
  private final List<ChannelListener> listeners = new ArrayList<>();
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
    ChannelListener listener =
        new ChannelListener(vertx, (channel, remote) -> accept(channel, remote, directTls));
    listeners.add(listener);
    return listener.listen(host, port, sharedId);
  }

  private void accept(Channel channel, InetSocketAddress remote, boolean directTls) {
    LoopResources ours = loop;
    if (ours == null || stopping) {
      ChannelListener.close(channel);
      return;
    }
    Optional<Refusal> refusal = refusal(remote.getAddress());
    if (refusal.isPresent()) {
      service.metrics().connectionRefused(refusal.get());
      log.atDebug()
          .addKeyValue("event", "conn.refuse")
          .addKeyValue("conn", ChannelListener.text(remote))
          .addKeyValue("reason", refusal.get())
          .log("a connection was turned away");
      ChannelListener.close(channel);
      return;
    }
    service.metrics().connectionOpened();
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
    Duration grace = service.options().limits().times().closing();
    return Future.join(listeners.stream().map(listener -> listener.shutdown(grace)).toList());
  }
}
