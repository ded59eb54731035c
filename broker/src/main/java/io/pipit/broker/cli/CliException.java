package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;

/**
 * Ends a command with one line for the user. The message says what failed, on what, why and what to
 * do; the code is appended when it is printed.
 */
public final class CliException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public CliException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public CliException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
