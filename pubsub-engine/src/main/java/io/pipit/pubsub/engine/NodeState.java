package io.pipit.pubsub.engine;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Context;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.NodeConfig;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one node. Confined to the owner of its {@link ServiceState}, which alone
 * changes it.
 */
public final class NodeState implements NodeAccess {

  private final String name;
  private final BareJid creator;
  private final Instant created;
  private final NodeView items;
  private final Map<BareJid, Affiliation> affiliations = new LinkedHashMap<>();
  private final Map<BareJid, List<Subscription>> subscriptions = new LinkedHashMap<>();
  private final Applying applying = new Applying();
  private NodeConfig config;
  private List<BareJid> owners;
  private int subscriptionCount;
  private long lastSeq;
  private Instant newestArrival = Instant.EPOCH;

  /** Who may receive, while nothing of the node changes; null until somebody asks. */
  private @Nullable List<Jid> recipients;

  NodeState(Change.NodeCreated change, NodeView items) {
    this.name = change.node();
    this.creator = change.creator();
    this.created = change.created();
    this.config = change.config();
    this.items = items;
    this.affiliations.put(creator, Affiliation.OWNER);
    this.owners = List.of(creator);
  }

  public String name() {
    return name;
  }

  public BareJid creator() {
    return creator;
  }

  public Instant created() {
    return created;
  }

  @Override
  public NodeConfig config() {
    return config;
  }

  public NodeView items() {
    return items;
  }

  /** The highest sequence number that was ever given to an item here. */
  public long lastSeq() {
    return lastSeq;
  }

  /** When the newest item that ever was here arrived; long ago when there was none. */
  Instant newestArrival() {
    return newestArrival;
  }

  /** The item that was published last, null when there is none. */
  @Nullable Item newestItem() {
    int size = items.size();
    return size == 0 ? null : items.range(size - 1, size).get(0);
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
  public boolean isSubscribed(BareJid entity) {
    return subscriptions.containsKey(entity);
  }

  /** The subscriptions of all addresses of an entity. */
  public List<Subscription> subscriptions(BareJid entity) {
    return subscriptions.getOrDefault(entity, List.of());
  }

  /** The subscription of exactly that address. */
  public Optional<Subscription> subscription(Jid jid) {
    for (Subscription subscription : subscriptions(jid.bare())) {
      if (subscription.jid().equals(jid)) {
        return Optional.of(subscription);
      }
    }
    return Optional.empty();
  }

  public Stream<Subscription> subscriptions() {
    return subscriptions.values().stream().flatMap(Collection::stream);
  }

  public int subscriptionCount() {
    return subscriptionCount;
  }

  /**
   * The subscribed addresses that may get an event now. The same list as long as that cannot have
   * changed: only a roster can take a right away behind the node's back.
   */
  List<Jid> recipients(Context context) {
    if (config.accessModel().asksRoster()) {
      return recipientsNow(context);
    }
    if (recipients == null) {
      recipients = recipientsNow(context);
    }
    return recipients;
  }

  private List<Jid> recipientsNow(Context context) {
    List<Jid> allowed = new ArrayList<>(subscriptionCount);
    subscriptions.forEach(
        (entity, held) -> {
          if (Access.decide(entity, Action.RECEIVE, this, context).isEmpty()) {
            held.forEach(subscription -> allowed.add(subscription.jid()));
          }
        });
    return List.copyOf(allowed);
  }

  /** Makes a change of this node true. */
  void apply(Change change) {
    change.accept(applying);
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
      items.keepNewest(change.keepNewest());
      recipients = null;
    }

    @Override
    public void nodePurged(Change.NodePurged change) {
      items.keepNewest(0);
    }

    @Override
    public void itemsPublished(Change.ItemsPublished change) {
      for (Item item : change.items()) {
        items.put(item);
        lastSeq = item.seq();
        newestArrival = item.arrival();
      }
      items.keepNewest(items.size() - change.dropOldest());
    }

    @Override
    public void itemsRetracted(Change.ItemsRetracted change) {
      change.ids().forEach(items::remove);
    }

    @Override
    public void subscribed(Change.Subscribed change) {
      Jid jid = change.subscription().jid();
      List<Subscription> held = without(jid);
      held.add(change.subscription());
      subscriptionCount += held.size() - subscriptions(jid.bare()).size();
      subscriptions.put(jid.bare(), List.copyOf(held));
      recipients = null;
    }

    @Override
    public void unsubscribed(Change.Unsubscribed change) {
      BareJid entity = change.jid().bare();
      List<Subscription> held = without(change.jid());
      subscriptionCount += held.size() - subscriptions(entity).size();
      if (held.isEmpty()) {
        subscriptions.remove(entity);
      } else {
        subscriptions.put(entity, List.copyOf(held));
      }
      recipients = null;
    }

    private List<Subscription> without(Jid jid) {
      List<Subscription> others = new ArrayList<>(subscriptions(jid.bare()));
      others.removeIf(subscription -> subscription.jid().equals(jid));
      return others;
    }

    @Override
    public void affiliationChanged(Change.AffiliationChanged change) {
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
      recipients = null;
    }
  }
}
