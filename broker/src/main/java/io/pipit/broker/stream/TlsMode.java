package io.pipit.broker.stream;

/** Whether clients of the plain port have to start TLS (RFC 6120 5). */
public enum TlsMode {
  /** Nothing but STARTTLS is offered before it. */
  REQUIRED,
  /** Offered beside the mechanisms, PLAIN among them: for loopback addresses only. */
  OPTIONAL,
  /** Not offered; for loopback addresses only. */
  OFF
}
