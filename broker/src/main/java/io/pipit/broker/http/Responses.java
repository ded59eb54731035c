package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** The form of every answer of the door. */
final class Responses {

  private Responses() {}

  static Future<Void> refuse(
      HttpServerResponse response, int status, ErrorCode code, String reason) {
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"pipit\"");
    } else if (status == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    return send(
        response.setStatusCode(status),
        "application/json",
        new JsonObject().put("error", reason).put("code", code.code()).encode());
  }

  static Future<Void> send(HttpServerResponse response, String contentType, String text) {
    if (response.closed() || response.ended()) {
      return Future.succeededFuture();
    }
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(text);
  }
}
