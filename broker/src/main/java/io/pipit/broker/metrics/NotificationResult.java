package io.pipit.broker.metrics;

/** What became of one notification to one recipient; label {@code result}. */
public enum NotificationResult {
  /** Handed to the recipient's stream. */
  SENT,
  /** Nobody is there to receive it. */
  UNDELIVERABLE,
  /** The recipient's queue was full. */
  DROPPED
}
