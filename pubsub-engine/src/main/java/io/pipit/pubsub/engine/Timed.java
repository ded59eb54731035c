package io.pipit.pubsub.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a node does by itself when its time has come. To add another: one class, one line
 * in {@link #ALL}.
 */
interface Timed {

  /** The most that one tick does of each kind; what is left makes the next tick due at once. */
  int MOST = 1_000;

  /** Everything that nodes do by themselves, in the order in which one tick does it. */
  List<Timed> ALL =
      List.of(
          new Digests(),
          new Leases(),
          new ItemTimes(),
          new StandingTimes(),
          new Questions(),
          new RollUpTimes());

  /** When there is next something to do, null for never. Asked after every change: cheap. */
  @Nullable Instant nextDue(NodeState node);

  /** Does what is due, at most {@link #MOST} of it. */
  void run(NodeScope scope, Draft draft);

  /** When a node has next something to do, null for never. */
  static @Nullable Instant next(NodeState node) {
    Instant first = null;
    for (Timed each : ALL) {
      Instant next = each.nextDue(node);
      if (next != null && (first == null || next.isBefore(first))) {
        first = next;
      }
    }
    return first;
  }
}
