package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.RetrievedItem;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      return Outcome.refusal(PubsubError.UNSUPPORTED_PERSISTENT_ITEMS);
    }
    return command.ids().isEmpty()
        ? newest(command.maxItems(), command.page())
        : named(command.ids());
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

  private Outcome newest(@Nullable Integer maxItems, ResultSet.@Nullable Request request) {
    int hidden = maxItems == null ? 0 : Math.max(0, items.size() - maxItems);
    Optional<Paging> paging = paging(hidden, request);
    if (paging.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    int from = hidden + paging.get().from();
    List<Item> found = items.range(from, hidden + paging.get().to());
    List<Item> fitting = fitting(found, paging.get().keepsEnd());
    if (paging.get().keepsEnd()) {
      from += found.size() - fitting.size();
    }
    int count = items.size() - hidden;
    boolean whole = fitting.size() == count && request == null;
    return reply(fitting, whole ? null : position(fitting, from - hidden, count));
  }

  private Outcome named(List<String> ids) {
    List<Item> found =
        ids.stream()
            .distinct()
            .flatMap(id -> items.get(id).stream())
            .limit(scope.limits().answerItems())
            .toList();
    List<Item> fitting = fitting(found, false);
    return reply(
        fitting, fitting.size() == found.size() ? null : position(fitting, 0, found.size()));
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
    Optional<Paging> paging = paging(0, command.page());
    if (paging.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    List<Item> found = items.range(paging.get().from(), paging.get().to());
    boolean whole = found.size() == items.size() && command.page() == null;
    return Outcome.reply(
        new Response.NodeItems(
            scope.name(),
            new Page<>(
                found.stream().map(Item::id).toList(),
                whole ? null : position(found, paging.get().from(), items.size()))));
  }

  /** Pages of the items from a place on. UIDs are sequence numbers, which outlive their items. */
  private Optional<Paging> paging(int hidden, ResultSet.@Nullable Request request) {
    Paging.Places places =
        new Paging.Places() {
          @Override
          public int size() {
            return items.size() - hidden;
          }

          @Override
          public Optional<Integer> before(String uid) {
            return seq(uid).map(seq -> Math.max(0, items.rank(seq) - hidden));
          }

          @Override
          public Optional<Integer> through(String uid) {
            return seq(uid).map(seq -> Math.max(0, items.rank(seq + 1) - hidden));
          }
        };
    return Paging.of(request, places, scope.limits().answerItems(), true);
  }

  private Optional<Long> seq(String uid) {
    return uid.matches("[1-9][0-9]{0,17}")
        ? Optional.of(Long.valueOf(uid)).filter(seq -> seq <= scope.node().lastSeq())
        : Optional.empty();
  }

  private static ResultSet position(List<Item> page, int index, int count) {
    return Paging.describe(
        page.stream().map(item -> Long.toString(item.seq())).toList(), index, count);
  }

  /** As many of the items, from the start or the end, as one answer carries; at least one. */
  private List<Item> fitting(List<Item> found, boolean keepsEnd) {
    long bytes = 0;
    for (int taken = 0; taken < found.size(); taken++) {
      bytes += found.get(keepsEnd ? found.size() - 1 - taken : taken).payloadBytes();
      if (bytes > scope.limits().answerBytes() && taken > 0) {
        return keepsEnd
            ? found.subList(found.size() - taken, found.size())
            : found.subList(0, taken);
      }
    }
    return found;
  }

  /** What the node is, for service discovery. */
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
            node.owners(),
            publishers,
            node.subscriptionCount() - node.pending().size()));
  }
}
