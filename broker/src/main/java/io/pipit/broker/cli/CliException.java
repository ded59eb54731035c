package io.pipit.broker.cli;

import io.pipit.broker.config.ErrorCode;
import org.jspecify.annotations.Nullable;

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

  public CliException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The same with what helps. */
  CliException with(String remedy) {
    return new CliException(code, getMessage() + "; " + remedy, getCause());
  }

  public ErrorCode code() {
    return code;
  }
}
