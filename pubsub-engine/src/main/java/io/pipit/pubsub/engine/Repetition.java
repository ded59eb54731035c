package io.pipit.pubsub.engine;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.PublishRemembered.RememberedItem;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a publish was done before: all of it, when it has the key of a publish of lately; items
 * that are equal to the last ones of their ids, when the node asks for that. Confined to one
 * decision.
 */
final class Repetition {

  private final NodeScope scope;
  private final NodeCommand.Publish command;
  private final BareJid publisher;
  private final Duration window;
  private final @Nullable RecentPublishes recent;
  private final Set<String> repeated;

  Repetition(NodeScope scope, NodeCommand.Publish command) {
    this.scope = scope;
    this.command = command;
    this.publisher = command.requester().bare();
    this.window = scope.config().idempotencyWindow();
    this.recent = scope.node().recentPublishes();
    this.repeated = window.isZero() || recent == null ? Set.of() : repeated(recent);
  }

  private Set<String> repeated(RecentPublishes known) {
    Set<String> found = new HashSet<>();
    Instant now = scope.arrival();
    for (PublishedItem item : command.items()) {
      String id = item.id();
      if (id != null
          && !comesToStand(id)
          && known.holds(publisher, id, RecentPublishes.digest(item.payload()), now, window)) {
        found.add(id);
      }
    }
    return found;
  }

  /** Whether more than the item is new: that it stands for the node. */
  private boolean comesToStand(String id) {
    return command.kind() == PublishKind.STANDING && !scope.node().standing().is(id);
  }

  /** The ids of its items, when all of it was done before. */
  Optional<List<String>> done() {
    String key = command.idempotencyKey();
    if (key != null && recent != null) {
      Optional<List<String>> ids = recent.idsOf(publisher, key, scope.arrival());
      if (ids.isPresent()) {
        return ids;
      }
    }
    return !command.items().isEmpty() && fresh().isEmpty()
        ? Optional.of(ids(List.of()))
        : Optional.empty();
  }

  /** The items that were not published before. */
  List<PublishedItem> fresh() {
    return repeated.isEmpty()
        ? command.items()
        : command.items().stream()
            .filter(item -> item.id() == null || !repeated.contains(item.id()))
            .toList();
  }

  /** Has the publish known again, when it has a key or the node asks for it. */
  void remember(List<Item> published, Draft draft) {
    String key = command.idempotencyKey();
    if (key == null && (window.isZero() || published.isEmpty())) {
      return;
    }
    List<RememberedItem> items = new ArrayList<>();
    Iterator<Item> next = published.iterator();
    for (PublishedItem item : command.items()) {
      String id = item.id();
      if (id != null && repeated.contains(id)) {
        items.add(new RememberedItem(id, ""));
      } else if (next.hasNext()) {
        String digest = window.isZero() ? "" : RecentPublishes.digest(item.payload());
        items.add(new RememberedItem(next.next().id(), digest));
      }
    }
    draft.change(
        new Change.PublishRemembered(
            scope.service(), scope.name(), publisher, key, scope.arrival(), items));
  }

  /** The ids of all items in the order of the request. */
  List<String> ids(List<Item> published) {
    Iterator<Item> next = published.iterator();
    List<String> ids = new ArrayList<>(command.items().size());
    for (PublishedItem item : command.items()) {
      String id = item.id();
      if (id != null && repeated.contains(id)) {
        ids.add(id);
      } else if (next.hasNext()) {
        ids.add(next.next().id());
      }
    }
    return ids;
  }
}
