package io.pipit.broker.metrics;

/** How a publish ended; label {@code result}. */
public enum PublishResult {
  /** Decided and durable as its node asks for, the publisher has its answer. */
  ACCEPTED,
  /** It was done before, by its key or its content; the publisher was told so again. */
  REPEATED,
  /** The engine answered with a stanza error. */
  REFUSED,
  /** The store or the broker failed. */
  FAILED
}
