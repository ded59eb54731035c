package io.pipit.broker.metrics;

/** How an authentication ended; label {@code result}. */
public enum AuthenticationResult {
  /** The credential was proven. */
  SUCCESS,
  /** Any failure that is the peer's. */
  REFUSED,
  /** Not judged: the pool that derives keys is full, or the address has to wait. */
  TEMPORARY_FAILURE
}
