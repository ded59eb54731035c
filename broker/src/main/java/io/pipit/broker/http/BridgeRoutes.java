package io.pipit.broker.http;

import io.pipit.bridges.mqtt.BridgeOptions;
import io.pipit.bridges.mqtt.BridgeProbe;
import io.pipit.bridges.mqtt.BridgeStatus;
import io.pipit.bridges.mqtt.BridgeTraffic;
import io.pipit.broker.http.BridgeAdministration.View;
import io.pipit.pubsub.port.QueueStatus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/bridges}: bridges by their names in the configuration. */
final class BridgeRoutes {

  private static final String ALL = "/api/v1/bridges";
  private static final String ONE = "/api/v1/bridges/{name}";

  private final BridgeAdministration bridges;

  BridgeRoutes(BridgeAdministration bridges) {
    this.bridges = bridges;
  }

  void addTo(Routes routes) {
    routes
        .add(HttpMethod.GET, ALL, Routes.Access.TOKEN, this::list)
        .add(HttpMethod.GET, ONE, Routes.Access.TOKEN, this::find);
    act(routes, "pause", bridges::pause, BridgeRoutes::json);
    act(routes, "resume", bridges::resume, BridgeRoutes::json);
    act(routes, "test", bridges::test, BridgeRoutes::json);
    act(
        routes,
        "drop-buffer",
        bridges::dropBuffer,
        dropped -> new JsonObject().put("dropped", dropped));
  }

  private static <T> void act(
      Routes routes,
      String verb,
      Function<String, Future<Answer<T>>> act,
      Function<T, JsonObject> json) {
    routes.add(
        HttpMethod.POST,
        ONE + "/" + verb,
        Routes.Access.TOKEN,
        exchange -> exchange.answer(act.apply(exchange.named("name").orElseThrow()), 200, json));
  }

  private void list(Exchange exchange) {
    exchange.answer(
        bridges.list(),
        views -> {
          JsonArray all = new JsonArray();
          views.forEach(view -> all.add(json(view)));
          exchange.json(200, new JsonObject().put("bridges", all));
        });
  }

  private void find(Exchange exchange) {
    exchange.answer(bridges.find(exchange.named("name").orElseThrow()), 200, BridgeRoutes::json);
  }

  private static JsonObject json(View view) {
    BridgeOptions options = view.options();
    JsonObject json =
        new JsonObject()
            .put("name", options.name())
            .put("type", options.type())
            .put("required", options.required())
            .put("state", view.status().map(status -> status.state().word()).orElse("disabled"))
            .put("addresses", new JsonArray(options.addresses()));
    view.status().ifPresent(status -> put(json, status));
    return json;
  }

  private static void put(JsonObject json, BridgeStatus status) {
    json.put("since", text(status.since()))
        .put("address", status.address())
        .put("version", status.version())
        .put("session_present", status.sessionPresent())
        .put("attempts", status.attempts());
    putKnown(json, "last_error", status.lastError());
    putKnown(json, "next_try", text(status.nextTry()));
    JsonObject failed = new JsonObject();
    new TreeMap<>(status.failedFilters()).forEach(failed::put);
    json.put("failed_filters", failed)
        .put("inflight", status.inflight())
        .put("unacknowledged", status.unacknowledged());
    put(json, status.traffic());
    QueueStatus buffer = status.buffer();
    if (buffer != null) {
      JsonObject dropped = counts(buffer.dropped());
      JsonObject waiting =
          new JsonObject()
              .put("items", buffer.items())
              .put("bytes", buffer.bytes())
              .put("dropped", dropped);
      putKnown(waiting, "oldest", text(buffer.oldest()));
      json.put("buffer", waiting);
    }
  }

  private static void put(JsonObject json, BridgeTraffic traffic) {
    json.put("counted_since", text(traffic.since()))
        .put(
            "in",
            new JsonObject()
                .put("published", traffic.published())
                .put("dropped", counts(traffic.droppedIn())))
        .put(
            "out",
            new JsonObject()
                .put("delivered", traffic.delivered())
                .put("refused", traffic.refused())
                .put("dropped", counts(traffic.droppedOut())));
    BridgeTraffic.LastDrop last = traffic.lastDrop();
    if (last != null) {
      json.put(
          "last_drop",
          new JsonObject()
              .put("time", text(last.time()))
              .put("direction", last.direction().word())
              .put("reason", last.reason())
              .put("what", last.what()));
    }
  }

  private static JsonObject counts(Map<String, Long> byReason) {
    JsonObject counts = new JsonObject();
    new TreeMap<>(byReason).forEach(counts::put);
    return counts;
  }

  private static void putKnown(JsonObject json, String member, @Nullable String text) {
    if (text != null) {
      json.put(member, text);
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static JsonObject json(List<BridgeProbe.Step> steps) {
    JsonArray all = new JsonArray();
    for (BridgeProbe.Step step : steps) {
      all.add(
          new JsonObject()
              .put("address", step.address())
              .put("step", step.name())
              .put("passed", step.passed())
              .put("detail", step.detail())
              .put("remedy", step.remedy()));
    }
    return new JsonObject().put("passed", BridgeProbe.isPassed(steps)).put("steps", all);
  }
}
