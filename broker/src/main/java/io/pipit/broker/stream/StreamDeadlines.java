package io.pipit.broker.stream;

/**
 * When a client has been silent, or slow to bind a resource, for too long. Confined to the event
 * loop of its stream; times are those of {@link System#nanoTime}.
 */
final class StreamDeadlines {

  /** What is due. */
  enum Due {
    NOTHING,
    /** The client has not bound a resource in time. */
    BIND_TIMEOUT,
    /** The client is silent, and is to be asked whether it is still there. */
    PING,
    /** It has not answered that. */
    IDLE_TIMEOUT
  }

  private final StreamLimits.Times times;
  private final long accepted;

  /** The activity after which it became so silent that it was pinged, and when. */
  private long pingedAfter;

  private long pingedAt;

  /**
   * @param accepted when the connection was
   */
  StreamDeadlines(StreamLimits.Times times, long accepted) {
    this.times = times;
    this.accepted = accepted;
    this.pingedAfter = accepted - 1;
  }

  /** What is due before a resource is bound. */
  Due unbound(long now) {
    return now - accepted > times.bind().toNanos() ? Due.BIND_TIMEOUT : Due.NOTHING;
  }

  /**
   * What is due afterwards; the caller sends the ping when it is told to.
   *
   * @param activity when the client last did something
   */
  Due bound(long now, long activity) {
    if (now - activity <= times.idle().toNanos()) {
      return Due.NOTHING;
    }
    if (activity != pingedAfter) {
      pingedAfter = activity;
      pingedAt = now;
      return Due.PING;
    }
    return now - pingedAt > times.idleGrace().toNanos() ? Due.IDLE_TIMEOUT : Due.NOTHING;
  }
}
