package io.pipit.broker.metrics;

/** Why stanzas that were meant for a stream were not written to it; label {@code reason}. */
enum DropReason {
  /** The queue had reached its bound in bytes or stanzas. */
  OVERFLOW,
  /** The stream ended with stanzas in its queue. */
  CLOSED
}
