package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request that was read whole, with its answer. Confined to the event loop of the door; it is
 * answered once.
 */
final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final HttpServerRequest request;
  private final Context context;
  private final Map<String, String> named;
  private final Map<String, String> query;
  private final Buffer body;

  Exchange(
      HttpServerRequest request,
      Context context,
      Map<String, String> named,
      Map<String, String> query,
      Buffer body) {
    this.request = request;
    this.context = context;
    this.named = Map.copyOf(named);
    this.query = Map.copyOf(query);
    this.body = body;
  }

  /** A header of the request. */
  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /** The text of a named segment of the path. */
  Optional<String> named(String name) {
    return Optional.ofNullable(named.get(name));
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * The JSON object in the body, when it is one and has no other members than these. Otherwise the
   * request has been answered.
   */
  Optional<JsonObject> object(Set<String> members) {
    JsonObject object;
    try {
      object = new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      refuse(400, ErrorCode.BAD_REQUEST, "the body is not a JSON object");
      return Optional.empty();
    }
    for (String member : object.fieldNames()) {
      if (!members.contains(member)) {
        refuse(400, ErrorCode.BAD_REQUEST, "the body has an unknown member '" + member + "'");
        return Optional.empty();
      }
    }
    return Optional.of(object);
  }

  /** Answers with a value once it is there, with 500 when that fails. */
  <T> void answer(Future<T> future, Consumer<T> success) {
    future.onComplete(
        result ->
            context.runOnContext(
                here -> {
                  if (result.succeeded()) {
                    success.accept(result.result());
                  } else {
                    failed(result.cause());
                  }
                }));
  }

  /** Answers with a status and JSON when it was done, and with the refusal when not. */
  <T> void answer(Future<Answer<T>> future, int status, Function<T, JsonObject> json) {
    answer(future, answer -> answer(answer, status, json));
  }

  /** The same with what is there already. */
  <T> void answer(Answer<T> answer, int status, Function<T, JsonObject> json) {
    if (answer instanceof Answer.Done<T> done) {
      json(status, json.apply(done.value()));
    } else if (answer instanceof Answer.Refused<T> refused) {
      refuse(HttpStatus.of(refused.code()), refused.code(), refused.reason());
    } else {
      throw new AssertionError(answer);
    }
  }

  /** Answers with JSON. */
  Future<Void> json(int status, JsonObject json) {
    return text(status, "application/json", json.encode());
  }

  /** Answers with a text of a media type. */
  Future<Void> text(int status, String contentType, String text) {
    return Responses.send(response().setStatusCode(status), contentType, text);
  }

  /** Answers that it was not done. */
  void refuse(int status, ErrorCode code, String reason) {
    Responses.refuse(response(), status, code, reason);
  }

  /** Answers that the broker has a defect; says so in the log, once. */
  void failed(Throwable cause) {
    log.atError()
        .addKeyValue("event", "http.fail")
        .addKeyValue("method", request.method())
        .addKeyValue("path", request.path())
        .setCause(cause)
        .log("a request failed by a defect");
    refuse(500, ErrorCode.DEFECT, "the node could not do this because of an error of its own");
  }

  HttpServerResponse response() {
    return request.response();
  }
}
