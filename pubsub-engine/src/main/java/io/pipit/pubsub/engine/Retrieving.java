package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemOrder;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.RetrievedItem;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reading a node: its items (XEP-0060 6.5, 5.5) and what it is (5.3, 5.4). */
final class Retrieving {

  private final NodeScope scope;
  private final LiveItems items;

  Retrieving(NodeScope scope) {
    this.scope = scope;
    this.items = scope.items();
  }

  /** Items, the oldest first. Who asks for no page and cannot have all gets the newest. */
  Outcome items(NodeCommand.RetrieveItems command) {
    Optional<PubsubError> refusal =
        scope
            .refusal(command.requester(), Action.RETRIEVE)
            .or(() -> misnamed(command.requester(), command.subid()));
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    if (scope.config().isCollection()) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_RETRIEVE_ITEMS);
    }
    if (!scope.config().persistsItems()) {
      return cached(command.ids());
    }
    return command.ids().isEmpty() ? newest(command) : named(command);
  }

  /** The last item of a node that keeps none, if it is kept for new subscribers (6.5.5). */
  private Outcome cached(List<String> ids) {
    Item last = scope.lastItem();
    if (last == null) {
      return Outcome.refusal(PubsubError.UNSUPPORTED_PERSISTENT_ITEMS);
    }
    return reply(ids.isEmpty() || ids.contains(last.id()) ? List.of(last) : List.of(), null);
  }

  /**
   * Who has several subscriptions says for which it asks (6.5.9.1). They are those of the address
   * that asks or, as no address is named, of its bare JID.
   */
  private Optional<PubsubError> misnamed(Jid requester, @Nullable String subid) {
    if (subid != null) {
      return new Named(scope.heldBy(requester.bare()), subid).refusal(PubsubError.INVALID_SUBID);
    }
    List<Subscription> held = scope.held(requester);
    List<Subscription> meant = held.isEmpty() ? scope.held(requester.bare()) : held;
    return meant.size() > 1 ? Optional.of(PubsubError.SUBID_REQUIRED) : Optional.empty();
  }

  private Outcome newest(NodeCommand.RetrieveItems command) {
    Integer maxItems = command.maxItems();
    int hidden = maxItems == null ? 0 : Math.max(0, items.size() - maxItems);
    // No two items are equal in an order, so that a second one would say nothing (XEP-0413 6).
    Optional<ItemOrder> order = command.order().stream().findFirst();
    boolean descending = order.filter(ItemOrder::descending).isPresent();
    ItemListing ascending =
        listing(order.map(ItemOrder::by).orElse(ItemOrder.Field.MODIFICATION), hidden);
    Listing listing = descending ? ascending.reversed() : ascending;
    Optional<Paging> page =
        Paging.of(command.page(), listing, scope.limits().answerItems(), !descending);
    if (page.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    Paging paging = page.get();
    List<ItemEntry> found = listing.entries(paging.from(), paging.to());
    List<ItemEntry> fitting =
        paging.fitting(found, ItemEntry::payloadBytes, scope.limits().answerBytes());
    int from = paging.keepsEnd() ? paging.from() + found.size() - fitting.size() : paging.from();
    boolean whole = fitting.size() == listing.size() && command.page() == null;
    return reply(
        items.get(fitting),
        whole
            ? null
            : Paging.describe(fitting.stream().map(ascending::uid).toList(), from, listing.size()));
  }

  /** For who may read the node. Of each entity the bare JID, whatever address it subscribed. */
  Outcome publicSubscribers(NodeCommand.RetrievePublicSubscribers command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.RETRIEVE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    Instant now = scope.now();
    List<BareJid> subscribers =
        scope
            .node()
            .subscriptions()
            .filter(each -> each.isPublic(now))
            .map(each -> each.jid().bare())
            .distinct()
            .filter(jid -> command.ids().isEmpty() || command.ids().contains(jid.toString()))
            .toList();
    return scope
        .page(subscribers, BareJid::toString, jid -> Paging.bytes(jid.toString()), command.page())
        .map(page -> Outcome.reply(new Response.PublicSubscribers(scope.name(), page)))
        .orElseGet(() -> Outcome.refusal(PubsubError.ITEM_NOT_FOUND));
  }

  private ItemListing listing(ItemOrder.Field by, int hidden) {
    return new ItemListing(items, by, hidden, scope.node().lastSeq());
  }

  private Outcome named(NodeCommand.RetrieveItems command) {
    Stream<ItemEntry> all =
        command.ids().stream().distinct().flatMap(id -> items.entry(id).stream());
    Stream<ItemEntry> ordered =
        command.order().isEmpty() ? all : all.sorted(ItemOrder.comparator(command.order()));
    List<ItemEntry> found = ordered.limit(scope.limits().answerItems()).toList();
    List<ItemEntry> fitting =
        new Paging(0, found.size(), false)
            .fitting(found, ItemEntry::payloadBytes, scope.limits().answerBytes());
    ItemListing listing = listing(ItemOrder.Field.MODIFICATION, 0);
    return reply(
        items.get(fitting),
        fitting.size() == found.size()
            ? null
            : Paging.describe(fitting.stream().map(listing::uid).toList(), 0, found.size()));
  }

  private Outcome reply(List<Item> found, @Nullable ResultSet set) {
    List<RetrievedItem> shown =
        found.stream()
            .map(item -> new RetrievedItem(item, scope.shownPublisher(item.publisher())))
            .toList();
    return Outcome.reply(new Response.Items(scope.name(), new Page<>(shown, set)));
  }

  /** The names of the items, for service discovery. */
  Outcome names(NodeCommand.DiscoverItems command) {
    Optional<PubsubError> refusal =
        scope
            .refusal(command.requester(), Action.DISCOVER)
            .or(() -> scope.refusal(command.requester(), Action.RETRIEVE));
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    ItemListing listing = listing(ItemOrder.Field.MODIFICATION, 0);
    Optional<Paging> paging =
        Paging.of(command.page(), listing, scope.limits().answerItems(), true);
    if (paging.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    int from = paging.get().from();
    List<ItemEntry> found = listing.entries(from, paging.get().to());
    boolean whole = found.size() == items.size() && command.page() == null;
    return Outcome.reply(
        new Response.NodeItems(
            scope.name(),
            new Page<>(
                found.stream().map(ItemEntry::id).toList(),
                whole
                    ? null
                    : Paging.describe(
                        found.stream().map(listing::uid).toList(), from, items.size()))));
  }

  private List<BareJid> beginning(List<BareJid> entities) {
    return Paging.beginning(entities, jid -> Paging.bytes(jid.toString()), scope.limits());
  }

  /** What the node is, for service discovery. Of many owners and publishers the first. */
  Outcome metaData(NodeCommand.DiscoverNode command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.DISCOVER);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    NodeState node = scope.node();
    List<BareJid> publishers =
        node.affiliations().entrySet().stream()
            .filter(
                entry ->
                    entry.getValue() == Affiliation.PUBLISHER
                        || entry.getValue() == Affiliation.PUBLISH_ONLY)
            .map(Map.Entry::getKey)
            .toList();
    return Outcome.reply(
        new Response.NodeInfo(
            node.name(),
            node.config(),
            node.creator(),
            node.created(),
            beginning(node.owners()),
            beginning(publishers),
            node.subscriptionCount() - node.pending().size()));
  }
}
