package io.pipit.broker.http;

import io.pipit.broker.config.ErrorCode;

/** The status of HTTP that goes with a refusal of the broker (RFC 9110 15.5). */
final class HttpStatus {

  private HttpStatus() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST -> 400;
      case NOT_AUTHENTICATED -> 401;
      case FORBIDDEN, PUBLISH_REFUSED -> 403;
      case NO_SUCH_NODE, NO_SUCH_USER, NO_SUCH_QUEUE, NO_SUCH_BRIDGE -> 404;
      case CONFLICT, USER_EXISTS -> 409;
      case UNAVAILABLE -> 503;
      case TIMED_OUT -> 504;
      case DEFECT -> 500;
      // Understood, and not to be done as it stands: a name, a password, a value of a field.
      default -> 422;
    };
  }
}
