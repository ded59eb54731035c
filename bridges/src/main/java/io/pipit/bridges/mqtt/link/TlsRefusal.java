package io.pipit.bridges.mqtt.link;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads why a connection has ended on which the broker had said nothing but TLS. */
final class TlsRefusal {

  /** How Java begins to tell an alert of the other side; its name follows. */
  private static final String RECEIVED = "Received fatal alert: ";

  private TlsRefusal() {}

  /**
   * Why.
   *
   * @param ended what was seen of it; null for a connection that was closed in order
   * @param certificate null when the handshake did not begin
   */
  static LinkFailure of(
      String host, @Nullable IOException ended, @Nullable ClientCertificate certificate) {
    String alert = alert(ended);
    boolean isTheirs = !alert.isEmpty() || isClosed(ended);
    if (isTheirs && certificate != null && certificate.isAskedFor()) {
      return new LinkFailure(
          LinkFailure.Kind.CERTIFICATE,
          "the broker asked for a client certificate and "
              + (alert.isEmpty() ? "ended the connection" : "refused with " + alert)
              + ": "
              + certificate.shown(),
          alert);
    }
    if (!alert.isEmpty()) {
      return new LinkFailure(
          LinkFailure.Kind.TLS, "no TLS with " + host + ": it refused with " + alert, alert);
    }
    return new LinkFailure(
        LinkFailure.Kind.TLS,
        isTheirs
            ? host + " ended the TLS handshake: " + ended
            : "no TLS with " + host + ": " + (ended == null ? "" : ended.getMessage()));
  }

  /** The alert that the broker sent; empty when it is not known to have sent one. */
  static String alert(@Nullable Throwable ended) {
    for (Throwable cause = ended; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      int at = cause instanceof SSLException && text != null ? text.indexOf(RECEIVED) : -1;
      if (at >= 0 && text != null) {
        return text.substring(at + RECEIVED.length());
      }
    }
    return "";
  }

  /** Whether the connection is gone, and not given up by this side. */
  private static boolean isClosed(@Nullable IOException ended) {
    boolean isOfTls = false;
    for (Throwable cause = ended; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return true;
      }
      isOfTls |= cause instanceof SSLException;
    }
    return !isOfTls;
  }
}
