package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.stream.ConnectionCounts;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.ServerTls;
import io.pipit.broker.stream.sasl.Authenticator;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What all {@link MqttServer}s of one broker share. Any thread.
 *
 * <pre>{@code
 * MqttService service = new MqttService(vertx, options, parts);
 * vertx.deployVerticle(() -> new MqttServer(service), new DeploymentOptions().setInstances(loops));
 * }</pre>
 */
public final class MqttService {

  private static final AtomicInteger PORT_IDS = new AtomicInteger(188_300);

  /** The doors in the order of {@link #listening}. */
  enum Door {
    PLAIN,
    TLS,
    WEB_SOCKET
  }

  /**
   * Whom the door turns to.
   *
   * @param isAccount whether there is an account of an address
   * @param connections counts those of all doors
   * @param inboxes gives the one inbox of a context's event loop
   */
  public record Parts(
      MqttSessions sessions,
      Authenticator authenticator,
      Predicate<BareJid> isAccount,
      ConnectionCounts connections,
      Function<Context, LoopInbox> inboxes,
      MqttMetrics metrics) {}

  private final MqttOptions options;
  private final Parts parts;
  private final ServerTls tls;
  private final ServerTls webSocketTls;
  private final int firstPortId = PORT_IDS.getAndAdd(Door.values().length);
  private volatile List<Integer> ports = List.of();

  /**
   * Reads the certificate, which blocks: not for an event loop.
   *
   * @throws IllegalArgumentException when key or certificate cannot be used
   */
  public MqttService(Vertx vertx, MqttOptions options, Parts parts) {
    this.options = options;
    this.parts = parts;
    this.webSocketTls =
        ServerTls.of(vertx, options.certificate(), Optional.empty(), Optional.empty());
    this.tls =
        options.clientCa().isEmpty()
            ? webSocketTls
            : ServerTls.of(vertx, options.certificate(), Optional.empty(), options.clientCa());
  }

  /** The port without TLS that is listened on, once a server is deployed. */
  public int port() {
    return ports.get(0);
  }

  /** The port with TLS. */
  public int tlsPort() {
    return ports.get(1);
  }

  /** The port for WebSocket. */
  public int webSocketPort() {
    return ports.get(2);
  }

  void listening(List<Integer> bound) {
    ports = List.copyOf(bound);
  }

  /** Servers with the same id share a port that the system chooses. */
  int portId(Door door) {
    return switch (door) {
      case PLAIN -> firstPortId;
      case TLS -> firstPortId + 1;
      case WEB_SOCKET -> firstPortId + 2;
    };
  }

  MqttOptions options() {
    return options;
  }

  Parts parts() {
    return parts;
  }

  MqttMetrics metrics() {
    return parts.metrics();
  }

  /** A page in a browser cannot choose its certificate: only the TLS listener asks for one. */
  ServerTls tls(Door door) {
    return door == Door.TLS ? tls : webSocketTls;
  }
}
