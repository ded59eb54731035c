package io.pipit.broker.mqtt;

import io.netty.channel.Channel;
import io.pipit.broker.mqtt.MqttOptions.Address;
import io.pipit.broker.mqtt.MqttService.Door;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.ChannelListener;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamMetrics.Refusal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts and serves the MQTT clients of one event loop. Deploy one instance per loop; they share
 * their ports. One timer looks at all connections each second, in place of one for each.
 *
 * <p>On undeploy every client of MQTT 5 is told that the server shuts down.
 */
public final class MqttServer extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(MqttServer.class);
  private static final long TICK_MILLIS = 1_000;

  private final MqttService service;
  private final Set<MqttConnection> connections = new LinkedHashSet<>();
  private final List<ChannelListener> listeners = new ArrayList<>();
  private @Nullable LoopInbox inbox;
  private boolean stopping;

  public MqttServer(MqttService service) {
    this.service = service;
  }

  @Override
  public Future<?> start() {
    inbox = service.parts().inboxes().apply(context);
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    MqttOptions options = service.options();
    List<Integer> ports = new ArrayList<>();
    return listen(options.plain(), Door.PLAIN)
        .onSuccess(ports::add)
        .compose(plain -> listen(options.tls(), Door.TLS))
        .onSuccess(ports::add)
        .compose(tls -> listen(options.webSocket(), Door.WEB_SOCKET))
        .onSuccess(
            webSocket -> {
              ports.add(webSocket);
              service.listening(ports);
            });
  }

  private Future<Integer> listen(Address address, Door door) {
    ChannelListener listener =
        new ChannelListener(vertx, (channel, remote) -> accept(channel, remote, door));
    listeners.add(listener);
    return listener.listen(address.host(), address.port(), service.portId(door));
  }

  private void accept(Channel channel, InetSocketAddress remote, Door door) {
    if (stopping) {
      ChannelListener.close(channel);
      return;
    }
    Optional<Refusal> refusal = refusal(remote.getAddress());
    if (refusal.isPresent()) {
      service.metrics().connectionRefused(refusal.get());
      log.atDebug()
          .addKeyValue("event", "mqtt.refuse")
          .addKeyValue("conn", ChannelListener.text(remote))
          .addKeyValue("reason", refusal.get())
          .log("a connection was turned away");
      ChannelListener.close(channel);
      return;
    }
    service.metrics().connectionOpened();
    MqttConnection connection =
        new MqttConnection(
            service,
            (ContextInternal) context,
            Objects.requireNonNull(inbox, "accepted before the start"),
            channel,
            remote,
            connections::remove);
    connections.add(connection);
    boolean tls = door == Door.TLS || (door == Door.WEB_SOCKET && service.options().webSocketTls());
    if (tls) {
      channel
          .pipeline()
          .addLast(
              "tls",
              service.tls(door).handler(channel.alloc(), service.options().limits().times().tls()));
    }
    if (door == Door.WEB_SOCKET) {
      WebSocketDoor.addTo(channel.pipeline(), service.options(), connection);
    }
    channel.pipeline().addLast("mqtt", connection);
  }

  /** Why a connection is not served; one that is, is counted. */
  private Optional<Refusal> refusal(InetAddress address) {
    if (service.options().limits().heap().pressure().refusesConnections()) {
      return Optional.of(Refusal.OVERLOADED);
    }
    return service.parts().authenticator().refuses(address)
        ? Optional.of(Refusal.ADDRESS_BLOCKED)
        : service.parts().connections().accepted(address);
  }

  private void tick() {
    long now = System.nanoTime();
    for (MqttConnection connection : List.copyOf(connections)) {
      connection.tick(now);
    }
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    for (MqttConnection connection : List.copyOf(connections)) {
      connection.close(ReasonCode.SERVER_SHUTTING_DOWN, "the node stops");
    }
    Duration grace = service.options().limits().times().closing();
    return Future.join(listeners.stream().map(listener -> listener.shutdown(grace)).toList());
  }
}
