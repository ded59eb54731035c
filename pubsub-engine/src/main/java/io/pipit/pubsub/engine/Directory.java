package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.NodeAffiliation;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.change.Change;
import io.pipit.xmpp.BareJid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What spans the nodes of a service: their names, who may see them, how they hang together, and
 * every entity's subscriptions and affiliations. It is told every change that {@link
 * Change#concernsDirectory concerns it}, after the node's own shard, and so may be a moment behind;
 * that a name is free is decided here alone.
 *
 * <p>Confined to its shard, but for {@link #tree} and {@link PresenceIndex#mayConcern}. {@link
 * #apply} is the only writer.
 */
public final class Directory {

  private final NavigableMap<String, Entry> nodes = new TreeMap<>();
  private final Map<BareJid, Entity> entities = new ConcurrentHashMap<>();
  private final Map<BareJid, Integer> createdBy = new HashMap<>();
  private final Map<String, Entry> virtual = new HashMap<>();
  private final Set<BareJid> registered = new HashSet<>();
  private final Tree tree = new Tree();

  /** Can be changed unless it is empty; the oldest first. */
  private Map<String, Entry> departed = Map.of();

  /** Of a snapshot, while the log behind it is read. */
  private final List<Change> restored = new ArrayList<>();

  private long restoredAt;
  private final PresenceIndex presences = new PresenceIndex(this);
  private final Applying applying = new Applying();

  /** What the directory knows of one node. */
  static final class Entry implements NodeAccess {

    private final BareJid creator;

    /** Can be changed unless it is of one, as it nearly always is. */
    private Map<BareJid, Affiliation> affiliations;

    /** Can be changed unless it is empty, like {@link #pending}. */
    private Map<BareJid, Map<String, Subscription>> subscribers = Map.of();

    /** The subids of those that wait for an owner. */
    private Set<String> pending = Set.of();

    private NodeConfig config;

    Entry(BareJid creator, NodeConfig config) {
      this.creator = creator;
      this.config = config;
      this.affiliations = SoleOwner.affiliations(creator);
    }

    /** A node as it will be known when it is created. */
    void affiliate(BareJid entity, Affiliation affiliation) {
      if (affiliations.size() <= 1) {
        affiliations = new LinkedHashMap<>(affiliations);
      }
      if (affiliation == Affiliation.NONE) {
        affiliations.remove(entity);
      } else {
        affiliations.put(entity, affiliation);
      }
    }

    /** By subid: the subscriptions of an entity, to be changed. */
    Map<String, Subscription> subscriptionsOf(BareJid entity) {
      if (subscribers.isEmpty()) {
        subscribers = new HashMap<>();
      }
      return subscribers.computeIfAbsent(entity, first -> new LinkedHashMap<>());
    }

    void setPending(String subid, boolean isPending) {
      if (isPending) {
        pending = pending.isEmpty() ? new HashSet<>() : pending;
        pending.add(subid);
      } else if (!pending.isEmpty()) {
        pending.remove(subid);
      }
    }

    private List<Subscription> held() {
      return subscribers.values().stream().flatMap(held -> held.values().stream()).toList();
    }

    @Override
    public NodeConfig config() {
      return config;
    }

    @Override
    public Affiliation affiliation(BareJid entity) {
      return affiliations.getOrDefault(entity, Affiliation.NONE);
    }

    @Override
    public List<BareJid> owners() {
      return affiliations.entrySet().stream()
          .filter(entry -> entry.getValue() == Affiliation.OWNER)
          .map(Map.Entry::getKey)
          .toList();
    }

    @Override
    public boolean isSubscribed(BareJid entity, Instant now) {
      return subscribers.getOrDefault(entity, Map.of()).values().stream()
          .anyMatch(subscription -> subscription.isActive(now));
    }
  }

  /** What the directory knows of one entity, by node. */
  private static final class Entity {
    final NavigableMap<String, Affiliation> affiliations = new TreeMap<>();

    /** By node, then by subid; the inner maps are those of the nodes' entries. */
    final NavigableMap<String, Map<String, Subscription>> subscriptions = new TreeMap<>();

    boolean isForgotten() {
      return affiliations.isEmpty() && subscriptions.isEmpty();
    }
  }

  /** The nodes by name, in the order in which service discovery lists them. */
  NavigableMap<String, Entry> nodes() {
    return Collections.unmodifiableNavigableMap(nodes);
  }

  /** The nodes that were deleted last, by name, with none but their creators for owners. */
  Map<String, Entry> departed() {
    return Collections.unmodifiableMap(departed);
  }

  /** The collections, and who subscribes to them. Any thread. */
  public Tree tree() {
    return tree;
  }

  public boolean contains(String node) {
    return nodes.containsKey(node);
  }

  public int size() {
    return nodes.size();
  }

  /**
   * Names of nodes in their order, without those that nobody creates.
   *
   * @param from the first that counts
   * @param isIncluded whether that itself counts
   * @param most so many at most
   */
  public List<String> names(String from, boolean isIncluded, int most) {
    return nodes.tailMap(from, isIncluded).keySet().stream().limit(most).toList();
  }

  /** How many of the nodes that there are an entity has created. */
  public int createdBy(BareJid creator) {
    return createdBy.getOrDefault(creator, 0);
  }

  /** All subscriptions of all addresses of an entity, by node. */
  public List<NodeSubscription> subscriptions(BareJid entity) {
    List<NodeSubscription> found = new ArrayList<>();
    entity(entity)
        .ifPresent(
            known ->
                known.subscriptions.forEach(
                    (node, held) ->
                        held.values()
                            .forEach(
                                subscription ->
                                    found.add(new NodeSubscription(node, subscription)))));
    return found;
  }

  /** All affiliations of an entity other than none, by node. */
  public List<NodeAffiliation> affiliations(BareJid entity) {
    List<NodeAffiliation> found = new ArrayList<>();
    entity(entity)
        .ifPresent(
            known ->
                known.affiliations.forEach(
                    (node, affiliation) -> found.add(new NodeAffiliation(node, affiliation))));
    return found;
  }

  /** Whether an entity has registered with the service. */
  public boolean isRegistered(BareJid entity) {
    return registered.contains(entity);
  }

  int registrations() {
    return registered.size();
  }

  /** The nodes that an entity owns, in order of their names. */
  List<String> ownedNodes(BareJid owner) {
    return entity(owner).map(known -> known.affiliations.entrySet()).stream()
        .flatMap(Set::stream)
        .filter(entry -> entry.getValue() == Affiliation.OWNER)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Any thread: whether an entity has to do with a node. */
  boolean knows(BareJid entity) {
    return entities.containsKey(entity);
  }

  /** The subscriptions of an entity by node and subid. */
  Map<String, Map<String, Subscription>> heldBy(BareJid entity) {
    return entity(entity)
        .<Map<String, Map<String, Subscription>>>map(known -> known.subscriptions)
        .orElse(Map.of());
  }

  /** How a node is configured; empty when there is none. */
  public Optional<NodeConfig> config(String node) {
    return Optional.ofNullable(entries(node).get(node)).map(Entry::config);
  }

  /** Who has to be told that somebody comes online or goes offline. */
  public PresenceIndex presences() {
    return presences;
  }

  /** Whether requests to subscribe wait at a node. */
  boolean hasPending(String node) {
    Entry entry = nodes.get(node);
    return entry != null && !entry.pending.isEmpty();
  }

  /** The nodes to be told when an entity loses a right that lies outside of them. */
  public Set<String> subscribedNodes(BareJid entity) {
    return entity(entity)
        .map(known -> Collections.unmodifiableSet(new TreeSet<>(known.subscriptions.keySet())))
        .orElse(Set.of());
  }

  /**
   * Takes note of a change; one that does not concern the directory changes nothing.
   *
   * @param position its place in the log, which may not be durable yet
   * @throws IllegalStateException when it does not follow from what is known: a defect or a damaged
   *     log
   */
  public void apply(Change change, long position) {
    if (concernsTree(change)) {
      tree.moveTo(position);
    }
    change.accept(applying);
  }

  /** Whether somebody else may get other events after a change than before. */
  private boolean concernsTree(Change change) {
    return !change.concernsNode()
        || Names.isVirtual(change.node())
        || tree.isCollection(change.node())
        || !tree.parents(change.node()).isEmpty()
        || (change instanceof Change.NodeCreated created && created.config().isCollection())
        || (change instanceof Change.NodeConfigured changed && changed.config().isCollection());
  }

  /**
   * The changes that make again what the directory alone knows: what hangs together, and who has
   * registered. The rest is in the heads of the nodes, all of which are taken before.
   */
  public List<Change> head(BareJid service) {
    List<Change> head = new ArrayList<>();
    registered.forEach(entity -> head.add(new Change.EntityRegistered(service, entity)));
    for (String collection : tree.collections()) {
      for (String child : tree.children(collection)) {
        head.add(new Change.ChildAssociated(service, collection, child));
      }
    }
    return head;
  }

  /**
   * A change of {@link #head} from a snapshot. It comes true when the log was replayed to where the
   * head was taken: the nodes may have been taken earlier.
   *
   * @param at the position up to which the head has everything
   */
  public void restore(Change change, long at) {
    restoredAt = at;
    restored.add(change);
  }

  /** Takes note of a change that was read from the log behind a snapshot, unless it is in there. */
  public void replay(Change change, long position) {
    if (position > restoredAt) {
      replayed();
    }
    if (change.concernsNode() || position > restoredAt) {
      apply(change, position);
    }
  }

  /** The log was read: what the snapshot said is true by now. */
  public void replayed() {
    restored.forEach(change -> apply(change, restoredAt));
    restored.clear();
  }

  /** Becomes what another one is: the changes since then were lost. The other one is used up. */
  public void restore(Directory from) {
    replace(nodes, from.nodes);
    replace(virtual, from.virtual);
    departed = from.departed;
    tree.restore(from.tree);
    replace(entities, from.entities);
    replace(createdBy, from.createdBy);
    registered.clear();
    registered.addAll(from.registered);
    presences.restore(from.presences);
  }

  private static <K, V> void replace(Map<K, V> now, Map<K, V> then) {
    now.clear();
    now.putAll(then);
  }

  private Optional<Entity> entity(BareJid jid) {
    return Optional.ofNullable(entities.get(jid));
  }

  private Entity remembered(BareJid jid) {
    return entities.computeIfAbsent(jid, unknown -> new Entity());
  }

  private void forget(BareJid jid) {
    entities.computeIfPresent(jid, (same, known) -> known.isForgotten() ? null : known);
  }

  private Entry changed(Change change) {
    Entry entry = entries(change.node()).get(change.node());
    if (entry == null) {
      throw new IllegalStateException("the directory has no node: " + change);
    }
    return entry;
  }

  /** Filters and the root are there for their subscribers, and listed nowhere. */
  private Map<String, Entry> entries(String node) {
    return Names.isVirtual(node) ? virtual : nodes;
  }

  private void affiliate(String node, Entry entry, BareJid entity, Affiliation affiliation) {
    if (affiliation == Affiliation.NONE) {
      entry.affiliate(entity, Affiliation.NONE);
      entity(entity).ifPresent(known -> known.affiliations.remove(node));
      forget(entity);
    } else {
      entry.affiliate(entity, affiliation);
      remembered(entity).affiliations.put(node, affiliation);
    }
  }

  private final class Applying implements Change.Visitor {

    @Override
    public void nodeCreated(Change.NodeCreated change) {
      Entry entry = new Entry(change.creator(), change.config());
      if (entries(change.node()).putIfAbsent(change.node(), entry) != null) {
        throw new IllegalStateException("the directory has the node already: " + change);
      }
      if (Names.isVirtual(change.node())) {
        return;
      }
      if (!departed.isEmpty()) {
        departed.remove(change.node());
      }
      if (change.config().isCollection()) {
        tree.addCollection(change.node());
      }
      presences.configured(change.node(), change.config());
      createdBy.merge(change.creator(), 1, Integer::sum);
      remembered(change.creator()).affiliations.put(change.node(), Affiliation.OWNER);
    }

    /** Of what may have been many affiliations none are kept. */
    private void remember(String node, Entry entry) {
      if (departed.isEmpty()) {
        departed = new LinkedHashMap<>();
      }
      departed.put(node, new Entry(entry.creator, entry.config));
      if (departed.size() > ServiceState.MOST_DEPARTED) {
        Iterator<String> oldest = departed.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }

    @Override
    public void nodeConfigured(Change.NodeConfigured change) {
      String node = change.node();
      Entry entry = changed(change);
      boolean wasLeaf = !entry.config.isCollection();
      entry.config = change.config();
      if (wasLeaf && change.config().isCollection()) {
        tree.addCollection(node);
        entry.held().forEach(subscription -> tree.subscribe(node, subscription));
      }
      presences.configured(node, change.config());
    }

    @Override
    public void nodeDeleted(Change.NodeDeleted change) {
      String node = change.node();
      Entry entry = changed(change);
      entry.held().forEach(held -> tree.unsubscribe(node, held.subid()));
      tree.remove(node);
      entries(node).remove(node);
      if (!Names.isVirtual(node)) {
        remember(node, entry);
        createdBy.computeIfPresent(entry.creator, (same, count) -> count == 1 ? null : count - 1);
      }
      presences.deleted(node);
      for (BareJid entity : List.copyOf(entry.affiliations.keySet())) {
        affiliate(node, entry, entity, Affiliation.NONE);
      }
      entry.subscribers.forEach(
          (entity, held) -> {
            remembered(entity).subscriptions.remove(node);
            forget(entity);
          });
    }

    @Override
    public void nodePurged(Change.NodePurged change) {}

    @Override
    public void itemsPublished(Change.ItemsPublished change) {}

    @Override
    public void bounceCounted(Change.BounceCounted change) {}

    @Override
    public void ownersAsked(Change.OwnersAsked change) {}

    @Override
    public void itemsExpired(Change.ItemsExpired change) {}

    @Override
    public void historyTrimmed(Change.HistoryTrimmed change) {}

    @Override
    public void itemStands(Change.ItemStands change) {}

    @Override
    public void standingEnded(Change.StandingEnded change) {}

    @Override
    public void standingSet(Change.StandingSet change) {}

    @Override
    public void publishRemembered(Change.PublishRemembered change) {}

    @Override
    public void lastItemCached(Change.LastItemCached change) {}

    @Override
    public void itemsKept(Change.ItemsKept change) {}

    @Override
    public void rolledUp(Change.RolledUp change) {}

    @Override
    public void rollUpRestored(Change.RollUpRestored change) {}

    @Override
    public void nodeRestored(Change.NodeRestored change) {}

    @Override
    public void nodeDeparted(Change.NodeDeparted change) {}

    @Override
    public void itemsRetracted(Change.ItemsRetracted change) {}

    @Override
    public void subscribed(Change.Subscribed change) {
      Entry entry = changed(change);
      Subscription subscription = change.subscription();
      BareJid entity = subscription.jid().bare();
      Map<String, Subscription> held = entry.subscriptionsOf(entity);
      remembered(entity).subscriptions.put(change.node(), held);
      held.put(subscription.subid(), subscription);
      entry.setPending(subscription.subid(), subscription.state() == SubscriptionState.PENDING);
      tree.subscribe(change.node(), subscription);
    }

    @Override
    public void unsubscribed(Change.Unsubscribed change) {
      Entry entry = changed(change);
      BareJid entity = change.jid().bare();
      Map<String, Subscription> held = entry.subscribers.getOrDefault(entity, Map.of());
      if (!held.containsKey(change.subid())) {
        throw new IllegalStateException("the directory has no such subscription: " + change);
      }
      tree.unsubscribe(change.node(), change.subid());
      held.remove(change.subid());
      entry.setPending(change.subid(), false);
      if (held.isEmpty()) {
        entry.subscribers.remove(entity);
        remembered(entity).subscriptions.remove(change.node());
        forget(entity);
      }
    }

    @Override
    public void leaseReminded(Change.LeaseReminded change) {}

    @Override
    public void digestSent(Change.DigestSent change) {}

    @Override
    public void digestWaits(Change.DigestWaits change) {}

    @Override
    public void affiliationChanged(Change.AffiliationChanged change) {
      if (!PersonalService.isOf(change.entity(), change.service())) {
        affiliate(change.node(), changed(change), change.entity(), change.affiliation());
      }
    }

    @Override
    public void childAssociated(Change.ChildAssociated change) {
      // Either may have gone by its own shard's decision, which had not come here yet.
      if (nodes.containsKey(change.child())) {
        tree.associate(change.node(), change.child());
      }
    }

    @Override
    public void childDisassociated(Change.ChildDisassociated change) {
      tree.disassociate(change.node(), change.child());
    }

    @Override
    public void entityRegistered(Change.EntityRegistered change) {
      registered.add(change.entity());
    }

    @Override
    public void registrationEnded(Change.RegistrationEnded change) {
      registered.remove(change.entity());
    }
  }
}
