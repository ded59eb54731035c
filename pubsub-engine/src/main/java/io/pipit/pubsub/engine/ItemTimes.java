package io.pipit.pubsub.engine;

import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.change.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of items (XEP-0060 16.4.4, item_expire) and of what is remembered of them. Both are
 * hidden from everybody from the moment on at which they are past their time; this makes room.
 */
final class ItemTimes implements Timed {

  @Override
  public @Nullable Instant nextDue(NodeState node) {
    int seconds = node.config().get(NodeConfigFields.ITEM_EXPIRE);
    return seconds == NodeConfigFields.MAX
            || !node.isHere() // asked again when it is
            || node.lastSeq() == 0 // without opening the view of a node that never had an item
            || node.items().size() <= node.config().get(NodeConfigFields.KEEP_LAST)
        ? null
        : node.items().entry(0).arrival().plusSeconds(seconds);
  }

  /**
   * Whether something of the history is past its time. Nearly every node has a history, so this is
   * looked for now and then and is no part of {@link #nextDue}.
   */
  static boolean hasOldHistory(NodeState node, Instant now) {
    int seconds = node.config().get(NodeConfigFields.HISTORY_AGE);
    if (node.lastSeq() == 0 || seconds == NodeConfigFields.MAX || !node.isHere()) {
      return false;
    }
    Instant oldest = node.items().history().oldestArrival();
    return oldest != null && !now.isBefore(oldest.plusSeconds(seconds));
  }

  @Override
  public void run(NodeScope scope, Draft draft) {
    endItems(scope, draft);
    if (scope.historyStart() > 0) {
      draft.change(
          new Change.HistoryTrimmed(
              scope.service(), scope.name(), scope.node().historyStart(scope.now())));
    }
  }

  /** Takes out what is past its time, at most {@link #MOST}. */
  static void endItems(NodeScope scope, Draft draft) {
    int expired = Math.min(scope.items().expired(), MOST);
    if (expired > 0) {
      List<ItemEntry> items = scope.node().items().entries(0, expired);
      draft.change(
          new Change.ItemsExpired(scope.service(), scope.name(), items.get(expired - 1).seq()));
      if (scope.config().get(NodeConfigFields.NOTIFY_RETRACT)) {
        scope.tellOfRetracted(items.stream().map(ItemEntry::id).toList(), draft);
      }
    }
  }
}
