package io.pipit.broker.durability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The administration of accounts over HTTP. Any thread. */
final class Http {

  private static final String USERS = "/api/v1/users";

  private final HttpClientAgent client;
  private final ChildNode node;

  Http(Vertx vertx, ChildNode node) {
    // A connection that ends is seen in the request that was on it.
    this.client =
        vertx
            .httpClientBuilder()
            .withConnectHandler(connection -> connection.exceptionHandler(failure -> {}))
            .build();
    this.node = node;
  }

  /** There is no connection to the node any more: nobody knows whether the request was done. */
  static final class Gone extends Exception {

    private static final long serialVersionUID = 1L;

    Gone(Throwable cause) {
      super(cause);
    }
  }

  /** Creates an account, changes its password or, with an absent one, removes it. */
  Future<Void> change(String name, String before, String password) {
    if (password.equals(Ledger.ABSENT)) {
      return request(HttpMethod.DELETE, USERS + "/" + name, null).mapEmpty();
    }
    return before.equals(Ledger.ABSENT)
        ? request(
                HttpMethod.POST,
                USERS,
                new JsonObject().put("name", name).put("password", password))
            .mapEmpty()
        : request(
                HttpMethod.PUT,
                USERS + "/" + name + "/password",
                new JsonObject().put("password", password))
            .mapEmpty();
  }

  Future<Set<String>> users() {
    return request(HttpMethod.GET, USERS, null)
        .map(
            body -> {
              JsonArray users = new JsonObject(body).getJsonArray("users");
              return users.stream()
                  .map(user -> ((JsonObject) user).getString("name"))
                  .collect(Collectors.toSet());
            });
  }

  /** The status of a page that anybody may see. */
  static Future<Integer> status(Vertx vertx, int port, String path) {
    HttpClient client = vertx.createHttpClient();
    return client
        .request(HttpMethod.GET, port, ChildNode.HOST, path)
        .compose(HttpClientRequest::send)
        .map(HttpClientResponse::statusCode)
        .eventually(client::close);
  }

  private Future<Buffer> request(HttpMethod method, String path, @Nullable JsonObject body) {
    return send(method, path, body)
        .compose(
            response ->
                response.statusCode() / 100 == 2
                    ? response.body().recover(failure -> Future.failedFuture(new Gone(failure)))
                    : Future.failedFuture(
                        new IllegalStateException(
                            method + " " + path + ": " + response.statusCode())));
  }

  private Future<HttpClientResponse> send(
      HttpMethod method, String path, @Nullable JsonObject body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(ChildNode.HOST)
            .setPort(node.httpPort())
            .setURI(path)
            .setTimeout(30_000)
            .putHeader("Authorization", "Bearer " + node.token());
    return client
        .request(options)
        .compose(
            request ->
                body == null
                    ? request.send()
                    : request.putHeader("Content-Type", "application/json").send(body.toBuffer()))
        .recover(failure -> Future.failedFuture(new Gone(failure)));
  }

  Future<Void> close() {
    return client.close();
  }
}
