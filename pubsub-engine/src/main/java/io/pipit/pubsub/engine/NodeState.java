package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.DoorAudience;
import io.pipit.pubsub.DoorSubscription;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeConfigFields;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.TreeView;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.History;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one node. Confined to the owner of its {@link ServiceState}, which alone
 * changes it.
 */
public final class NodeState implements NodeAccess {

  private final String name;
  private final BareJid creator;
  private final long createdMillis;
  private final Function<String, NodeView> views;
  private final QuestionPace pace;

  /** Null until somebody asks for items. */
  private @Nullable NodeView items;

  /** Of one owner nearly always: can be changed when there are more. */
  private Map<BareJid, Affiliation> affiliations;

  /** Can be changed unless it is empty, like {@link #pending}. */
  private Map<BareJid, List<Subscription>> subscriptions = Map.of();

  private Map<String, Subscription> pending = Map.of();
  private @Nullable SubscriptionTimes times;
  private NodeConfig config;
  private List<BareJid> owners;
  private int subscriptionCount;
  private long lastSeq;
  private long newestArrivalMillis;
  private @Nullable Item cachedItem;
  private @Nullable RecentPublishes recentPublishes;
  private @Nullable RollUps rollUps;
  private Standing standing = Standing.NEWEST;

  /** By subid; nearly always empty. */
  private Map<String, Integer> bounces = Map.of();

  /** When owners are asked; null while nobody has requested anything. */
  private @Nullable QuestionTimes questions;

  /** Whom events go to, while nothing of the node changes; null until somebody asks. */
  private @Nullable Audience audience;

  /** Who gets events of items by collections, in the same way and for one version of the tree. */
  private @Nullable Inheritors inheritors;

  private long treeVersion;

  /** Whom doors tell, in the same way; null until somebody asks. */
  private @Nullable KnownDoors doors;

  private long position;

  /** What the snapshot said that the node was read from; null when it was from none. */
  private Change.@Nullable NodeRestored restored;

  /** A node that nothing has come of yet. */
  NodeState(Change.NodeCreated change, NodeView items) {
    this(change, 0, name -> items, new QuestionPace());
  }

  /**
   * @param position of the change in the log
   * @param views opens the view of a node by its name
   * @param pace of questions to the owners, of all nodes of the shard
   */
  NodeState(
      Change.NodeCreated change,
      long position,
      Function<String, NodeView> views,
      QuestionPace pace) {
    this.position = position;
    this.pace = pace;
    this.name = change.node();
    this.creator = change.creator();
    this.createdMillis = change.created().toEpochMilli();
    this.config = change.config();
    this.rollUps = RollUps.of(config, null);
    this.views = views;
    this.affiliations = SoleOwner.affiliations(creator);
    this.owners = SoleOwner.owners(creator);
  }

  public String name() {
    return name;
  }

  public BareJid creator() {
    return creator;
  }

  public Instant created() {
    return Instant.ofEpochMilli(createdMillis);
  }

  @Override
  public NodeConfig config() {
    return config;
  }

  public NodeView items() {
    NodeView opened = items;
    if (opened == null) {
      opened = views.apply(name);
      items = opened;
    }
    return opened;
  }

  /** Whether its items can be told at once, see {@link NodeView#isHere}. */
  boolean isHere() {
    return items == null || items.isHere();
  }

  /** The place in the log of the last change that is in here. */
  public long position() {
    return position;
  }

  /** The highest sequence number that was ever given to an item here. */
  public long lastSeq() {
    return lastSeq;
  }

  /** When the newest item that ever was here arrived; long ago when there was none. */
  public Instant newestArrival() {
    return Instant.ofEpochMilli(newestArrivalMillis);
  }

  /** The newest item of a node that keeps none, null when none was published since the start. */
  @Nullable Item cachedItem() {
    return cachedItem;
  }

  /** What stands for the node. */
  public Standing standing() {
    return standing;
  }

  private void stands(@Nullable ItemEntry entry) {
    if (entry == null && standing.entry() != null) {
      items().release();
    }
    standing = entry == null ? Standing.NOTHING : Standing.of(entry);
  }

  private void newestStands() {
    if (standing.entry() != null) {
      items().release();
    }
    standing = Standing.NEWEST;
  }

  /** How many events to a subscription came back. */
  int bounces(String subid) {
    return bounces.getOrDefault(subid, 0);
  }

  /** What is known again when it is sent again; null when nothing ever was to be. */
  @Nullable RecentPublishes recentPublishes() {
    return recentPublishes;
  }

  /** What the numbers in items came to so far; null when the node does not want to know. */
  @Nullable RollUps rollUps() {
    return rollUps;
  }

  /** Nothing of the history that arrived before this is shown any more. */
  Instant historyStart(Instant now) {
    return historyStart(config, now);
  }

  /** The same as a configuration says. */
  static Instant historyStart(NodeConfig config, Instant now) {
    int age = config.get(NodeConfigFields.HISTORY_AGE);
    return age == NodeConfigFields.MAX
        ? Instant.EPOCH
        // One that arrived exactly so long ago is past its time.
        : now.minusSeconds(age).plusMillis(1);
  }

  /** Forgets all items: a node of that name may come again and must find none (8.4). */
  void clear() {
    items().dropThrough(Long.MAX_VALUE);
    items().history().trim(Long.MAX_VALUE, Instant.EPOCH);
    items().release();
  }

  /** Everybody with an affiliation other than none. */
  public Map<BareJid, Affiliation> affiliations() {
    return Collections.unmodifiableMap(affiliations);
  }

  @Override
  public Affiliation affiliation(BareJid entity) {
    return affiliations.getOrDefault(entity, Affiliation.NONE);
  }

  @Override
  public List<BareJid> owners() {
    return owners;
  }

  @Override
  public boolean isSubscribed(BareJid entity, Instant now) {
    for (Subscription subscription : subscriptions(entity)) {
      if (subscription.isActive(now)) {
        return true;
      }
    }
    return false;
  }

  /** The subscriptions of all addresses of an entity, in any state. */
  public List<Subscription> subscriptions(BareJid entity) {
    return subscriptions.getOrDefault(entity, List.of());
  }

  /** One subscription, in any state. */
  Optional<Subscription> subscription(Jid jid, String subid) {
    return subscriptions(jid.bare()).stream()
        .filter(each -> each.subid().equals(subid))
        .findFirst();
  }

  public Stream<Subscription> subscriptions() {
    return subscriptions.values().stream().flatMap(Collection::stream);
  }

  /** The subscriptions that wait for an owner, the oldest first. */
  public Collection<Subscription> pending() {
    return Collections.unmodifiableCollection(pending.values());
  }

  public int subscriptionCount() {
    return subscriptionCount;
  }

  /** Whom events go to now, by subscription or by presence. */
  Audience audience(Context context) {
    return ImplicitRecipients.join(subscribed(context), name, this, context);
  }

  /** Whom events would go to if access were judged so. */
  Audience audienceOf(NodeAccess access, Context context) {
    return ImplicitRecipients.join(subscribedBy(access, context), name, access, context);
  }

  /**
   * Whom events go to by subscription. The same as long as that cannot have changed: only a roster
   * can take a right away behind the node's back, and only time ends a subscription by itself.
   */
  private Audience subscribed(Context context) {
    if (config.accessModel().asksRoster()) {
      return subscribedBy(this, context);
    }
    Audience known = audience;
    if (known == null
        || (!known.validUntil().equals(Instant.MAX)
            && !context.now().isBefore(known.validUntil()))) {
      known = subscribedBy(this, context);
      audience = known;
    }
    return known;
  }

  /**
   * Who gets events of items by subscriptions to collections and filters. The same as long as
   * neither the node nor the tree changes: who gets them by presence is told apart at each event.
   */
  Inheritors inheritors(Context context) {
    TreeView tree = context.tree();
    long version = tree.version();
    Inheritors known = inheritors;
    if (known == null
        || version != treeVersion
        || config.accessModel().asksRoster()
        || !known.isValid(context)) {
      List<Inherited> inherited = tree.itemSubscriptions(name);
      known =
          inherited.isEmpty()
              ? Inheritors.NONE
              : Inheritors.of(
                  inherited, subscribed(context).always(), this, Action.RECEIVE, context);
      inheritors = known;
      treeVersion = version;
    }
    return known;
  }

  /**
   * Whom doors tell of what happens here. The same as long as neither the node nor the
   * subscriptions at doors change; rights end with time where those of subscribers do.
   *
   * @param service that the node is of
   */
  DoorAudience doors(BareJid service, Context context) {
    DoorSubscriptions subscriptions = context.doors();
    if (subscriptions == DoorSubscriptions.NONE) {
      return DoorAudience.NONE;
    }
    long version = subscriptions.version();
    Audience subscribed = subscribed(context);
    KnownDoors known = doors;
    if (known == null || known.version != version || known.beside != subscribed) {
      known = new KnownDoors(version, subscribed, doorsOf(service, this, subscriptions, context));
      doors = known;
    }
    return known.audience;
  }

  private DoorAudience doorsOf(
      BareJid service, NodeAccess access, DoorSubscriptions subscriptions, Context context) {
    List<DoorSubscription> found = new ArrayList<>();
    subscriptions.match(service, name, found);
    Map<BareJid, Boolean> judged = new HashMap<>();
    found.removeIf(
        subscription ->
            !judged.computeIfAbsent(
                subscription.account(),
                account -> Access.decide(account, Action.RECEIVE, access, context).isEmpty()));
    return found.isEmpty() ? DoorAudience.NONE : subscriptions.audience(List.copyOf(found));
  }

  /**
   * An audience of doors, and what it was made for.
   *
   * @param version of the subscriptions at doors
   * @param beside the audience by subscription of the same time: another one when rights may have
   *     changed
   */
  private record KnownDoors(long version, Audience beside, DoorAudience audience) {}

  private Audience subscribedBy(NodeAccess access, Context context) {
    AudienceBuilder builder =
        new AudienceBuilder(name, context.now(), access.config(), subscriptionCount);
    subscriptions.forEach(
        (entity, held) -> {
          if (Access.decide(entity, Action.RECEIVE, access, context).isEmpty()) {
            builder.add(held);
          }
        });
    return builder.build();
  }

  private void forgetAudience() {
    audience = null;
    inheritors = null;
    doors = null;
  }

  /** When to look at which subscription again, by its subid. */
  DueTimes<String> subscriptionsDue() {
    return times().due;
  }

  /** The subscriptions to look at by now. */
  List<Subscription> dueSubscriptions(Instant now, int most) {
    return named(times().due.due(now, most));
  }

  /** When the owners can be asked about an entity that requests to subscribe now. */
  Instant nextQuestion(BareJid entity, Instant now) {
    return (questions == null ? new QuestionTimes(pace) : questions).next(entity, owners, now);
  }

  /** When to ask next about a request that came too soon, null for never. */
  @Nullable Instant questionDue() {
    return questions == null ? null : questions.due().first();
  }

  /** The requests to ask about by now. */
  List<Subscription> dueQuestions(Instant now, int most) {
    return questions == null ? List.of() : named(questions.due().due(now, most));
  }

  /** When the digest of which subscription is due, by its subid. */
  DueTimes<String> digestsDue() {
    return times().digests.due();
  }

  /** The subscriptions whose digest is due by now. */
  List<Subscription> dueDigests(Instant now, int most) {
    return named(digestsDue().due(now, most));
  }

  /** The sequence number through which a subscription with digests was told. */
  long toldThrough(String subid) {
    return times().digests.toldThrough(subid);
  }

  /** What subscriptions to collections wait for of this node. */
  InheritedDigests inheritedDigests() {
    return times().inheritedDigests;
  }

  /** As the changes say that brought it: what subscriptions to collections wait for. */
  public Collection<Change.DigestWaits> waitingDigests() {
    return inheritedDigests().all();
  }

  private SubscriptionTimes times() {
    return times == null ? SubscriptionTimes.NONE : times;
  }

  private SubscriptionTimes timesToChange() {
    if (times == null) {
      times = new SubscriptionTimes();
    }
    return times;
  }

  private List<Subscription> named(List<String> subids) {
    Set<String> due = new HashSet<>(subids);
    return due.isEmpty()
        ? List.of()
        : subscriptions().filter(each -> due.contains(each.subid())).toList();
  }

  /** When this node has next something to do by itself, null for never. */
  public @Nullable Instant nextDue() {
    return Timed.next(this);
  }

  /**
   * Whether something that is remembered is past its time, so that a tick makes room. It is no part
   * of {@link #nextDue}: whoever owns the node asks now and then.
   */
  public boolean hasOldHistory(Instant now) {
    return ItemTimes.hasOldHistory(this, now);
  }

  /**
   * The changes that make the node again as it is, but for its items, what it caches and events
   * that came back.
   */
  public List<Change> head(BareJid service) {
    return new NodeHead(service, this).changes();
  }

  /**
   * Takes what a change did to the items of the node, which itself is from a snapshot that has the
   * change.
   */
  void replayItems(Change change, long at) {
    if (standing.entry() != null && standing.entry().position() == at) {
      for (Item item : change.held()) {
        if (standing.is(item, at)) {
          items().hold(item, at);
        }
      }
    }
    if (change instanceof Change.ItemsPublished published) {
      published.items().forEach(item -> restore(item, true, true, at));
      dropThrough(published.dropThrough());
    } else if (change instanceof Change.ItemsKept kept) {
      kept.items().forEach(each -> restore(each.item(), each.isItem(), each.isInHistory(), at));
    } else if (change instanceof Change.ItemsRetracted retracted) {
      retract(retracted.ids());
    } else if (change instanceof Change.ItemsExpired expired) {
      dropThrough(expired.through());
    } else if (change instanceof Change.NodeConfigured configured) {
      dropThrough(configured.dropThrough());
    } else if (change instanceof Change.NodePurged || change instanceof Change.NodeDeleted) {
      clear();
    }
  }

  private void restore(Item item, boolean isItem, boolean isInHistory, long at) {
    if (isItem && (restored == null || item.seq() >= restored.itemsFrom())) {
      items().restore(item, at);
    }
    if (isInHistory && (restored == null || item.seq() >= restored.historyFrom())) {
      items().history().restore(item, at);
    }
    if (restored == null) {
      lastSeq = Math.max(lastSeq, item.seq());
      newestArrivalMillis = Math.max(newestArrivalMillis, item.arrival().toEpochMilli());
    }
  }

  /** A snapshot says how far back items go, unless a repair gave up what says it. */
  private void dropThrough(long seq) {
    if (restored == null) {
      items().dropThrough(seq);
      new Applying().trimHistory(Instant.EPOCH);
    }
  }

  /** Whether the subscription is there that a change names, if it does. */
  boolean hasWhatItNeeds(Change change) {
    if (change instanceof Change.Unsubscribed ended) {
      return subscription(ended.jid(), ended.subid()).isPresent();
    }
    if (change instanceof Change.LeaseReminded reminded) {
      return subscription(reminded.jid(), reminded.subid()).isPresent();
    }
    return !(change instanceof Change.DigestSent sent)
        || subscription(sent.jid(), sent.subid()).isPresent();
  }

  /** The log was read: what the snapshot said is of no more use. */
  void replayed() {
    restored = null;
  }

  private void retract(List<String> ids) {
    for (String id : ids) {
      items().remove(id);
      items().history().remove(id);
    }
  }

  /**
   * Makes a change of this node true.
   *
   * @param at its place in the log, 0 when it is not for the log
   */
  void apply(Change change, long at) {
    position = Math.max(position, at);
    change.accept(new Applying());
  }

  private final class Applying implements Change.Visitor {

    @Override
    public void nodeCreated(Change.NodeCreated change) {
      throw new IllegalStateException("a node is created once: " + change);
    }

    @Override
    public void nodeDeleted(Change.NodeDeleted change) {
      throw new IllegalStateException("a node does not delete itself: " + change);
    }

    @Override
    public void nodeConfigured(Change.NodeConfigured change) {
      config = change.config();
      rollUps = RollUps.of(config, rollUps);
      items().dropThrough(change.dropThrough());
      trimHistory(Instant.EPOCH);
      if (config.persistsItems()) {
        cachedItem = null;
      }
      if (recentPublishes != null) {
        recentPublishes.keep(config.idempotencyWindow());
      }
      forgetAudience();
    }

    @Override
    public void nodePurged(Change.NodePurged change) {
      clear();
      cachedItem = null;
      if (standing.entry() != null) {
        standing = Standing.NOTHING;
      }
    }

    @Override
    public void itemsPublished(Change.ItemsPublished change) {
      for (Item item : change.items()) {
        items().put(item, position);
        lastSeq = item.seq();
        newestArrivalMillis = item.arrival().toEpochMilli();
      }
      items().dropThrough(change.dropThrough());
      if (times != null) {
        times.digests.published(newestArrival());
      }
      keepHistory(change.items());
      if (rollUps != null) {
        rollUps.published(change.items());
      }
      if (change.kind() == PublishKind.ITEM) {
        newestStands();
      } else if (change.kind() == PublishKind.STANDING && !change.items().isEmpty()) {
        hold(change.items().get(change.items().size() - 1));
      }
    }

    private void hold(Item item) {
      items().hold(item, position);
      stands(ItemEntry.of(item, position));
    }

    @Override
    public void itemStands(Change.ItemStands change) {
      lastSeq = change.item().seq();
      newestArrivalMillis = change.item().arrival().toEpochMilli();
      hold(change.item());
    }

    @Override
    public void standingEnded(Change.StandingEnded change) {
      stands(null);
    }

    @Override
    public void standingSet(Change.StandingSet change) {
      ItemEntry entry = change.entry();
      if (entry != null) {
        items().hold(entry);
      }
      stands(entry);
    }

    @Override
    public void rolledUp(Change.RolledUp change) {
      if (rollUps != null) {
        rollUps.apply(change);
      }
    }

    @Override
    public void rollUpRestored(Change.RollUpRestored change) {
      if (rollUps != null) {
        rollUps.apply(change);
      }
    }

    private void keepHistory(List<Item> published) {
      if (config.historyItems() > 0) {
        published.forEach(item -> items().history().add(item, position));
        trimHistory(historyStart(newestArrival()));
      }
    }

    /** Asks for nothing of the history, which may not be here. */
    private void trimHistory(Instant from) {
      History history = items().history();
      history.trim(beforeHistory(), from);
      history.trimTo(config.maxBytes());
    }

    /**
     * The last sequence number that the history holds no more. Numbers that were retracted count,
     * so that it does not matter what of the history is there.
     */
    private long beforeHistory() {
      return Math.max(0, lastSeq - config.historyItems());
    }

    @Override
    public void bounceCounted(Change.BounceCounted change) {
      if (bounces.isEmpty()) {
        bounces = new HashMap<>();
      }
      bounces.merge(change.subid(), 1, Integer::sum);
    }

    @Override
    public void ownersAsked(Change.OwnersAsked change) {
      if (questions == null) {
        questions = new QuestionTimes(pace);
      }
      questions.asked(change, owners);
    }

    @Override
    public void itemsExpired(Change.ItemsExpired change) {
      items().dropThrough(change.through());
      ItemEntry entry = standing.entry();
      if (entry != null && entry.seq() <= change.through()) {
        stands(null);
      }
    }

    @Override
    public void historyTrimmed(Change.HistoryTrimmed change) {
      items().history().trim(0, change.from());
    }

    @Override
    public void publishRemembered(Change.PublishRemembered change) {
      if (recentPublishes == null) {
        recentPublishes = new RecentPublishes();
      }
      recentPublishes.add(change, config.idempotencyWindow());
    }

    @Override
    public void lastItemCached(Change.LastItemCached change) {
      cachedItem = change.item();
      newestArrivalMillis = change.item().arrival().toEpochMilli();
    }

    @Override
    public void itemsRetracted(Change.ItemsRetracted change) {
      retract(change.ids());
      ItemEntry entry = standing.entry();
      if (entry != null && change.ids().contains(entry.id())) {
        stands(null);
      }
    }

    @Override
    public void itemsKept(Change.ItemsKept change) {
      change
          .items()
          .forEach(
              kept -> {
                if (kept.isItem()) {
                  items().restore(kept.item(), position);
                }
                if (kept.isInHistory()) {
                  items().history().restore(kept.item(), position);
                }
                if (kept.stands()) {
                  hold(kept.item());
                }
                lastSeq = Math.max(lastSeq, kept.item().seq());
                newestArrivalMillis =
                    Math.max(newestArrivalMillis, kept.item().arrival().toEpochMilli());
              });
    }

    @Override
    public void nodeRestored(Change.NodeRestored change) {
      restored = change;
      lastSeq = change.lastSeq();
      newestArrivalMillis = change.newestArrival().toEpochMilli();
      Map<String, Subscription> ordered = new LinkedHashMap<>();
      for (String subid : change.pending()) {
        Subscription waiting = pending.get(subid);
        if (waiting != null) { // else a repair gave it up
          ordered.put(subid, waiting);
        }
      }
      pending = ordered.isEmpty() ? Map.of() : ordered;
    }

    @Override
    public void nodeDeparted(Change.NodeDeparted change) {
      throw new IllegalStateException("a node does not delete itself: " + change);
    }

    @Override
    public void subscribed(Change.Subscribed change) {
      Subscription subscription = change.subscription();
      BareJid entity = subscription.jid().bare();
      List<Subscription> held = new ArrayList<>(subscriptions(entity));
      int at = indexOf(subscription.subid(), held);
      if (at < 0) {
        held.add(subscription);
        subscriptionCount++;
      } else {
        held.set(at, subscription);
      }
      if (subscriptions.isEmpty()) {
        subscriptions = new LinkedHashMap<>();
      }
      subscriptions.put(entity, List.copyOf(held));
      if (times != null || change.due() != null || subscription.options().digests()) {
        timesToChange().due.set(subscription.subid(), change.due());
        timesToChange().digests.changed(subscription, lastSeq);
      }
      if (subscription.state() == SubscriptionState.PENDING) {
        if (pending.isEmpty()) {
          pending = new LinkedHashMap<>();
        }
        pending.put(subscription.subid(), subscription);
      } else {
        pendsNoMore(subscription.subid());
        answered(subscription.subid());
      }
      forgetAudience();
    }

    @Override
    public void leaseReminded(Change.LeaseReminded change) {
      Subscription held = known(change.jid(), change.subid(), change);
      timesToChange().due.set(held.subid(), held.options().expiry().at());
    }

    @Override
    public void digestSent(Change.DigestSent change) {
      Subscription held = known(change.jid(), change.subid(), change);
      timesToChange().digests.sent(held, change.seq(), change.next());
    }

    @Override
    public void digestWaits(Change.DigestWaits change) {
      timesToChange().inheritedDigests.apply(change);
    }

    private Subscription known(Jid jid, String subid, Change change) {
      List<Subscription> held = subscriptions(jid.bare());
      int at = indexOf(subid, held);
      if (at < 0) {
        throw new IllegalStateException("there is no such subscription: " + change);
      }
      return held.get(at);
    }

    @Override
    public void unsubscribed(Change.Unsubscribed change) {
      BareJid entity = change.jid().bare();
      List<Subscription> held = new ArrayList<>(subscriptions(entity));
      int at = indexOf(change.subid(), held);
      if (at < 0) {
        throw new IllegalStateException("there is no such subscription: " + change);
      }
      held.remove(at);
      if (times != null) {
        times.due.set(change.subid(), null);
        times.digests.ended(change.subid());
      }
      pendsNoMore(change.subid());
      answered(change.subid());
      if (!bounces.isEmpty()) {
        bounces.remove(change.subid());
      }
      subscriptionCount--;
      if (held.isEmpty()) {
        subscriptions.remove(entity);
      } else {
        subscriptions.put(entity, List.copyOf(held));
      }
      forgetAudience();
    }

    private void pendsNoMore(String subid) {
      if (!pending.isEmpty()) {
        pending.remove(subid);
      }
    }

    private void answered(String subid) {
      if (questions != null) {
        questions.answered(subid);
      }
    }

    private int indexOf(String subid, List<Subscription> held) {
      for (int i = 0; i < held.size(); i++) {
        if (held.get(i).subid().equals(subid)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public void affiliationChanged(Change.AffiliationChanged change) {
      if (PersonalService.isOf(change.entity(), change.service())) {
        return; // it is the owner that it was from the beginning
      }
      if (affiliations.size() <= 1) {
        affiliations = new LinkedHashMap<>(affiliations);
      }
      if (change.affiliation() == Affiliation.NONE) {
        affiliations.remove(change.entity());
      } else {
        affiliations.put(change.entity(), change.affiliation());
      }
      owners =
          affiliations.entrySet().stream()
              .filter(entry -> entry.getValue() == Affiliation.OWNER)
              .map(Map.Entry::getKey)
              .toList();
      forgetAudience();
    }

    @Override
    public void childAssociated(Change.ChildAssociated change) {
      throw new IllegalStateException("the directory's: " + change);
    }

    @Override
    public void childDisassociated(Change.ChildDisassociated change) {
      throw new IllegalStateException("the directory's: " + change);
    }

    @Override
    public void entityRegistered(Change.EntityRegistered change) {
      throw new IllegalStateException("the directory's: " + change);
    }

    @Override
    public void registrationEnded(Change.RegistrationEnded change) {
      throw new IllegalStateException("the directory's: " + change);
    }
  }
}
