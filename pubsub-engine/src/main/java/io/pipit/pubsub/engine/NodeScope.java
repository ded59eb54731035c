package io.pipit.pubsub.engine;

import io.pipit.pubsub.Announcement;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.DoorAudience;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.ItemReply;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.Page;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.PubsubError;
import io.pipit.pubsub.SendLastPublishedItem;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionOptions;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.notify.Notification;
import io.pipit.pubsub.notify.Notification.EventItem;
import io.pipit.pubsub.notify.Notification.Header;
import io.pipit.pubsub.notify.Notification.Stamp;
import io.pipit.pubsub.store.History;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.DateTime;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.Message;
import io.pipit.xmpp.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One node and what a decision about it may look at. Confined to one decision.
 *
 * @param siblings the nodes that belong to it, and maybe others, by name
 */
record NodeScope(
    ServicePolicy policy,
    NodeState node,
    NodeConfig config,
    Context context,
    Function<String, Optional<NodeState>> siblings) {

  /** A node that none belongs to. */
  NodeScope(ServicePolicy policy, NodeState node, Context context) {
    this(policy, node, node.config(), context, name -> Optional.empty());
  }

  NodeScope(ServicePolicy policy, NodeState node, ServiceState nodes, Context context) {
    this(policy, node, node.config(), context, nodes::node);
  }

  /** A node that belongs to this one. */
  Optional<NodeScope> sibling(String name) {
    return siblings.apply(name).map(found -> new NodeScope(policy, found, context));
  }

  /** The same node as if it were configured so. */
  NodeScope configured(NodeConfig changed) {
    return new NodeScope(policy, node, changed, context, siblings);
  }

  /** The same node as another context shows it. */
  NodeScope in(Context other) {
    return new NodeScope(policy, node, config, other, siblings);
  }

  BareJid service() {
    return policy.service();
  }

  String name() {
    return node.name();
  }

  ServiceLimits limits() {
    return policy.limits();
  }

  /** The time in whole milliseconds, as it is stored. */
  Instant now() {
    return context.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The items that there are now. */
  LiveItems items() {
    return new LiveItems(node.items(), expired());
  }

  /** The place in the history of the node of the oldest publish that it still shows. */
  int historyStart() {
    return node.items().history().rank(node.historyStart(now()));
  }

  /** How many of the items are past their time and none of the last that stay all the same. */
  private int expired() {
    int past = pastTime();
    return past == 0
        ? 0
        : Math.min(past, Math.max(0, node.items().size() - config.get(NodeConfigFields.KEEP_LAST)));
  }

  /** How many of the items are past their time. */
  int pastTime() {
    int seconds = config.get(NodeConfigFields.ITEM_EXPIRE);
    return seconds == NodeConfigFields.MAX
        ? 0
        // One that arrived exactly so long ago is past its time.
        : node.items().rank(now().minusSeconds(seconds).plusMillis(1));
  }

  /** The item that a new subscriber is sent when the node sends any; null for none. */
  @Nullable Item lastItem() {
    if (config.persistsItems()) {
      ItemEntry newest = items().newest();
      return newest == null ? null : node.items().get(newest.id()).orElse(null);
    }
    Item cached = node.cachedItem();
    int seconds = config.get(NodeConfigFields.ITEM_EXPIRE);
    return cached == null
            || (seconds != NodeConfigFields.MAX
                && config.get(NodeConfigFields.KEEP_LAST) == 0
                && !now().isBefore(cached.arrival().plusSeconds(seconds)))
        ? null
        : cached;
  }

  /** What is known of what stands for the node, null when nothing does. */
  @Nullable ItemEntry standingEntry() {
    if (node.standing().followsNewest()) {
      return config.persistsItems() ? items().newest() : null;
    }
    ItemEntry chosen = node.standing().entry();
    return chosen == null || isPastTime(chosen) ? null : chosen;
  }

  /** Whether what was chosen to stand is past its time, and none of the last that stay. */
  boolean isPastTime(ItemEntry chosen) {
    int seconds = config.get(NodeConfigFields.ITEM_EXPIRE);
    return seconds != NodeConfigFields.MAX
        && !now().isBefore(chosen.arrival().plusSeconds(seconds))
        && !isItem(chosen);
  }

  /** Whether it is an item that there is now, and not only another one of its id. */
  boolean isItem(ItemEntry entry) {
    return items().entry(entry.id()).filter(item -> item.seq() == entry.seq()).isPresent();
  }

  /** What stands for the node, unless its publisher said that it is of no use any more. */
  Optional<StandingItem> standing() {
    ItemEntry entry = standingEntry();
    return entry == null
        ? Optional.empty()
        : Optional.of(node.items().read(entry))
            .filter(item -> !isOver(item))
            .map(
                item ->
                    new StandingItem(
                        item,
                        shownPublisher(item.publisher()),
                        config.deliversPayloads(),
                        !node.standing().followsNewest()));
  }

  private boolean isOver(Item item) {
    return ItemHeaders.value(item.headers(), ItemHeaders.EXPIRES)
        .flatMap(DateTime::parse)
        .filter(end -> !now().isBefore(end))
        .isPresent();
  }

  /**
   * The part of a list of the node that is asked for: see {@link Paging#page}.
   *
   * @param uid of an entry, unique in the list
   * @param bytes of an entry, about
   */
  <T> Optional<Page<T>> page(
      List<T> all,
      Function<? super T, String> uid,
      ToLongFunction<? super T> bytes,
      ResultSet.@Nullable Request request) {
    return Paging.page(all, uid, bytes, request, limits());
  }

  /** When an item arrives that is published now: never before one that is there. */
  Instant arrival() {
    Instant now = now();
    return now.isBefore(node.newestArrival()) ? node.newestArrival() : now;
  }

  /** Empty when the requester may do it, else the refusal. */
  Optional<PubsubError> refusal(Jid requester, Action action) {
    return policy.isOperator(requester)
        ? Optional.empty()
        : Access.decide(requester.bare(), action, node, context);
  }

  /** Whether the requester may act for a subscribed address: by bare JID, whatever it is. */
  boolean speaksFor(Jid requester, Jid jid) {
    return jid.bare().equals(requester.bare()) || policy.isOperator(requester);
  }

  /** The subscriptions of exactly that address, but for those that have run out. */
  List<Subscription> held(Jid jid) {
    Instant now = now();
    return node.subscriptions(jid.bare()).stream()
        .filter(each -> each.jid().equals(jid) && !each.isLapsed(now))
        .toList();
  }

  /** The subscriptions of all addresses of an entity, but for those that have run out. */
  List<Subscription> heldBy(BareJid entity) {
    Instant now = now();
    return node.subscriptions(entity).stream().filter(each -> !each.isLapsed(now)).toList();
  }

  /** What a subscription begins with. */
  SubscriptionOptions initialOptions() {
    return SubscriptionOptions.initial(name(), config());
  }

  /**
   * Tells of new items, if the node delivers events; what can wait for digests waits.
   *
   * @param requester who published them
   */
  void tellOfPublished(
      PublishedEvent event, List<Item> items, Jid requester, PublishKind kind, Draft draft) {
    DoorAudience doors = doors();
    if (doors != DoorAudience.NONE) {
      draft.announce(
          new Announcement.Published(
              service(),
              name(),
              doors,
              requester,
              kind,
              config.persistsItems(),
              items,
              shownPublisher(requester.bare()),
              config.deliversPayloads()));
    }
    Inheritors inheritors =
        tellOfItems(event, each -> !config.persistsItems(), each -> false, draft);
    if (!inheritors.digests().isEmpty()) {
      new InheritedDigest(this).begin(inheritors.digests(), draft);
    }
  }

  private DoorAudience doors() {
    return config.deliversNotifications() ? node.doors(service(), context) : DoorAudience.NONE;
  }

  /**
   * Tells doors that items were taken back: all when no ids are given and nothing was to stand no
   * more.
   */
  void withdraw(Jid requester, List<String> ids, boolean standing, Draft draft) {
    if (context.doors() != DoorSubscriptions.NONE) {
      boolean ends = endsStanding(ids, standing);
      draft.announce(
          new Announcement.Withdrawn(
              service(), name(), doors(), requester, ids, standing, ends, node.lastSeq()));
    }
  }

  /** Whether something stands, and nothing does when what is taken back has gone. */
  private boolean endsStanding(List<String> ids, boolean standing) {
    ItemEntry entry = standingEntry();
    if (entry == null || standing || ids.isEmpty()) {
      return entry != null;
    }
    boolean isNextInItsPlace = node.standing().followsNewest() && items().size() > ids.size();
    return ids.contains(entry.id()) && !isNextInItsPlace;
  }

  private Inheritors tellOfItems(
      Audience.Event event,
      Predicate<Subscription> now,
      Predicate<Inherited> inheritedNow,
      Draft draft) {
    if (!config.deliversNotifications()) {
      return Inheritors.NONE;
    }
    Audience audience = node.audience(context);
    Set<Jid> told = audience.tellOfItems(event, now, context, draft);
    Inheritors inheritors = node.inheritors(context);
    if (!inheritors.isEmpty()) {
      inheritors.tellOfItems(event, inheritedNow, audience.andByPresence(told), context, draft);
    }
    return inheritors;
  }

  /** Tells of items that have gone: of digests those that have told of one of them. */
  void tellOfRetracted(List<String> ids, Draft draft) {
    RetractedEvent event = new RetractedEvent(this, ids);
    tellOfItems(event, event::isTold, event::isTold, draft);
  }

  /** The note which subscription of an address an event is for; none when it has only one. */
  List<Header> headers(Subscription subscription) {
    return held(subscription.jid()).stream()
            .allMatch(each -> each.subid().equals(subscription.subid()))
        ? List.of()
        : List.of(Header.subid(subscription.subid()));
  }

  /**
   * What was published after a sequence number, the oldest first, as much as the node shows and as
   * there is room for; at least one when there is any.
   */
  Published publishedAfter(long seq, int mostItems, long mostBytes) {
    if (config.historyItems() == 0) {
      LiveItems live = items();
      int from = live.rank(seq + 1);
      int most = Math.min(live.size() - from, mostItems);
      int taken = fitting(live.entries(from, from + most), mostBytes);
      return new Published(live.range(from, from + taken), from + taken == live.size());
    }
    History history = node.items().history();
    int from = Math.max(history.rank(seq + 1), historyStart());
    int most = Math.min(history.size() - from, mostItems);
    int taken = fitting(history.entries(from, from + most), mostBytes);
    return new Published(history.range(from, from + taken), from + taken == history.size());
  }

  /**
   * Items in the order of publication.
   *
   * @param all whether there are no newer ones
   */
  record Published(List<Item> items, boolean all) {}

  private static int fitting(List<ItemEntry> found, long mostBytes) {
    long bytes = 0;
    int taken = 0;
    for (ItemEntry item : found) {
      bytes += item.payloadBytes();
      if (bytes > mostBytes && taken > 0) {
        break;
      }
      taken++;
    }
    return taken;
  }

  /** Tells that all items are gone. */
  void tellOfPurge(Draft draft) {
    if (config.deliversNotifications()) {
      Audience.Event event =
          (recipients, headers) ->
              new Notification.NodePurged(service(), name(), recipients, eventType(), headers);
      Set<Jid> own = node.audience(context).tellOfNode(event, context, draft);
      node.inheritors(context).tell(event, own, context, draft);
    }
  }

  /**
   * Tells those who subscribe to the nodes of a collection that the node is in (XEP-0248 5.3.1).
   *
   * @param own who were told by a subscription to the node itself
   */
  void tellOfNode(Audience.Event event, Collection<Jid> own, NodeAccess access, Draft draft) {
    List<Inherited> inherited =
        context.tree().nodeSubscriptions(name(), context.tree().parents(name()));
    if (!inherited.isEmpty()) {
      Inheritors.of(inherited, Set.copyOf(own), access, Action.DISCOVER, context)
          .tell(event, Set.of(), context, draft);
    }
  }

  Message.Type eventType() {
    return config.get(NodeConfigFields.NOTIFICATION_TYPE).messageType();
  }

  /** The address that an item shows (XEP-0060 12.17), null for none. */
  @Nullable BareJid shownPublisher(BareJid publisher) {
    ItemReply reply = config.get(NodeConfigFields.ITEM_REPLY);
    return switch (reply) {
      case NONE -> null;
      case PUBLISHER -> publisher;
      case OWNER -> node.owners().get(0);
    };
  }

  private Stamp stamp(Item item) {
    return new Stamp(
        item.arrival(),
        config.historyItems() > 0 ? ArchiveId.of(name(), item, context.archiveKey()).text() : null);
  }

  /** An item as an event of this node shows it. */
  EventItem shown(Item item) {
    return new EventItem(
        item.id(),
        shownPublisher(item.publisher()),
        config.deliversPayloads() ? item.payload() : null,
        config.get(NodeConfigFields.STAMP_ITEMS) ? stamp(item) : null,
        config.deliversPayloads() ? item.headers() : List.of());
  }

  /** A subscription comes, or is from now on as it is here. */
  void put(Subscription subscription, Draft draft) {
    draft.change(new Change.Subscribed(service(), name(), subscription, due(subscription)));
  }

  private @Nullable Instant due(Subscription subscription) {
    if (subscription.state() == SubscriptionState.UNCONFIGURED) {
      return now().plus(policy.leases().unconfigured());
    }
    Instant end = subscription.options().expiry().at();
    return end == null ? null : policy.leases().reminder(now(), end);
  }

  /** Ends a subscription that nobody asked to end. */
  void endSubscription(Subscription subscription, Draft draft) {
    endSubscription(subscription, null, draft);
  }

  /** The newest item for a new subscription (6.1.7). */
  private void sendLastItem(Subscription subscription, Draft draft) {
    if (!config.deliversNotifications()
        || config.get(NodeConfigFields.SEND_LAST_PUBLISHED_ITEM) == SendLastPublishedItem.NEVER
        || !subscription.isActive(now())
        || !subscription.options().delivers()
        || subscription.options().isGrouped()) {
      return;
    }
    Item last = lastItem();
    if (last != null && subscription.options().wants(last)) {
      tellLastItem(Audience.addresses(subscription, config, context), headers(subscription), draft);
    }
  }

  /** The newest item, if there is one, for an address that may have it. */
  void tellLastItem(Jid recipient, List<Header> headers, Draft draft) {
    tellLastItem(List.of(recipient), headers, draft);
  }

  private void tellLastItem(List<Jid> recipients, List<Header> headers, Draft draft) {
    Item last = lastItem();
    if (last != null) {
      draft.tell(
          new Notification.ItemsPublished(
              service(),
              name(),
              recipients,
              eventType(),
              List.of(shown(last)),
              last.arrival(),
              headers));
    }
  }

  /** Ends a subscription as somebody asked. */
  void endSubscription(Subscription subscription, @Nullable Jid requester, Draft draft) {
    draft.change(
        new Change.Unsubscribed(service(), name(), subscription.jid(), subscription.subid()));
    Subscription ended = subscription.with(SubscriptionState.NONE);
    tellOfSubscription(ended, requester, draft);
    if (subscription.state() == SubscriptionState.SUBSCRIBED) {
      tellOwners(ended, requester, draft);
    }
  }

  /**
   * A request becomes a subscription (6.1.4).
   *
   * @param requester the owner that approves it, null when it needs none any more
   */
  void approve(Subscription pending, @Nullable Jid requester, Draft draft) {
    Subscription approved =
        pending.with(
            new Tailoring(this).isIncomplete(pending.options())
                ? SubscriptionState.UNCONFIGURED
                : SubscriptionState.SUBSCRIBED);
    put(approved, draft);
    tellOfSubscription(approved, requester, draft);
    begin(approved, requester, draft);
  }

  /** What follows when a subscription is in force from now on. */
  void begin(Subscription subscription, @Nullable Jid requester, Draft draft) {
    if (subscription.state() == SubscriptionState.SUBSCRIBED) {
      tellOwners(subscription, requester, draft);
      sendLastItem(subscription, draft);
    }
  }

  /** Tells the owners who came or went, if the node does that (16.4.4); not of themselves. */
  private void tellOwners(Subscription subscription, @Nullable Jid requester, Draft draft) {
    if (config.get(NodeConfigFields.NOTIFY_SUB)) {
      draft.tell(
          new Notification.SubscriptionChanged(
              service(),
              name(),
              node.owners().stream()
                  .filter(owner -> !owner.equals(subscription.jid().bare()))
                  .<Jid>map(owner -> owner)
                  .toList(),
              Message.Type.NORMAL,
              subscription,
              requester));
    }
  }

  /**
   * Tells the subscribed address, also when it is offline: a message of type normal. The resource
   * that asked for the change has its answer.
   */
  void tellOfSubscription(Subscription subscription, @Nullable Jid requester, Draft draft) {
    Jid jid = subscription.jid();
    draft.tell(
        new Notification.SubscriptionChanged(
            service(),
            name(),
            jid.equals(requester) ? List.of() : List.of(jid),
            Message.Type.NORMAL,
            subscription,
            requester));
  }
}
