package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.change.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of what was chosen to stand for a node, by the time that its items have. It is hidden
 * from everybody from that moment on; this makes room.
 */
final class StandingTimes implements Timed {

  @Override
  public @Nullable Instant nextDue(NodeState node) {
    ItemEntry chosen = node.standing().entry();
    int seconds = node.config().get(NodeConfigFields.ITEM_EXPIRE);
    return chosen == null
            || seconds == NodeConfigFields.MAX
            || !node.isHere() // asked again when it is
            || isAmongLast(node, chosen)
        ? null
        : chosen.arrival().plusSeconds(seconds);
  }

  /** While it is an item it ends with that, which may be one of the last that stay. */
  private static boolean isAmongLast(NodeState node, ItemEntry chosen) {
    return node.config().get(NodeConfigFields.KEEP_LAST) > 0
        && node.items().entry(chosen.id()).filter(item -> item.seq() == chosen.seq()).isPresent();
  }

  @Override
  public void run(NodeScope scope, Draft draft) {
    ItemEntry chosen = scope.node().standing().entry();
    if (chosen != null && scope.isPastTime(chosen)) {
      draft.change(new Change.StandingEnded(scope.service(), scope.name()));
    }
  }
}
