package io.pipit.broker.http;

import io.pipit.broker.config.Problem;
import io.pipit.broker.http.Reload.Reloaded;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /api/v1/reload}: the configuration is read again. */
final class ReloadRoutes {

  private final Vertx vertx;
  private final Reload reload;

  ReloadRoutes(Vertx vertx, Reload reload) {
    this.vertx = vertx;
    this.reload = reload;
  }

  void addTo(Routes routes) {
    routes.add(HttpMethod.POST, "/api/v1/reload", Routes.Access.TOKEN, this::reload);
  }

  private void reload(Exchange exchange) {
    exchange.answer(
        vertx.executeBlocking(reload::now, false),
        answer -> {
          if (answer instanceof Answer.Done<Reloaded> done && !done.value().problems().isEmpty()) {
            exchange.json(422, invalid(done.value()));
          } else {
            exchange.answer(answer, 200, ReloadRoutes::json);
          }
        });
  }

  private static JsonObject json(Reloaded reloaded) {
    return new JsonObject()
        .put("applied", new JsonArray(reloaded.applied()))
        .put("needs_restart", new JsonArray(reloaded.needsRestart()))
        .put("warnings", new JsonArray(reloaded.warnings()));
  }

  /** A refusal, as every other one, that goes on with each problem apart. */
  private static JsonObject invalid(Reloaded reloaded) {
    JsonArray problems = new JsonArray();
    for (Problem problem : reloaded.problems()) {
      problems.add(
          new JsonObject()
              .put("where", problem.where())
              .put("message", problem.message())
              .put("code", problem.code().code()));
    }
    return new JsonObject()
        .put("error", "the configuration is not valid; nothing has changed")
        .put("code", reloaded.problems().get(0).code().code())
        .put("problems", problems)
        .put("warnings", new JsonArray(reloaded.warnings()));
  }
}
