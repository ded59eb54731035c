package io.pipit.broker.stream;

import io.pipit.broker.stream.sasl.Authenticator;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all {@link C2sServer}s of one broker share: options, certificate, counts and whom they turn
 * to. Any thread.
 *
 * <pre>{@code
 * C2sService service = new C2sService(vertx, options, router, authenticator, inboxes, metrics,
 *     Optional.empty());
 * vertx.deployVerticle(() -> new C2sServer(service), new DeploymentOptions().setInstances(loops));
 * }</pre>
 */
public final class C2sService {

  private static final int ID_BYTES = 16;
  private static final AtomicInteger PORT_IDS = new AtomicInteger(522_200);

  private final Vertx vertx;
  private final C2sOptions options;
  private final StreamListener listener;
  private final Authenticator authenticator;
  private final Function<Context, LoopInbox> inboxes;
  private final StreamMetrics metrics;
  private final Optional<Registration> registration;
  private final ConnectionCounts connections;
  private final SecureRandom random = new SecureRandom();
  private final int portId = PORT_IDS.getAndIncrement();
  private final int directTlsPortId = PORT_IDS.getAndIncrement();

  private volatile @Nullable StreamTls tls;
  private volatile int port;
  private volatile int directTlsPort;

  /** Does ahead what the constructor would take longest for. Any thread; blocks. */
  public static void prepare() {
    ServerTls.prepare();
  }

  /**
   * Reads the certificate, which blocks: not for an event loop.
   *
   * @param inboxes gives the one inbox of a context's event loop
   * @param registration empty when clients cannot register themselves
   * @throws IllegalArgumentException when key or certificate cannot be used
   */
  public C2sService(
      Vertx vertx,
      C2sOptions options,
      StreamListener listener,
      Authenticator authenticator,
      Function<Context, LoopInbox> inboxes,
      StreamMetrics metrics,
      Optional<Registration> registration) {
    this.vertx = vertx;
    this.options = options;
    this.listener = listener;
    this.authenticator = authenticator;
    this.inboxes = inboxes;
    this.metrics = metrics;
    this.registration = registration;
    this.connections = new ConnectionCounts(options.limits().connections());
    options.certificate().ifPresent(this::certificate);
  }

  /**
   * Uses another certificate for every connection from now on; open ones keep theirs. Blocks.
   *
   * @throws IllegalArgumentException when it cannot be used; the old one stays
   */
  public void certificate(KeyCertOptions certificate) {
    tls = StreamTls.of(vertx, certificate);
  }

  /** The port that is listened on, once a server is deployed; 0 before. */
  public int port() {
    return port;
  }

  /** The port of direct TLS, if there is one. */
  public OptionalInt directTlsPort() {
    return options.directTlsPort().isPresent()
        ? OptionalInt.of(directTlsPort)
        : OptionalInt.empty();
  }

  /** Connections that have not authenticated. */
  public int unauthenticatedConnections() {
    return connections.unauthenticated();
  }

  void listening(int newPort, int newDirectTlsPort) {
    port = newPort;
    directTlsPort = newDirectTlsPort;
  }

  /** Servers with the same id share a port that the system chooses. */
  int portId() {
    return portId;
  }

  int directTlsPortId() {
    return directTlsPortId;
  }

  C2sOptions options() {
    return options;
  }

  StreamListener listener() {
    return listener;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  LoopInbox inbox(Context context) {
    return inboxes.apply(context);
  }

  StreamMetrics metrics() {
    return metrics;
  }

  Optional<Registration> registration() {
    return registration;
  }

  /** How many connections there are; other doors count theirs in it too. */
  public ConnectionCounts connections() {
    return connections;
  }

  StreamTls tls() {
    StreamTls current = tls;
    if (current == null) {
      throw new IllegalStateException("no certificate");
    }
    return current;
  }

  /** 128 random bits, for stream ids and the like. */
  String randomId() {
    byte[] drawn = new byte[ID_BYTES];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
