package io.pipit.broker.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Collects the body of a request up to a bound. What is announced to be longer is not read at all.
 * Confined to the event loop of the request.
 */
final class BodyReader {

  private final HttpServerRequest request;
  private final int most;
  private final Buffer collected = Buffer.buffer();
  private final Promise<Optional<Buffer>> whole = Promise.promise();

  BodyReader(HttpServerRequest request, int most) {
    this.request = request;
    this.most = most;
  }

  /** The body; empty when it is too long, failed when the peer goes away. */
  Future<Optional<Buffer>> read() {
    if (announced() > most) {
      whole.complete(Optional.empty());
    } else {
      request
          .handler(this::more)
          .exceptionHandler(whole::tryFail)
          .endHandler(end -> whole.tryComplete(Optional.of(collected)));
    }
    return whole.future();
  }

  private void more(Buffer part) {
    if (collected.length() + part.length() > most) {
      whole.tryComplete(Optional.empty());
      request.handler(ignored -> {});
    } else {
      collected.appendBuffer(part);
    }
  }

  /** The announced length, 0 for none. Vert.x has refused one that is not a number. */
  private long announced() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
