package io.pipit.broker.port;

import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.DoorAudience;
import io.pipit.pubsub.DoorSubscription;
import io.pipit.pubsub.DoorSubscriptions;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.engine.FilterIndex;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.xmpp.BareJid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Who listens at doors, and to which nodes. A subscription is for a filter, be it the name of one
 * node; the nodes need not exist. Whether its account may read a node is judged at each of them.
 *
 * <p>Any thread asks and reads; all changes are made in one shard, in the order of each caller.
 * What is decided behind the answer to a subscription is told to it.
 *
 * <p><b>Bound.</b> So many subscriptions of one account.
 */
public final class PortSubscriptions implements DoorSubscriptions {

  /** What became of a subscription. */
  public enum Subscribed {
    /** It is there now, and was not. */
    NEW,
    /** One for the same filter was there and is as asked for now. */
    CHANGED,
    /** The filter is none. */
    NO_FILTER,
    /** The subscriber may read nothing that the filter stands for. */
    NOT_AUTHORISED,
    /** The account has as many as it may. */
    QUOTA
  }

  /** Those for one filter. Changed in the shard of all changes, read anywhere. */
  private static final class Listeners {
    final Map<LiveSubscriber, PortSubscription> held = new ConcurrentHashMap<>();
  }

  private final PortNames names;
  private final EntityShard writer;
  private final AccessRules rules;
  private final int mostOfAccount;
  private final FilterIndex<Listeners> index = new FilterIndex<>();
  private final AtomicLong version = new AtomicLong();

  /** How many there are, and how many of them are for nodes of accounts. */
  private volatile int count;

  private volatile int personal;

  // Confined to the shard of all changes.
  private final Map<LiveSubscriber, Map<String, NodeFilter>> held = new HashMap<>();
  private final Map<BareJid, Integer> counts = new HashMap<>();

  /**
   * @param service whose nodes have their own names at doors
   * @param writer where all changes are made
   * @param rules what doors let through
   * @param mostOfAccount how many subscriptions one account may have
   */
  public PortSubscriptions(
      BareJid service, EntityShard writer, AccessRules rules, int mostOfAccount) {
    this.names = new PortNames(service, rules.domain());
    this.writer = writer;
    this.rules = rules;
    this.mostOfAccount = mostOfAccount;
  }

  /** What nodes are called at doors. */
  PortNames names() {
    return names;
  }

  // ---- changes

  /**
   * Any thread: subscribes.
   *
   * @param told on the subscriber's loop what became of each filter, in their order; what stands
   *     for nodes is not sent by this
   */
  public void subscribe(
      LiveSubscriber subscriber, List<QueueFilter> filters, Consumer<List<Subscribed>> told) {
    List<QueueFilter> all = List.copyOf(filters);
    writer.execute(
        () -> {
          List<Subscribed> results = new ArrayList<>(all.size());
          all.forEach(filter -> results.add(add(subscriber, filter)));
          version.incrementAndGet(); // behind the change: who has this one sees it
          subscriber.loop().execute(() -> told.accept(results));
        });
  }

  /**
   * Any thread: ends subscriptions.
   *
   * @param told on the subscriber's loop whether each was there, in their order
   */
  public void unsubscribe(
      LiveSubscriber subscriber, List<String> filters, Consumer<List<Boolean>> told) {
    List<String> all = List.copyOf(filters);
    writer.execute(
        () -> {
          List<Boolean> results = new ArrayList<>(all.size());
          all.forEach(filter -> results.add(remove(subscriber, filter)));
          version.incrementAndGet();
          subscriber.loop().execute(() -> told.accept(results));
        });
  }

  /** Any thread: ends all subscriptions of somebody who goes. */
  public void leave(LiveSubscriber subscriber) {
    writer.execute(
        () -> {
          Map<String, NodeFilter> own = held.get(subscriber);
          if (own != null) {
            List.copyOf(own.keySet()).forEach(filter -> remove(subscriber, filter));
            version.incrementAndGet();
          }
        });
  }

  private Subscribed add(LiveSubscriber subscriber, QueueFilter filter) {
    Optional<NodeFilter> read = NodeFilter.read(filter.filter());
    if (read.isEmpty()) {
      return Subscribed.NO_FILTER;
    }
    if (!rules.mayReadSome(subscriber.address(), read.get())) {
      return Subscribed.NOT_AUTHORISED;
    }
    PortSubscription subscription = new PortSubscription(subscriber, filter);
    BareJid account = subscription.account();
    Map<String, NodeFilter> own = held.getOrDefault(subscriber, Map.of());
    if (own.containsKey(filter.filter())) {
      index.get(read.get()).forEach(those -> those.held.put(subscriber, subscription));
      return Subscribed.CHANGED;
    }
    int before = counts.getOrDefault(account, 0);
    if (before >= mostOfAccount) {
      return Subscribed.QUOTA;
    }
    counts.put(account, before + 1);
    held.computeIfAbsent(subscriber, who -> new HashMap<>()).put(filter.filter(), read.get());
    listeners(read.get()).held.put(subscriber, subscription);
    count(filter.filter(), 1);
    return Subscribed.NEW;
  }

  /** Those for a filter, made when nobody is there yet. */
  private Listeners listeners(NodeFilter filter) {
    List<Listeners> known = index.get(filter);
    if (!known.isEmpty()) {
      return known.get(0);
    }
    Listeners made = new Listeners();
    index.put(filter, List.of(made));
    return made;
  }

  private boolean remove(LiveSubscriber subscriber, String filter) {
    Map<String, NodeFilter> own = held.get(subscriber);
    NodeFilter read = own == null ? null : own.remove(filter);
    if (own == null || read == null) {
      return false;
    }
    if (own.isEmpty()) {
      held.remove(subscriber);
    }
    Listeners those = listeners(read);
    those.held.remove(subscriber);
    if (those.held.isEmpty()) {
      index.put(read, List.of());
    }
    counts.computeIfPresent(
        subscriber.address().bare(), (account, number) -> number == 1 ? null : number - 1);
    count(filter, -1);
    return true;
  }

  private void count(String filter, int more) {
    int all = count + more;
    count = all;
    if (PortNames.isPersonal(filter)) {
      int ofAccounts = personal + more;
      personal = ofAccounts;
    }
  }

  // ---- what shards see

  /** Any thread: these, or {@link DoorSubscriptions#NONE} while there are none. */
  DoorSubscriptions current() {
    return count == 0 ? DoorSubscriptions.NONE : this;
  }

  /** Any thread: how many there are. */
  public int count() {
    return count;
  }

  @Override
  public long version() {
    return version.get() + rules.version(); // both only grow
  }

  @Override
  public void match(BareJid service, String node, List<? super DoorSubscription> found) {
    boolean isPersonal = !service.equals(names.service());
    if (isPersonal && personal == 0) {
      return;
    }
    match(names.of(service, node), found);
  }

  private void match(String name, List<? super PortSubscription> found) {
    List<Listeners> matching = new ArrayList<>();
    index.match(name, matching);
    for (Listeners those : matching) {
      for (PortSubscription subscription : those.held.values()) {
        if (rules.mayRead(subscription.subscriber().address(), name)) {
          found.add(subscription);
        }
      }
    }
  }

  /** Any thread: those who listen to something of that name that is no node. */
  PortAudience listenersOf(String name) {
    List<DoorSubscription> found = new ArrayList<>();
    if (count > 0) {
      match(name, found);
    }
    return PortAudience.of(found);
  }

  @Override
  public DoorAudience audience(List<DoorSubscription> allowed) {
    return PortAudience.of(allowed);
  }
}
