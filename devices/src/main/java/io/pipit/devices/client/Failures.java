package io.pipit.devices.client;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** Failures of sockets and of TLS, in words for a person. Any thread. */
final class Failures {

  static final String CLOSED = "the connection was closed";

  private Failures() {}

  /** What a person has to know is at the end of the chain: which check failed. */
  static String describe(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof ClosedChannelException
        ? CLOSED
        : Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
  }

  /** Whether TLS has no part in it: the connection ended, or there was none. */
  static boolean isOfConnection(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof IOException && !(root instanceof SSLException);
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
