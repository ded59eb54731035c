package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.CopyAdministration.Linked;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/copies}: links of the log for commands that copy it. */
final class CopyRoutes {

  private final CopyAdministration copies;

  CopyRoutes(CopyAdministration copies) {
    this.copies = copies;
  }

  void addTo(Routes routes) {
    routes.add(HttpMethod.POST, "/api/v1/copies", Routes.Access.TOKEN, this::link);
  }

  private void link(Exchange exchange) {
    Optional<JsonObject> body = exchange.object(Set.of("process"));
    if (body.isEmpty()) {
      return;
    }
    if (body.get().getValue("process") instanceof Number process && process.longValue() > 0) {
      exchange.answer(copies.link(process.longValue()), 201, CopyRoutes::json);
    } else {
      exchange.refuse(400, ErrorCode.BAD_REQUEST, "the body has no number 'process'");
    }
  }

  private static JsonObject json(Linked linked) {
    JsonObject sizes = new JsonObject();
    linked.sizes().forEach(sizes::put);
    return new JsonObject()
        .put("folder", linked.folder())
        .put("position", linked.position())
        .put("sizes", sizes);
  }
}
