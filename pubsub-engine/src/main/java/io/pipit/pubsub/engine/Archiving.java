package io.pipit.pubsub.engine;

import io.pipit.pubsub.ArchiveKey;
import io.pipit.pubsub.ArchiveQuery;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemOrder;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.Response.ArchiveEnd;
import io.pipit.pubsub.Response.ArchivedItem;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.pubsub.store.History;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The archive of a node (XEP-0313, XEP-0442): its history as whoever may retrieve items may see it.
 * Confined to one decision.
 *
 * <p>A publish that was taken back has no place in the archive any more, but its id still has one,
 * so that paging goes on from there (XEP-0313 3.2). An id from before the oldest that is left is
 * unknown: who asks for what came after it would miss something.
 */
final class Archiving {

  private final NodeScope scope;
  private final History history;
  private final int start;
  private final ArchiveKey key;

  Archiving(NodeScope scope) {
    this.scope = scope;
    this.key = scope.context().archiveKey();
    this.history = scope.node().items().history();
    this.start = scope.historyStart();
  }

  Outcome form(NodeCommand.RetrieveArchiveForm command) {
    return scope
        .refusal(command.requester(), Action.RETRIEVE)
        .map(Outcome::refusal)
        .orElseGet(() -> Outcome.reply(new Response.ArchiveForm()));
  }

  Outcome describe(NodeCommand.DescribeArchive command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.RETRIEVE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    int end = history.size();
    return Outcome.reply(
        start == end
            ? new Response.ArchiveMetadata(null, null)
            : new Response.ArchiveMetadata(end(start), end(end - 1)));
  }

  private ArchiveEnd end(int place) {
    ItemEntry item = at(place);
    return new ArchiveEnd(id(item).text(), item.arrival());
  }

  Outcome query(NodeCommand.QueryArchive command) {
    Optional<PubsubError> refusal = scope.refusal(command.requester(), Action.RETRIEVE);
    if (refusal.isPresent()) {
      return Outcome.refusal(refusal.get());
    }
    ArchiveQuery query = command.query();
    Optional<Listing> matching = matching(query);
    Optional<Paging> paging =
        matching.flatMap(
            listing -> Paging.of(query.page(), listing, scope.limits().answerItems(), false));
    if (matching.isEmpty() || paging.isEmpty()) {
      return Outcome.refusal(PubsubError.ITEM_NOT_FOUND);
    }
    return reply(matching.get(), paging.get());
  }

  private Outcome reply(Listing matching, Paging paging) {
    List<ItemEntry> found = matching.entries(paging.from(), paging.to());
    List<ItemEntry> fitting =
        paging.fitting(found, ItemEntry::payloadBytes, scope.limits().answerBytes());
    int left = found.size() - fitting.size();
    int from = paging.keepsEnd() ? paging.from() + left : paging.from();
    int to = paging.keepsEnd() ? paging.to() : paging.to() - left;
    return Outcome.reply(
        new Response.ArchivePage(
            scope.name(),
            scope.eventType(),
            fitting.stream().map(this::shown).toList(),
            Paging.describe(
                fitting.stream().map(item -> id(item).text()).toList(), from, matching.size()),
            paging.keepsEnd() ? from == 0 : to == matching.size()));
  }

  private ArchivedItem shown(ItemEntry item) {
    int place = history.rank(item.seq());
    EventItem shown = scope.shown(history.range(place, place + 1).get(0));
    return new ArchivedItem(
        id(item).text(),
        item.arrival(),
        shown.id(),
        shown.publisher(),
        shown.payload(),
        shown.stamp() != null,
        shown.headers());
  }

  /** All that match a query; empty when it names an id that is not in the archive. */
  private Optional<Listing> matching(ArchiveQuery query) {
    int from = start;
    int to = history.size();
    Instant first = query.start();
    if (first != null) {
      from = Math.max(from, history.rank(first));
    }
    Instant last = query.end();
    if (last != null) {
      to = Math.min(to, history.rank(last.truncatedTo(ChronoUnit.MILLIS).plusMillis(1)));
    }
    if (query.afterId() != null) {
      Optional<ArchiveId> after = known(query.afterId());
      if (after.isEmpty()) {
        return Optional.empty();
      }
      from = Math.max(from, history.rank(after.get().seq() + 1));
    }
    if (query.beforeId() != null) {
      Optional<ArchiveId> before = known(query.beforeId());
      if (before.isEmpty()) {
        return Optional.empty();
      }
      to = Math.min(to, history.rank(before.get().seq()));
    }
    Set<Long> named = new HashSet<>();
    for (String id : query.ids()) {
      Optional<ItemEntry> item = archived(id);
      if (item.isEmpty()) {
        return Optional.empty();
      }
      named.add(item.get().seq());
    }
    to = Math.max(from, to);
    return Optional.of(
        named.isEmpty() && query.with() == null && query.order().isEmpty()
            ? new Unfiltered(from, to)
            : filtered(history.entries(from, to), named, query));
  }

  private Listing filtered(List<ItemEntry> items, Set<Long> named, ArchiveQuery query) {
    Jid with = query.with();
    List<ItemEntry> matching = new ArrayList<>();
    for (ItemEntry item : items) {
      if ((named.isEmpty() || named.contains(item.seq())) && (with == null || shows(item, with))) {
        matching.add(item);
      }
    }
    matching.sort(ItemOrder.comparator(query.order()));
    return new Filtered(matching, query.order());
  }

  /** All messages are from the service; an item may also show whose it is. */
  private boolean shows(ItemEntry item, Jid with) {
    return with.equals(scope.service()) || with.equals(scope.shownPublisher(item.publisher()));
  }

  private ArchiveId id(ItemEntry item) {
    return ArchiveId.of(scope.name(), item, key);
  }

  private ItemEntry at(int place) {
    return history.entry(place);
  }

  /** What is in the archive by that name. */
  private Optional<ItemEntry> archived(String text) {
    Optional<ArchiveId> id = ArchiveId.parse(text, key);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    int place = history.rank(id.get().seq());
    return place < start || place >= history.size()
        ? Optional.empty()
        : Optional.of(at(place)).filter(item -> id(item).equals(id.get()));
  }

  /** The id of what is in the archive, or was between what is. */
  private Optional<ArchiveId> known(String text) {
    if (archived(text).isPresent()) {
      return ArchiveId.parse(text, key);
    }
    return ArchiveId.parse(text, key).filter(this::wasTakenBack);
  }

  private boolean wasTakenBack(ArchiveId id) {
    int place = history.rank(id.seq());
    if (place <= start || id.seq() > scope.node().lastSeq()) {
      return false;
    }
    boolean isThere = place < history.size() && at(place).seq() == id.seq();
    Instant next = place < history.size() ? at(place).arrival() : scope.node().newestArrival();
    return !isThere
        && at(place - 1).arrival().toEpochMilli() <= id.arrivalMillis()
        && id.arrivalMillis() <= next.toEpochMilli();
  }

  /** Neighbours of the history, in its order. */
  private final class Unfiltered implements Listing {

    private final int from;
    private final int to;

    Unfiltered(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public int size() {
      return to - from;
    }

    @Override
    public Optional<Integer> before(String uid) {
      return known(uid).map(id -> place(id.seq()));
    }

    @Override
    public Optional<Integer> through(String uid) {
      return known(uid).map(id -> place(id.seq() + 1));
    }

    private int place(long seq) {
      return Math.max(0, Math.min(size(), history.rank(seq) - from));
    }

    @Override
    public List<ItemEntry> entries(int first, int end) {
      return history.entries(from + first, from + end);
    }
  }

  /** What was picked out of the history, in an order of its own. */
  private final class Filtered implements Listing {

    private final List<ItemEntry> items;
    private final List<ItemOrder> orders;
    private final Comparator<ItemEntry> order;

    Filtered(List<ItemEntry> items, List<ItemOrder> orders) {
      this.items = items;
      this.orders = orders;
      this.order = ItemOrder.comparator(orders);
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public Optional<Integer> before(String uid) {
      return orders.isEmpty()
          ? known(uid).map(id -> rank(item -> item.seq() < id.seq()))
          : archived(uid).map(known -> rank(item -> order.compare(item, known) < 0));
    }

    @Override
    public Optional<Integer> through(String uid) {
      return orders.isEmpty()
          ? known(uid).map(id -> rank(item -> item.seq() <= id.seq()))
          : archived(uid).map(known -> rank(item -> order.compare(item, known) <= 0));
    }

    /** How many come before the first that does not match; those that match are the first. */
    private int rank(Predicate<ItemEntry> isBefore) {
      int low = 0;
      int high = items.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (isBefore.test(items.get(middle))) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    public List<ItemEntry> entries(int from, int to) {
      return items.subList(from, to);
    }
  }
}
