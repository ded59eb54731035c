package io.pipit.broker.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the door answers to: each route with its method, its path and who may use it. */
final class Routes {

  /** Who may use a route. Decided on the route that was found, never on the text of a path. */
  enum Access {
    /** Everybody who reaches the listener. */
    PUBLIC,
    /** A peer on this machine without, everybody else with the token. */
    LOCAL_OR_TOKEN,
    /** With the token only, also on this machine, which other people may use too. */
    TOKEN
  }

  /** One route. A segment in braces takes any text and gives it that name. */
  record Route(
      HttpMethod method, List<String> segments, Access access, Consumer<Exchange> handler) {}

  /** A route with the text of its named segments. */
  record Match(Route route, Map<String, String> named) {}

  private final List<Route> routes = new ArrayList<>();

  Routes add(HttpMethod method, String path, Access access, Consumer<Exchange> handler) {
    routes.add(new Route(method, List.of(path.substring(1).split("/", -1)), access, handler));
    return this;
  }

  /** The route of a request. HEAD is answered as GET. */
  Optional<Match> find(HttpMethod method, List<String> segments) {
    HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    for (Route route : routes) {
      if (route.method().equals(asked)) {
        Map<String, String> named = match(route, segments);
        if (named != null) {
          return Optional.of(new Match(route, named));
        }
      }
    }
    return Optional.empty();
  }

  /** The methods of a path for the header Allow, none when there is no such path. */
  List<String> methods(List<String> segments) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (match(route, segments) != null) {
        methods.add(route.method().name());
        if (route.method().equals(HttpMethod.GET)) {
          methods.add(HttpMethod.HEAD.name());
        }
      }
    }
    return List.copyOf(methods);
  }

  private static @Nullable Map<String, String> match(Route route, List<String> segments) {
    if (route.segments().size() != segments.size()) {
      return null;
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String wanted = route.segments().get(i);
      if (wanted.startsWith("{")) {
        named.put(wanted.substring(1, wanted.length() - 1), segments.get(i));
      } else if (!wanted.equals(segments.get(i))) {
        return null;
      }
    }
    return named;
  }
}
