package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.metrics.BrokerMetrics;
import io.pipit.broker.metrics.EventLoopWatch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Health, metrics, status and the end of the process. */
final class OperationRoutes {

  /** An event loop that says nothing for longer is stuck. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final BrokerMetrics metrics;
  private final EventLoopWatch loops;
  private final Health health;
  private final StatusSource status;
  private final Shutdown shutdown;

  OperationRoutes(
      Vertx vertx,
      BrokerMetrics metrics,
      EventLoopWatch loops,
      Health health,
      StatusSource status,
      Shutdown shutdown) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.loops = loops;
    this.health = health;
    this.status = status;
    this.shutdown = shutdown;
  }

  void addTo(Routes routes) {
    routes
        .add(HttpMethod.GET, "/livez", Routes.Access.PUBLIC, this::live)
        .add(HttpMethod.GET, "/readyz", Routes.Access.PUBLIC, this::ready)
        .add(HttpMethod.GET, "/healthz", Routes.Access.LOCAL_OR_TOKEN, this::health)
        .add(HttpMethod.GET, "/metrics", Routes.Access.LOCAL_OR_TOKEN, this::metrics)
        .add(HttpMethod.GET, "/mqtt", Routes.Access.PUBLIC, this::mqtt)
        .add(HttpMethod.GET, "/api/v1/status", Routes.Access.TOKEN, this::status)
        .add(HttpMethod.POST, "/api/v1/stop", Routes.Access.TOKEN, this::stop);
  }

  private void live(Exchange exchange) {
    boolean live = loops.turnsWithin(SILENCE);
    exchange.json(live ? 200 : 503, new JsonObject().put("status", live ? "live" : "stuck"));
  }

  private void ready(Exchange exchange) {
    List<String> reasons = health.unreadiness();
    JsonObject answer = new JsonObject().put("status", reasons.isEmpty() ? "ready" : "unready");
    List<String> notes = health.notes();
    if (!reasons.isEmpty()) {
      answer.put("reasons", new JsonArray(reasons));
    } else if (!notes.isEmpty()) {
      answer.put("notes", new JsonArray(notes));
    }
    exchange.json(reasons.isEmpty() ? 200 : 503, answer);
  }

  private void health(Exchange exchange) {
    Map<String, Health.Part> parts = new TreeMap<>(health.parts());
    Health.State worst =
        parts.values().stream()
            .map(Health.Part::state)
            .max(Health.State::compareTo)
            .orElse(Health.State.OK);
    JsonObject each = new JsonObject();
    parts.forEach(
        (name, part) -> {
          JsonObject state = new JsonObject().put("status", wire(part.state()));
          each.put(name, part.detail().isEmpty() ? state : state.put("detail", part.detail()));
        });
    exchange.json(
        worst == Health.State.FAILED ? 503 : 200,
        new JsonObject().put("status", wire(worst)).put("parts", each));
  }

  private static String wire(Health.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private void metrics(Exchange exchange) {
    String accept = exchange.header("Accept").orElse(null);
    exchange.answer(
        vertx.executeBlocking(() -> metrics.expose(accept), false),
        exposition -> exchange.text(200, exposition.contentType(), exposition.text()));
  }

  /** Where clients of MQTT over WebSocket look for it, though it has a port of its own. */
  private void mqtt(Exchange exchange) {
    String address = status.status().getJsonObject("addresses").getString("mqtt_ws");
    exchange.response().putHeader(HttpHeaders.UPGRADE, "websocket");
    exchange.refuse(
        426,
        ErrorCode.BAD_REQUEST,
        "MQTT over WebSocket is at " + address + ", with the path /mqtt (listeners.mqtt_ws)");
  }

  private void status(Exchange exchange) {
    exchange.json(200, status.status());
  }

  /** The answer leaves first: the end of the process closes its connection. */
  private void stop(Exchange exchange) {
    exchange
        .json(202, new JsonObject().put("status", "stopping"))
        .onComplete(sent -> shutdown.begin());
  }
}
