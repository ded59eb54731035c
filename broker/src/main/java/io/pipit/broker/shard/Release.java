package io.pipit.broker.shard;

import io.pipit.pubsub.store.ChangeLog;
import java.util.ArrayDeque;

/**
 * The outputs of one shard, in the order they were decided, each held back until the log is durable
 * up to the highest position that its decision could have seen. Refusals and reads take the same
 * way, so that nobody is told of a state that a crash could undo.
 *
 * <p>Confined to its shard, but for {@link #isWaiting()}. Bounded by what can be asked: the
 * requests in flight of all streams, and the log's own bound, beyond which requests are refused.
 */
final class Release {

  private final ChangeLog log;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long seen;

  /** While outputs leave: up to this position. */
  private long leavingTo;

  private boolean leaving;
  private volatile boolean waiting;

  Release(ChangeLog log) {
    this.log = log;
  }

  /** Whatever is decided from now on may have seen this position. */
  void saw(long position) {
    seen = Math.max(seen, position);
  }

  void add(Output output) {
    if (held.isEmpty() && seen <= log.durable()) {
      output.leave();
      return;
    }
    held.add(new Held(seen, output));
    // Written before the position is read again: the log's writer moves the position first and
    // reads this flag then, so one of the two sees the other.
    waiting = true;
    if (log.hasFailed()) {
      failed();
    } else {
      durable(log.durable());
    }
  }

  /**
   * Lets everything go that waited for no more than this position. An output that throws is a
   * defect: it is thrown on when those behind it have left.
   */
  void durable(long position) {
    if (leaving) {
      // Called by what an output does: those behind it leave when it is through, and not within it.
      leavingTo = Math.max(leavingTo, position);
      return;
    }
    leaving = true;
    leavingTo = position;
    RuntimeException defect = null;
    Held next = held.peek();
    while (next != null && next.position <= leavingTo) {
      held.remove();
      try {
        next.output.leave();
      } catch (RuntimeException e) {
        defect = e;
      }
      next = held.peek();
    }
    leaving = false;
    waiting = !held.isEmpty();
    if (defect != null) {
      throw defect;
    }
  }

  /** The log will never be durable up to what these outputs saw. */
  void failed() {
    RuntimeException defect = null;
    Held next = held.poll();
    while (next != null) {
      try {
        next.output.lost();
      } catch (RuntimeException e) {
        defect = e;
      }
      next = held.poll();
    }
    waiting = false;
    if (defect != null) {
      throw defect;
    }
  }

  /**
   * After a failure: memory shows again what is durable, and nothing else, so what is decided from
   * now on can be told.
   */
  void restored() {
    seen = log.durable();
  }

  /** Any thread: whether somebody waits for the log. */
  boolean isWaiting() {
    return waiting;
  }

  /** What leaves the shard: an answer, notifications. */
  interface Output {

    /** Called on the shard once everything the decision saw is durable. */
    void leave();

    /** Called on the shard when the log failed first: the decision counts for nothing. */
    default void lost() {}
  }

  private record Held(long position, Output output) {}
}
