package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.ItemsKept.KeptItem;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.store.History;
import io.pipit.pubsub.store.NodeView;
import java.util.ArrayList;
import java.util.List;

/**
 * Which items of a record of the log have to be written again before it goes: those that are still
 * in it, also one that only stands for the node. What was taken back, replaced or dropped since, or
 * written again already, is not; nor is what an earlier node of that name published. Confined to
 * one decision.
 */
final class Keeping {

  private final NodeScope scope;

  Keeping(NodeScope scope) {
    this.scope = scope;
  }

  Outcome keep(NodeCommand.Keep command) {
    NodeView items = scope.node().items();
    History history = items.history();
    List<KeptItem> kept = new ArrayList<>();
    for (Item item : command.items()) {
      boolean isItem =
          items.entry(item.id()).filter(entry -> isIn(command, entry, item)).isPresent();
      int place = history.rank(item.seq());
      boolean isInHistory = place < history.size() && isIn(command, history.entry(place), item);
      boolean stands = scope.node().standing().is(item, command.position());
      if (isItem || isInHistory || stands) {
        kept.add(new KeptItem(item, isItem, isInHistory, stands));
      }
    }
    Draft draft = new Draft();
    if (!kept.isEmpty()) {
      draft.change(new Change.ItemsKept(scope.service(), scope.name(), kept));
    }
    return draft.done();
  }

  private static boolean isIn(NodeCommand.Keep command, ItemEntry entry, Item item) {
    return entry.seq() == item.seq() && entry.position() == command.position();
  }
}
