package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.EventLoopWatch;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP listener: {@code /livez}, {@code /readyz}, {@code /healthz}, {@code /metrics} and the
 * administration below {@code /api/v1}. Confined to its event loop, but for {@link #port}.
 *
 * <p>A request goes through the same gates in the same order: its path is unambiguous (400), the
 * route exists (404, 405), the peer may use it (401), its query and body are well-formed and within
 * bounds (400, 413). Only then a handler sees it. A refusal is JSON: {@code {"error": "…", "code":
 * "E…"}}, with the codes of {@code docs/errors.md}.
 *
 * <p>Bounds: 8 KiB of header, {@link HttpOptions#maxBodyBytes} of body, {@link
 * HttpOptions#maxConnections} connections, and {@link HttpOptions#peerMillis} for a peer to do what
 * it has to do next. Beyond a bound of the head the answer is 400, 414 or 431, beyond those of
 * connections and time the connection is closed.
 */
public final class HttpDoor extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(HttpDoor.class);

  private static final int MAX_HEADER_BYTES = 8 * 1024;
  // A node name of 1,023 bytes, each percent-encoded, and what stands around it.
  private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;

  private final HttpOptions options;
  private final BrokerMetrics metrics;
  private final EventLoopWatch loops;
  private final Health health;
  private final StatusSource status;
  private final Administrations administrations;
  private final Gate gate;
  private final Routes routes = new Routes();

  private volatile int port;

  public HttpDoor(
      HttpOptions options,
      BrokerMetrics metrics,
      EventLoopWatch loops,
      Health health,
      StatusSource status,
      Administrations administrations) {
    this.options = options;
    this.metrics = metrics;
    this.loops = loops;
    this.health = health;
    this.status = status;
    this.administrations = administrations;
    this.gate = new Gate(options.adminToken());
  }

  /** The port that is bound, 0 before the verticle is deployed. Any thread. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    new OperationRoutes(vertx, metrics, loops, health, status, administrations.shutdown())
        .addTo(routes);
    new UserRoutes(administrations.users()).addTo(routes);
    new NodeRoutes(administrations.nodes()).addTo(routes);
    new QueueRoutes(administrations.queues()).addTo(routes);
    new CopyRoutes(administrations.copies()).addTo(routes);
    new BridgeRoutes(administrations.bridges()).addTo(routes);
    new ReloadRoutes(vertx, administrations.reload()).addTo(routes);
    Connections open =
        new Connections(vertx, options.maxConnections(), options.peerMillis(), metrics);
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true))
        .connectionHandler(open::opened)
        .requestHandler(request -> handle(request, open))
        .listen()
        .map(HttpServer::actualPort)
        .onSuccess(bound -> port = bound);
  }

  private void handle(HttpServerRequest request, Connections open) {
    open.progressed(request.connection());
    request.response().endHandler(ended -> open.progressed(request.connection()));

    Optional<List<String>> segments = RequestPath.segments(request.path());
    if (segments.isEmpty()) {
      refuse(request, 400, ErrorCode.BAD_REQUEST, "the path of the request is ambiguous");
      return;
    }
    Optional<Routes.Match> found = routes.find(request.method(), segments.get());
    if (found.isEmpty()) {
      List<String> methods = routes.methods(segments.get());
      if (methods.isEmpty()) {
        refuse(request, 404, ErrorCode.BAD_REQUEST, "there is nothing at this path");
      } else {
        request.response().putHeader(HttpHeaders.ALLOW, String.join(", ", methods));
        refuse(request, 405, ErrorCode.BAD_REQUEST, "this path has other methods");
      }
      return;
    }
    Routes.Match match = found.get();
    List<String> authorization = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (!gate.admits(match.route().access(), request.remoteAddress(), authorization)) {
      refuse(request, 401, ErrorCode.NOT_AUTHENTICATED, "this needs the administrator's token");
      return;
    }
    Optional<Map<String, String>> query = RequestPath.query(request.query());
    if (query.isEmpty()) {
      refuse(request, 400, ErrorCode.BAD_REQUEST, "the query of the request is ill-formed");
      return;
    }
    new BodyReader(request, options.maxBodyBytes())
        .read()
        .onSuccess(
            body -> {
              if (body.isEmpty()) {
                refuse(request, 413, ErrorCode.BAD_REQUEST, "the body of the request is too long");
                return;
              }
              open.progressed(request.connection());
              call(match, new Exchange(request, context, match.named(), query.get(), body.get()));
            })
        // The peer went away in the middle of its body; there is nobody to tell.
        .onFailure(
            gone ->
                log.atDebug()
                    .addKeyValue("event", "http.abort")
                    .addKeyValue("path", request.path())
                    .log("the client went away"));
  }

  private static void call(Routes.Match match, Exchange exchange) {
    try {
      match.route().handler().accept(exchange);
    } catch (RuntimeException defect) {
      exchange.failed(defect);
    }
  }

  /** Refuses a request whose body was not read, which ends the connection. */
  private static void refuse(HttpServerRequest request, int status, ErrorCode code, String reason) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Responses.refuse(request.response(), status, code, reason)
        .onComplete(sent -> request.connection().close());
  }
}
