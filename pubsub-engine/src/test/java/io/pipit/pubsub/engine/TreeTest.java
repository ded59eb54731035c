package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Inherited;
import io.pipit.pubsub.Subscription;
import io.pipit.xmpp.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The graph of collections, and which subscriptions reach a node through it. */
class TreeTest {

  private static final List<String> NODES = List.of("a", "b", "c", "d", "e");

  /** What the test does to a tree. */
  record Step(String kind, String upper, String lower, int depth) {}

  /** The least number of steps down from a collection to a node, by trying all ways. */
  private static int distance(Map<String, Set<String>> edges, String from, String to) {
    int least = Integer.MAX_VALUE;
    for (String child : edges.getOrDefault(from, Set.of())) {
      int rest = child.equals(to) ? 0 : distance(edges, child, to);
      least = rest == Integer.MAX_VALUE ? least : Math.min(least, rest + 1);
    }
    return least;
  }

  /** A node without parents is a child of the root, whose name is empty. */
  private static Map<String, Set<String>> withRoot(Map<String, Set<String>> edges) {
    Map<String, Set<String>> all = new HashMap<>(edges);
    Set<String> orphans = new TreeSet<>(NODES);
    edges.values().forEach(orphans::removeAll);
    all.put("", orphans);
    return all;
  }

  @Property(tries = 2_000)
  void findsWhatASearchOfAllWaysFinds(@ForAll("steps") List<Step> steps) {
    Tree tree = new Tree();
    NODES.forEach(tree::addCollection);
    Map<String, Set<String>> edges = new HashMap<>();
    Map<String, Integer> depths = new HashMap<>();
    for (Step step : steps) {
      long version = tree.version();
      switch (step.kind) {
        case "associate" -> {
          boolean cycle =
              step.upper.equals(step.lower)
                  || distance(edges, step.lower, step.upper) < Integer.MAX_VALUE;
          List<String> parents = new ArrayList<>(tree.parents(step.lower));
          parents.add(step.upper);
          assertEquals(
              cycle,
              Tree.isCycle(
                  step.lower, node -> node.equals(step.lower) ? parents : tree.parents(node)));
          if (!cycle && !step.upper.isEmpty()) {
            tree.associate(step.upper, step.lower);
            edges.computeIfAbsent(step.upper, first -> new TreeSet<>()).add(step.lower);
          }
        }
        case "disassociate" -> {
          tree.disassociate(step.upper, step.lower);
          edges.getOrDefault(step.upper, new TreeSet<>()).remove(step.lower);
        }
        case "subscribe" -> {
          tree.subscribe(step.upper, held(step.upper), new Reach(true, false, step.depth));
          depths.put(step.upper, step.depth);
          assertTrue(tree.version() > version);
        }
        default -> {
          tree.unsubscribe(step.upper, held(step.upper).subid());
          depths.remove(step.upper);
        }
      }
    }
    Map<String, Set<String>> all = withRoot(edges);
    for (String node : NODES) {
      List<String> expected = new ArrayList<>();
      depths.forEach(
          (collection, depth) -> {
            if (distance(all, collection, node) <= depth
                && distance(all, collection, node) < Integer.MAX_VALUE) {
              expected.add(collection);
            }
          });
      assertEquals(
          expected.stream().sorted().toList(),
          tree.itemSubscriptions(node).stream().map(Inherited::collection).sorted().toList());
      assertEquals(List.of(), tree.nodeSubscriptions(node, tree.parents(node)));
      assertEquals(
          edges.entrySet().stream()
              .filter(entry -> entry.getValue().contains(node))
              .map(Map.Entry::getKey)
              .sorted()
              .toList(),
          tree.parents(node));
      assertEquals(edges.getOrDefault(node, Set.of()), tree.children(node));
    }
  }

  private static Subscription held(String collection) {
    return Subscription.subscribed(Jid.of("s-" + collection + "@example.org"), collection);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> upper = Arbitraries.of("", "a", "b", "c", "d", "e");
    return Combinators.combine(
            Arbitraries.of("associate", "associate", "disassociate", "subscribe", "unsubscribe"),
            upper,
            Arbitraries.of(NODES),
            Arbitraries.of(0, 1, 2, Reach.ALL))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Test
  @Tag("COL-8.2-keep-other-parents")
  void aCollectionThatGoesLeavesItsChildrenToTheirOtherParents() {
    Tree tree = new Tree();
    List.of("a", "b", "c").forEach(tree::addCollection);
    tree.associate("a", "c");
    tree.associate("b", "c");
    tree.associate("c", "leaf");
    tree.remove("a");
    assertEquals(List.of("b"), tree.parents("c"));
    tree.remove("c");
    assertEquals(List.of(), tree.parents("leaf"));
    assertEquals(Set.of(), tree.children("b"));
    assertFalse(tree.isCollection("c"));
  }

  @Test
  void nothingIsPutIntoACollectionThatHasGone() {
    Tree tree = new Tree();
    tree.associate("gone", "leaf");
    tree.subscribe("gone", held("gone"), new Reach(true, true, Reach.ALL));
    assertEquals(List.of(), tree.parents("leaf"));
    assertEquals(List.of(), tree.itemSubscriptions("leaf"));
    assertEquals(0, tree.version());
  }

  @Test
  void oneSubscriptionIsMetOnceHoweverManyWaysLeadToIt() {
    Tree tree = new Tree();
    List.of("top", "left", "right").forEach(tree::addCollection);
    tree.associate("top", "left");
    tree.associate("top", "right");
    tree.associate("left", "leaf");
    tree.associate("right", "leaf");
    tree.subscribe("top", held("top"), new Reach(true, true, 2));
    assertEquals(1, tree.itemSubscriptions("leaf").size());
    assertEquals(1, tree.childSubscriptions("left", tree.parents("left")).size());
  }

  @Test
  void thePositionOnlyGrows() {
    Tree tree = new Tree();
    tree.moveTo(7);
    tree.moveTo(3);
    assertEquals(7, tree.position());
  }
}
