package io.pipit.devices.client;

import io.pipit.xmpp.StanzaError;
import io.pipit.xmpp.StreamError;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a {@code Future} of this package failed. Only ever inside a failed future, never thrown;
 * therefore without a stack trace, which would show the event loop and not the cause.
 */
public final class XmppException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The cases, for callers that act on them. */
  public sealed interface Reason {

    /** A sentence for a person. */
    String describe();
  }

  /** No connection to the server's address, or it ended before there was a session. */
  public record Unreachable(String address, String detail) implements Reason {
    @Override
    public String describe() {
      return "cannot connect to " + address + ": " + detail;
    }
  }

  /** TLS is not offered, or the certificate is not trusted. */
  public record TlsFailed(String detail) implements Reason {
    @Override
    public String describe() {
      return "no safe connection: " + detail;
    }
  }

  /**
   * The server refused the credentials, or could not prove that it knows them.
   *
   * @param condition the SASL error condition (RFC 6120 6.5)
   */
  public record NotAuthenticated(String condition, @Nullable String text) implements Reason {
    @Override
    public String describe() {
      return "not authenticated: " + condition + (text == null ? "" : " (" + text + ")");
    }
  }

  /** The request was answered with an error. */
  public record Refused(StanzaError error) implements Reason {
    @Override
    public String describe() {
      String text = error.text() == null ? "" : " (" + error.text() + ")";
      return error
              .applicationCondition()
              .map(application -> error.condition().wire() + ", " + application.name())
              .orElse(error.condition().wire())
          + text;
    }
  }

  /** The server ended the stream with an error. */
  public record StreamFailed(StreamError error) implements Reason {
    @Override
    public String describe() {
      return "the server ended the stream: "
          + error.condition().wire()
          + (error.text() == null ? "" : " (" + error.text() + ")");
    }
  }

  /** The server sent something that the protocol does not allow. */
  public record Violation(String detail) implements Reason {
    @Override
    public String describe() {
      return "the server does not keep to XMPP: " + detail;
    }
  }

  /** The connection is gone; whether a request was done is unknown. */
  public record Disconnected(String detail) implements Reason {
    @Override
    public String describe() {
      return "disconnected: " + detail;
    }
  }

  /** No answer in time; whether the request was done is unknown. */
  public record TimedOut(Duration after) implements Reason {
    @Override
    public String describe() {
      return "no answer within " + after.toMillis() + " ms";
    }
  }

  /** Too much waits to be sent already; nothing was sent. */
  public record Overloaded(int waiting) implements Reason {
    @Override
    public String describe() {
      return waiting + " requests wait already";
    }
  }

  private final transient Reason reason;

  XmppException(Reason reason) {
    super(reason.describe(), null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The error of a refused request. */
  public Optional<StanzaError> stanzaError() {
    return reason instanceof Refused refused ? Optional.of(refused.error()) : Optional.empty();
  }

  /** Whether it is a refused request with that condition. */
  public boolean is(StanzaError.Condition condition) {
    return reason instanceof Refused refused && refused.error().condition() == condition;
  }
}
