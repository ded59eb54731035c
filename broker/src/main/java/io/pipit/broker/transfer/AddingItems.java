package io.pipit.broker.transfer;

import io.pipit.broker.transfer.Adding.Outcome;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.PayloadContainer;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.change.Change.ItemsKept.KeptItem;
import io.pipit.pubsub.engine.Names;
import io.pipit.pubsub.engine.NodeState;
import io.pipit.pubsub.store.History;
import io.pipit.xmpp.SerializedXml;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds items, and what was published and is none any more, to nodes that are there. Confined to one
 * thread.
 *
 * <p>What comes with a number that the node has not given yet has it here too, and is an item or
 * remembered or both as it was there: so the archive of the node tells the same, by the same names.
 * An item without one, or with one that is taken, is published behind all that is there.
 */
final class AddingItems {

  private final StoredState state;
  private final ServiceLimits limits;
  private final Clock clock;

  AddingItems(StoredState state, ServiceLimits limits, Clock clock) {
    this.state = state;
    this.limits = limits;
    this.clock = clock;
  }

  Outcome item(Entry.ItemEntry entry) throws IOException {
    NodeState node = state.service(entry.service()).node(entry.node()).orElse(null);
    if (node == null) {
      return AddingNodes.noNode();
    }
    if (entry.place().isStandingAlone()) {
      return standing(entry, node);
    }
    Optional<Outcome> known = entry.place().isItem() ? known(entry, node) : remembered(entry, node);
    if (known.isPresent()) {
      return known.get();
    }
    String reason = entry.place().isItem() ? noItem(node) : noPublish(node);
    if (reason == null) {
      reason = cannotBe(entry, node.config());
    }
    if (reason != null) {
      return Outcome.refused(reason);
    }
    state.change(change(entry, node));
    if (Boolean.FALSE.equals(entry.stands()) && node.standing().followsNewest()) {
      state.change(new Change.StandingEnded(entry.service(), entry.node()));
    }
    return Outcome.ADDED;
  }

  /** What stands for its node and is nothing else. */
  private Outcome standing(Entry.ItemEntry entry, NodeState node) throws IOException {
    var chosen = node.standing().entry();
    if (chosen != null) {
      return chosen.seq() == entry.place().sequence() && isSame(node.items().read(chosen), entry)
          ? Outcome.SAME
          : Outcome.refused("another item stands for the node, which stays");
    }
    String reason = cannotBe(entry, node.config());
    if (reason != null) {
      return Outcome.refused(reason);
    }
    state.change(
        new Change.ItemStands(
            entry.service(),
            entry.node(),
            item(entry, node, Math.max(entry.place().sequence(), node.lastSeq() + 1), true)));
    return Outcome.ADDED;
  }

  private static boolean isSame(Item known, Entry.ItemEntry entry) {
    return known.id().equals(entry.id())
        && Objects.equals(known.payload(), entry.payload())
        && known.headers().equals(entry.headers());
  }

  private static Optional<Outcome> known(Entry.ItemEntry entry, NodeState node) {
    return node.items()
        .get(entry.id())
        .map(
            known ->
                isSame(known, entry)
                    ? Outcome.SAME
                    : Outcome.refused("the node has another item of this id, which stays"));
  }

  private static Optional<Outcome> remembered(Entry.ItemEntry entry, NodeState node) {
    long sequence = entry.place().sequence();
    History history = node.items().history();
    int place = history.rank(sequence);
    if (place < history.size() && history.entry(place).seq() == sequence) {
      Item known = history.range(place, place + 1).get(0);
      return Optional.of(
          isSame(known, entry)
              ? Outcome.SAME
              : Outcome.refused("the node remembers another publish of this number, which stays"));
    }
    return sequence <= node.lastSeq()
        ? Optional.of(Outcome.refused("the node has given its number already"))
        : Optional.empty();
  }

  /** Why no item can come; null when one can. */
  private @Nullable String noItem(NodeState node) {
    NodeConfig config = node.config();
    if (!config.persistsItems()) {
      return "the node keeps no items";
    }
    return node.items().size() >= config.maxItems(limits)
        ? "the node is full: its max_items is " + config.maxItems(limits)
        : null;
  }

  /** The same of what is to be remembered alone. */
  private static @Nullable String noPublish(NodeState node) {
    int most = node.config().historyItems();
    if (most == 0) {
      return "the node remembers no publishes";
    }
    return node.items().history().size() >= most
        ? "the node is full: its pipit#history_items is " + most
        : null;
  }

  private @Nullable String cannotBe(Entry.ItemEntry entry, NodeConfig config) {
    if (!Names.isItem(entry.id())) {
      return "an item cannot have this id";
    }
    SerializedXml payload = entry.payload();
    return payload != null
            && PayloadContainer.contentBytes(payload) > config.maxPayloadBytes(limits)
        ? "its payload is larger than " + config.maxPayloadBytes(limits) + " bytes"
        : null;
  }

  private Change change(Entry.ItemEntry entry, NodeState node) {
    Entry.Place place = entry.place();
    boolean hasNumber = place.sequence() > node.lastSeq();
    long sequence = hasNumber ? place.sequence() : node.lastSeq() + 1;
    Item item = item(entry, node, sequence, hasNumber);
    boolean stands = Boolean.TRUE.equals(entry.stands());
    if (hasNumber) {
      boolean isRemembered = place.isRemembered() && node.config().historyItems() > 0;
      return new Change.ItemsKept(
          entry.service(),
          entry.node(),
          List.of(new KeptItem(item, place.isItem(), isRemembered, stands)));
    }
    PublishKind kind =
        stands
            ? PublishKind.STANDING
            : node.standing().followsNewest() ? PublishKind.ITEM : PublishKind.PASSING;
    return new Change.ItemsPublished(entry.service(), entry.node(), List.of(item), 0, kind);
  }

  private Item item(Entry.ItemEntry entry, NodeState node, long sequence, boolean hasNumber) {
    return new Item(
        sequence,
        entry.id(),
        Optional.ofNullable(entry.publisher()).orElse(node.creator()),
        arrival(entry.arrival(), node),
        entry.payload(),
        hasNumber && isFree(entry.place(), node) ? entry.place().first() : sequence,
        entry.headers());
  }

  /** Whether no other item has its place in the order of creation. */
  private static boolean isFree(Entry.Place place, NodeState node) {
    long first = place.first();
    return !place.isItem()
        || first == place.sequence()
        || node.items().rankByCreation(first) == node.items().rankByCreation(first + 1);
  }

  /** Not before that of anything published there: the order of times is that of publication. */
  private Instant arrival(@Nullable Instant told, NodeState node) {
    Instant wanted = told == null ? clock.instant().truncatedTo(ChronoUnit.MILLIS) : told;
    return wanted.isBefore(node.newestArrival()) ? node.newestArrival() : wanted;
  }
}
