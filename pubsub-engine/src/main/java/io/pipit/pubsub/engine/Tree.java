package io.pipit.pubsub.engine;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.TreeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The collections of a service with what is in them, and the subscriptions to collections, to the
 * root and to filters (XEP-0248, {@link NodeFilter}).
 *
 * <h2>Shape</h2>
 *
 * Collections and their children are a graph without cycles, in which a node may have several
 * parents; one that has none is a child of the root. The root and every filter that somebody
 * subscribes to are collections as well, but nothing is put into them: what they hold follows from
 * the graph and from the names. Names are no part of the graph.
 *
 * <h2>Concurrency</h2>
 *
 * The shard of the directory alone changes it; every shard reads it at the same time. {@link
 * #version} moves after each change, {@link #position} before it: a reader asks for the version
 * first and for the position last, and so keeps nothing that is older than the version says and
 * tells nothing before what it read is durable.
 */
public final class Tree implements TreeView {

  private final Map<String, Collected> collections = new ConcurrentHashMap<>();
  private final Map<String, List<String>> parents = new ConcurrentHashMap<>();
  private volatile FilterIndex<Inherited> filtersOfItems = new FilterIndex<>();
  private volatile FilterIndex<Inherited> filtersOfNodes = new FilterIndex<>();
  private volatile List<Held> root = List.of();
  private volatile long version;
  private volatile long position;

  /** A subscription to a collection, with what it asks for. */
  private record Held(Inherited inherited, Reach reach) {}

  /** One collection that somebody created. */
  private static final class Collected {
    final NavigableSet<String> children = new ConcurrentSkipListSet<>();
    volatile List<Held> subscriptions = List.of();
  }

  @Override
  public long version() {
    return version;
  }

  /** The place in the log of the last change that is in here. */
  public long position() {
    return position;
  }

  @Override
  public boolean isCollection(String node) {
    return collections.containsKey(node);
  }

  /** The collections that somebody created, by name. */
  NavigableSet<String> collections() {
    return new TreeSet<>(collections.keySet());
  }

  @Override
  public List<String> parents(String node) {
    return parents.getOrDefault(node, List.of());
  }

  @Override
  public NavigableSet<String> children(String collection) {
    Collected collected = collections.get(collection);
    return collected == null
        ? Collections.emptyNavigableSet()
        : Collections.unmodifiableNavigableSet(collected.children);
  }

  @Override
  public List<Inherited> itemSubscriptions(String node, Collection<String> parents) {
    return below(node, parents, filtersOfItems, Reach::items);
  }

  @Override
  public List<Inherited> nodeSubscriptions(String node, Collection<String> parents) {
    return below(node, parents, filtersOfNodes, Reach::nodes);
  }

  private List<Inherited> below(
      String node,
      Collection<String> parents,
      FilterIndex<Inherited> filters,
      Predicate<Reach> asksForIt) {
    List<Inherited> found = new ArrayList<>();
    filters.match(node, found);
    if (!collections.isEmpty() || !root.isEmpty()) {
      climb(
          parents,
          this::parents,
          (held, distance) -> {
            if (held.reach.depth() >= distance) {
              add(held, asksForIt, found);
            }
          });
    }
    return found;
  }

  private static void add(Held held, Predicate<Reach> asksForIt, List<Inherited> found) {
    if (asksForIt.test(held.reach)) {
      found.add(held.inherited);
    }
  }

  @Override
  public List<Inherited> childSubscriptions(String collection, Collection<String> parents) {
    List<Inherited> found = new ArrayList<>();
    climb(
        List.of(collection),
        node -> node.equals(collection) ? parents : parents(node),
        (held, distance) -> {
          if (held.reach.depth() >= distance) {
            add(held, Reach::nodes, found);
          }
        });
    return found;
  }

  /** Meets the subscriptions to everything above a node, with the least distance of each. */
  private void climb(
      Collection<String> from,
      Function<String, Collection<String>> parentsOf,
      BiConsumer<Held, Integer> visitor) {
    Set<String> seen = new HashSet<>();
    Collection<String> level = from;
    boolean belowRoot = from.isEmpty();
    for (int distance = 1; !level.isEmpty() || belowRoot; distance++) {
      if (belowRoot) {
        belowRoot = false;
        meet(root, distance, visitor);
      }
      List<String> above = new ArrayList<>();
      for (String collection : level) {
        if (seen.add(collection)) {
          Collected collected = collections.get(collection);
          meet(collected == null ? List.of() : collected.subscriptions, distance, visitor);
          Collection<String> next = parentsOf.apply(collection);
          above.addAll(next);
          belowRoot |= next.isEmpty() && seen.add("");
        }
      }
      level = above;
    }
  }

  private static void meet(List<Held> held, int distance, BiConsumer<Held, Integer> visitor) {
    for (Held subscription : held) {
      visitor.accept(subscription, distance);
    }
  }

  /** Whether a node would be above itself, with the parents that nodes are going to have. */
  static boolean isCycle(String node, Function<String, Collection<String>> parentsOf) {
    Set<String> seen = new HashSet<>();
    Collection<String> level = parentsOf.apply(node);
    while (!level.isEmpty()) {
      List<String> above = new ArrayList<>();
      for (String each : level) {
        if (each.equals(node)) {
          return true;
        }
        if (seen.add(each)) {
          above.addAll(parentsOf.apply(each));
        }
      }
      level = above;
    }
    return false;
  }

  /** Takes over what another tree holds, which is durable and nobody's from now on. */
  void restore(Tree from) {
    collections.keySet().retainAll(from.collections.keySet());
    collections.putAll(from.collections);
    parents.keySet().retainAll(from.parents.keySet());
    parents.putAll(from.parents);
    filtersOfItems = from.filtersOfItems;
    filtersOfNodes = from.filtersOfNodes;
    root = from.root;
    position = 0;
    moved();
  }

  /** A change of the log is about to come in. */
  void moveTo(long changed) {
    position = Math.max(position, changed);
  }

  void addCollection(String node) {
    collections.putIfAbsent(node, new Collected());
    moved();
  }

  /** Takes a node out of everything, and everything out of it when it is a collection. */
  void remove(String node) {
    boolean known = !parents(node).isEmpty();
    for (String parent : parents(node)) {
      disassociate(parent, node);
    }
    Collected removed = collections.get(node);
    if (removed != null) {
      for (String child : removed.children) {
        disassociate(node, child);
      }
      collections.remove(node);
    }
    if (known || removed != null) {
      moved();
    }
  }

  /** Puts a node into a collection; nothing happens when that collection has gone. */
  void associate(String collection, String child) {
    Collected collected = collections.get(collection);
    if (collected != null && collected.children.add(child)) {
      Set<String> all = new TreeSet<>(parents(child));
      all.add(collection);
      parents.put(child, List.copyOf(all));
      moved();
    }
  }

  void disassociate(String collection, String child) {
    Collected collected = collections.get(collection);
    if (collected != null && collected.children.remove(child)) {
      List<String> others =
          parents(child).stream().filter(each -> !each.equals(collection)).toList();
      if (others.isEmpty()) {
        parents.remove(child);
      } else {
        parents.put(child, others);
      }
      moved();
    }
  }

  /** As {@link #subscribe(String, Subscription, Reach)}, with what the subscription asks for. */
  void subscribe(String collection, Subscription subscription) {
    subscribe(collection, subscription, Reach.of(subscription.options()));
  }

  /**
   * Keeps a subscription in the place of the one that it replaces.
   *
   * @param collection a collection, a filter, or empty for the root; any other node has no place
   *     here
   */
  void subscribe(String collection, Subscription subscription, Reach reach) {
    replace(
        collection, subscription.subid(), new Held(new Inherited(collection, subscription), reach));
  }

  void unsubscribe(String collection, String subid) {
    replace(collection, subid, null);
  }

  private void replace(String collection, String subid, @Nullable Held by) {
    NodeFilter filter = NodeFilter.parse(collection).orElse(null);
    Collected collected = collections.get(collection);
    if (filter != null) {
      replace(filtersOfItems, filter, subid, by != null && by.reach.items() ? by : null);
      replace(filtersOfNodes, filter, subid, by != null && by.reach.nodes() ? by : null);
    } else if (collection.isEmpty()) {
      root = replaced(root, subid, by);
    } else if (collected != null) {
      collected.subscriptions = replaced(collected.subscriptions, subid, by);
    } else {
      return;
    }
    moved();
  }

  /** A filter has no depth, so who asks for what is all that matters. */
  private static void replace(
      FilterIndex<Inherited> filters, NodeFilter filter, String subid, @Nullable Held by) {
    List<Inherited> all = filters.get(filter);
    List<Inherited> others = new ArrayList<>(all.size() + 1);
    for (Inherited inherited : all) {
      if (!inherited.subscription().subid().equals(subid)) {
        others.add(inherited);
      }
    }
    if (by != null) {
      others.add(by.inherited);
    }
    filters.put(filter, List.copyOf(others));
  }

  private static List<Held> replaced(List<Held> all, String subid, @Nullable Held by) {
    List<Held> others = new ArrayList<>(all.size() + 1);
    for (Held held : all) {
      if (!held.inherited.subscription().subid().equals(subid)) {
        others.add(held);
      }
    }
    if (by != null) {
      others.add(by);
    }
    return List.copyOf(others);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void moved() {
    version++;
  }
}
