package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.NodeAdministration.NodeInfo;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * {@code /api/v1/nodes}: nodes of the pubsub service. A name is one segment of the path, its
 * slashes written {@code %2F}. A name that cannot stand in a path, such as one with two dots, goes
 * into the parameter {@code node} of {@code /api/v1/nodes} instead.
 */
final class NodeRoutes {

  private static final String ALL = "/api/v1/nodes";
  private static final String ONE = "/api/v1/nodes/{node}";

  private final NodeAdministration nodes;

  NodeRoutes(NodeAdministration nodes) {
    this.nodes = nodes;
  }

  void addTo(Routes routes) {
    routes
        .add(HttpMethod.GET, ALL, Routes.Access.TOKEN, this::listOrInfo)
        .add(HttpMethod.POST, ALL, Routes.Access.TOKEN, this::create);
    for (String path : List.of(ALL, ONE)) {
      routes
          .add(HttpMethod.PATCH, path, Routes.Access.TOKEN, on(this::configure))
          .add(HttpMethod.DELETE, path, Routes.Access.TOKEN, on(this::delete));
    }
    routes.add(HttpMethod.GET, ONE, Routes.Access.TOKEN, on(this::info));
  }

  private interface OneNode {
    void handle(Exchange exchange, String node);
  }

  private static Consumer<Exchange> on(OneNode handler) {
    return exchange ->
        exchange
            .named("node")
            .or(() -> exchange.query("node"))
            .ifPresentOrElse(
                node -> handler.handle(exchange, node),
                () -> exchange.refuse(400, ErrorCode.BAD_REQUEST, "no node is named"));
  }

  private void listOrInfo(Exchange exchange) {
    Optional<String> node = exchange.query("node");
    if (node.isPresent()) {
      info(exchange, node.get());
    } else {
      Paging.answer(exchange, "nodes", nodes::list, name -> name, name -> name);
    }
  }

  private void info(Exchange exchange, String node) {
    exchange.answer(nodes.info(node), 200, NodeRoutes::json);
  }

  private void create(Exchange exchange) {
    Optional<JsonObject> body = exchange.object(Set.of("node", "configuration"));
    if (body.isEmpty()) {
      return;
    }
    Object node = body.get().getValue("node");
    if (node != null && !(node instanceof String)) {
      exchange.refuse(400, ErrorCode.BAD_REQUEST, "'node' is not a text");
      return;
    }
    configuration(exchange, body.get())
        .ifPresent(
            fields ->
                exchange.answer(
                    nodes.create((String) node, fields),
                    201,
                    name -> new JsonObject().put("node", name)));
  }

  private void configure(Exchange exchange, String node) {
    Optional<JsonObject> body = exchange.object(Set.of("configuration"));
    if (body.isPresent()) {
      configuration(exchange, body.get())
          .ifPresent(
              fields -> exchange.answer(nodes.configure(node, fields), 200, NodeRoutes::json));
    }
  }

  private void delete(Exchange exchange, String node) {
    exchange.answer(nodes.delete(node), 200, name -> new JsonObject().put("node", name));
  }

  /**
   * The member {@code configuration}: each field with a text, a number, a boolean or a list of
   * those. Empty when the request has been refused.
   */
  private static Optional<Map<String, List<String>>> configuration(
      Exchange exchange, JsonObject body) {
    Object member = body.getValue("configuration", new JsonObject());
    if (!(member instanceof JsonObject fields)) {
      exchange.refuse(400, ErrorCode.BAD_REQUEST, "'configuration' is not an object");
      return Optional.empty();
    }
    Map<String, List<String>> configuration = new LinkedHashMap<>();
    for (String field : fields.fieldNames()) {
      Object value = fields.getValue(field);
      List<String> values = new ArrayList<>();
      for (Object each : value instanceof JsonArray list ? list : new JsonArray().add(value)) {
        if (!(each instanceof String || each instanceof Number || each instanceof Boolean)) {
          exchange.refuse(
              400, ErrorCode.BAD_REQUEST, "the field '" + field + "' is neither value nor list");
          return Optional.empty();
        }
        values.add(each.toString());
      }
      configuration.put(field, List.copyOf(values));
    }
    return Optional.of(configuration);
  }

  private static JsonObject json(NodeInfo info) {
    JsonObject configuration = new JsonObject();
    new TreeMap<>(info.configuration())
        .forEach(
            (field, values) ->
                configuration.put(
                    field, values.size() == 1 ? values.get(0) : new JsonArray(values)));
    return new JsonObject()
        .put("node", info.node())
        .put("type", info.type())
        .put("owners", new JsonArray(info.owners()))
        .put("items", info.items())
        .put("subscriptions", info.subscriptions())
        .put("configuration", configuration);
  }
}
