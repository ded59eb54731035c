package io.pipit.broker.stream;

/**
 * What streams report for counting. Any thread: the methods are called on all event loops, and must
 * neither block nor throw. Each does nothing unless it is overridden.
 */
public interface StreamMetrics {

  /** Counts nothing. */
  StreamMetrics NONE = new StreamMetrics() {};

  /** Why a connection was closed without being served. */
  enum Refusal {
    /** {@code limits.unauth_per_address} or {@code limits.per_address}. */
    TOO_MANY_FROM_ADDRESS,
    /** {@code limits.unauth_total}. */
    TOO_MANY,
    /** Too many failed authentications from the address. */
    ADDRESS_BLOCKED,
    /** {@code limits.heap_percent}. */
    OVERLOADED
  }

  /** How an exchange of authentication ended. */
  enum Authentication {
    SUCCESS,
    /** Any failure that is the peer's, but for the next. */
    REFUSED,
    /** The client tried a mechanism or channel binding that is not offered there. */
    UNSUPPORTED,
    /** Not judged: the workers are busy, or the peer has to wait. */
    TEMPORARY_FAILURE
  }

  /** A connection was accepted. */
  default void connectionOpened() {}

  /** A connection that was accepted is gone. */
  default void connectionClosed() {}

  /** A connection was turned away at once. */
  default void connectionRefused(Refusal reason) {}

  /** An exchange of authentication has ended. */
  default void authenticated(Authentication result) {}

  /** A stream was bound to its resource. */
  default void streamOpened() {}

  /** A stream that was bound has ended. */
  default void streamClosed() {}

  /** So many stanzas in so many bytes were read from a client. */
  default void received(int stanzas, long bytes) {}

  /** So many stanzas in so many bytes were handed to a socket. */
  default void sent(int stanzas, long bytes) {}

  /** So many stanzas meant for a stream were not written, because it ended with them queued. */
  default void dropped(int stanzas) {}

  /**
   * So much more than before waits for clients to read, or less when negative, looked at each
   * second.
   */
  default void queued(long moreStanzas, long moreBytes) {}

  /** A stream was closed because its queue was full, and so many stanzas in it were dropped. */
  default void slowConsumerClosed(int stanzas) {}
}
