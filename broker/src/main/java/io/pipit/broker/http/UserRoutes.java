package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.pipit.xmpp.BareJid;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/users}: accounts of the domain, by the name before the at sign. */
final class UserRoutes {

  private final UserAdministration users;

  UserRoutes(UserAdministration users) {
    this.users = users;
  }

  void addTo(Routes routes) {
    routes
        .add(HttpMethod.GET, "/api/v1/users", Routes.Access.TOKEN, this::list)
        .add(HttpMethod.POST, "/api/v1/users", Routes.Access.TOKEN, this::create)
        .add(
            HttpMethod.PUT,
            "/api/v1/users/{name}/password",
            Routes.Access.TOKEN,
            this::changePassword)
        .add(HttpMethod.DELETE, "/api/v1/users/{name}", Routes.Access.TOKEN, this::remove);
  }

  private void list(Exchange exchange) {
    Paging.answer(exchange, "users", users::list, UserRoutes::name, UserRoutes::json);
  }

  private void create(Exchange exchange) {
    Optional<JsonObject> body = exchange.object(Set.of("name", "password"));
    Optional<String> name = body.flatMap(object -> string(exchange, object, "name"));
    Optional<String> password = name.flatMap(given -> string(exchange, body.get(), "password"));
    if (password.isPresent()) {
      exchange.answer(users.create(name.get(), password.get()), 201, UserRoutes::json);
    }
  }

  private void changePassword(Exchange exchange) {
    Optional<String> password =
        exchange.object(Set.of("password")).flatMap(object -> string(exchange, object, "password"));
    if (password.isPresent()) {
      String name = exchange.named("name").orElseThrow();
      exchange.answer(users.changePassword(name, password.get()), 200, UserRoutes::json);
    }
  }

  private void remove(Exchange exchange) {
    exchange.answer(users.remove(exchange.named("name").orElseThrow()), 200, UserRoutes::json);
  }

  private static String name(BareJid user) {
    return user.local();
  }

  private static JsonObject json(BareJid user) {
    return new JsonObject().put("name", name(user)).put("jid", user.toString());
  }

  private static Optional<String> string(Exchange exchange, JsonObject object, String member) {
    if (object.getValue(member) instanceof String text && !text.isEmpty()) {
      return Optional.of(text);
    }
    exchange.refuse(400, ErrorCode.BAD_REQUEST, "the body has no text '" + member + "'");
    return Optional.empty();
  }
}
