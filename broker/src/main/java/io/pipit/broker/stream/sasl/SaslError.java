package io.pipit.broker.stream.sasl;

import java.util.Locale;

/** The conditions of a failed authentication (RFC 6120 6.5). */
public enum SaslError {
  /** The client has aborted the exchange. */
  ABORTED,
  /** The mechanism is only for encrypted connections. */
  ENCRYPTION_REQUIRED,
  /** The data is not strict base64. */
  INCORRECT_ENCODING,
  /** The client wants to act as somebody else than the account it authenticates. */
  INVALID_AUTHZID,
  /** The mechanism was not offered. */
  INVALID_MECHANISM,
  /** The message breaks the syntax of the mechanism, or comes at the wrong time. */
  MALFORMED_REQUEST,
  /** The credential is wrong; the same for an unknown and for a disabled account. */
  NOT_AUTHORIZED,
  /** What the client says of channel binding does not fit what is offered. */
  UNSUPPORTED_CHANNEL_BINDING("not-authorized"),
  /** It was not judged: the workers are busy, or the peer has to wait after many failures. */
  TEMPORARY_AUTH_FAILURE;

  private final String wire;

  SaslError() {
    this.wire = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  SaslError(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }
}
