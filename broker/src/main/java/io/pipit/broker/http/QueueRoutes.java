package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.QueueAdministration.QueueDetails;
import io.pipit.broker.http.QueueAdministration.QueueInfo;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * {@code /api/v1/queues}: the queues in which items wait. Owner and name are one segment of the
 * path each, slashes written {@code %2F}. A name that cannot stand in a path, such as one with two
 * dots, goes with its owner into the parameters {@code owner} and {@code name} of {@code
 * /api/v1/queues} instead.
 */
final class QueueRoutes {

  private static final String ALL = "/api/v1/queues";
  private static final String ONE = "/api/v1/queues/{owner}/{name}";

  private final QueueAdministration queues;

  QueueRoutes(QueueAdministration queues) {
    this.queues = queues;
  }

  void addTo(Routes routes) {
    routes
        .add(HttpMethod.GET, ALL, Routes.Access.TOKEN, this::listOrInfo)
        .add(HttpMethod.DELETE, ALL, Routes.Access.TOKEN, on(this::delete))
        .add(HttpMethod.GET, ONE, Routes.Access.TOKEN, on(this::info))
        .add(HttpMethod.DELETE, ONE, Routes.Access.TOKEN, on(this::delete));
  }

  private interface OneQueue {
    void handle(Exchange exchange, BareJid owner, String name);
  }

  private static Consumer<Exchange> on(OneQueue handler) {
    return exchange -> {
      Optional<String> owner = asked(exchange, "owner");
      Optional<String> name = asked(exchange, "name");
      if (owner.isEmpty() || name.isEmpty()) {
        exchange.refuse(400, ErrorCode.BAD_REQUEST, "a queue has an owner and a name");
        return;
      }
      Optional<Jid> jid = Jid.parse(owner.get());
      if (jid.isPresent() && jid.get() instanceof BareJid bare) {
        handler.handle(exchange, bare, name.get());
      } else {
        exchange.refuse(
            400, ErrorCode.BAD_REQUEST, "'" + owner.get() + "' is not the address of an account");
      }
    };
  }

  private static Optional<String> asked(Exchange exchange, String part) {
    return exchange.named(part).or(() -> exchange.query(part));
  }

  private void listOrInfo(Exchange exchange) {
    if (exchange.query("owner").isPresent() || exchange.query("name").isPresent()) {
      on(this::info).accept(exchange);
    } else {
      Paging.answer(exchange, "queues", queues::list, QueueInfo::address, QueueRoutes::json);
    }
  }

  private void info(Exchange exchange, BareJid owner, String name) {
    exchange.answer(queues.info(owner, name), 200, QueueRoutes::details);
  }

  private void delete(Exchange exchange, BareJid owner, String name) {
    exchange.answer(queues.delete(owner, name), 200, QueueRoutes::json);
  }

  private static JsonObject json(QueueInfo info) {
    JsonObject dropped = new JsonObject();
    new TreeMap<>(info.dropped()).forEach(dropped::put);
    JsonObject json =
        new JsonObject()
            .put("owner", info.owner().toString())
            .put("name", info.name())
            .put("kind", info.kind())
            .put("attached", info.isAttached())
            .put("items", info.items())
            .put("bytes", info.bytes());
    Instant oldest = info.oldest();
    if (oldest != null) {
      json.put("oldest", oldest.toString());
    }
    return json.put("delivered", info.delivered()).put("dropped", dropped);
  }

  private static JsonObject details(QueueDetails details) {
    JsonObject json =
        json(details.info())
            .put("filters", new JsonArray(details.filters()))
            .put(
                "bounds",
                new JsonObject()
                    .put("items", details.mostItems())
                    .put("bytes", details.mostBytes())
                    .put("age_seconds", details.mostAge().toSeconds())
                    .put("overflow", details.overflow()));
    Duration expiry = details.expiry();
    return expiry == null ? json : json.put("expiry_seconds", expiry.toSeconds());
  }
}
