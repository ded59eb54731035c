package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.NodeFilter;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
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
import net.jqwik.api.Tag;

/**
 * Whatever becomes of the tree: who is told of an item is who a plain search of the graph and of
 * all filters finds, the graph has no cycle, both its ends agree, and the log gives the same again.
 */
class RandomTreeTest {

  private static final List<String> NODES = List.of("a", "a/b", "c", "d", "e");
  private static final Jid OWNER = FullJid.of("owner@example.org/1");

  @Property(tries = 400)
  @Tag("COL-4.1-acyclic")
  @Tag("COL-8.3-config-reflects")
  void eventsGoWhereTheGraphAndTheNamesLead(@ForAll("commands") List<Command> commands) {
    Service service = new Service();
    for (Command command : commands) {
      Outcome outcome = service.execute(command);
      checkGraph(service);
      if (command instanceof NodeCommand.Publish publish && !outcome.changes().isEmpty()) {
        assertEquals(expected(service, publish.node()), told(outcome), publish.node());
      }
    }
    service.checkReplay();
  }

  /** Everybody who is told of new items, once. */
  private static Set<String> told(Outcome outcome) {
    List<String> told = new ArrayList<>();
    for (Notification notification : outcome.notifications()) {
      if (notification instanceof Notification.ItemsPublished published) {
        published.recipients().forEach(jid -> told.add(jid.toString()));
      }
    }
    assertEquals(told.size(), new TreeSet<>(told).size(), "one event for each address: " + told);
    return new TreeSet<>(told);
  }

  private static Set<String> expected(Service service, String node) {
    Set<String> expected = new TreeSet<>();
    for (NodeState state : service.state().nodes()) {
      int distance = distance(service, state.name(), node);
      state
          .subscriptions()
          .filter(held -> reaches(held, state, distance))
          .forEach(held -> expected.add(held.jid().toString()));
    }
    return expected;
  }

  private static boolean reaches(Subscription held, NodeState from, int distance) {
    return distance == 0
        || (distance < Integer.MAX_VALUE
            && from.config().isCollection()
            && held.options().type().hasItems()
            && held.options().depth() >= distance);
  }

  /** Steps from a node or filter down to a node; very many when there is no way. */
  private static int distance(Service service, String from, String to) {
    if (from.equals(to)) {
      return 0;
    }
    if (NodeFilter.isFilter(from)) {
      return NodeFilter.parse(from).orElseThrow().matches(to) ? 1 : Integer.MAX_VALUE;
    }
    int least = Integer.MAX_VALUE;
    for (String child : childrenOf(service, from)) {
      int rest = distance(service, child, to);
      least = rest == Integer.MAX_VALUE ? least : Math.min(least, rest + 1);
    }
    return least;
  }

  private static Set<String> childrenOf(Service service, String node) {
    Set<String> children = new TreeSet<>();
    for (String each : service.directory().nodes().keySet()) {
      List<String> parents = service.directory().tree().parents(each);
      if (node.isEmpty() ? parents.isEmpty() : parents.contains(node)) {
        children.add(each);
      }
    }
    return children;
  }

  private static void checkGraph(Service service) {
    Tree tree = service.directory().tree();
    for (String name : service.directory().nodes().keySet()) {
      boolean collection = service.state().node(name).orElseThrow().config().isCollection();
      assertEquals(collection, tree.isCollection(name));
      assertEquals(childrenOf(service, name), tree.children(name));
      assertTrue(collection || tree.children(name).isEmpty());
      assertFalse(Tree.isCycle(name, tree::parents), name);
      for (String parent : tree.parents(name)) {
        assertTrue(service.directory().contains(parent));
      }
    }
    for (NodeState state : service.state().nodes()) {
      assertTrue(!Names.isVirtual(state.name()) || state.subscriptionCount() > 0);
    }
  }

  @Provide
  Arbitrary<List<Command>> commands() {
    return anyCommands();
  }

  static Arbitrary<List<Command>> anyCommands() {
    Arbitrary<String> node = Arbitraries.of(NODES);
    Arbitrary<Map<String, List<String>>> place =
        Combinators.combine(
                Arbitraries.of("leaf", "collection", "collection", ""),
                node.list().ofMaxSize(2),
                node.list().ofMaxSize(2),
                Arbitraries.of(true, false, false),
                Arbitraries.of(true, false))
            .as(
                (type, parents, children, sayParents, sayChildren) -> {
                  Map<String, List<String>> fields = new HashMap<>();
                  if (!type.isEmpty()) {
                    fields.put("pubsub#node_type", List.of(type));
                  }
                  if (sayParents) {
                    fields.put("pubsub#collection", parents);
                  }
                  if (sayChildren) {
                    fields.put("pubsub#children", children);
                  }
                  return fields;
                });
    Arbitrary<Jid> address =
        Arbitraries.of("owner@example.org/1", "alice@example.org", "bob@example.org/1")
            .map(Jid::of);
    Arbitrary<String> subscribed =
        Arbitraries.of("a", "a/b", "c", "d", "e", "", "#", "a/#", "+", "+/b");
    Arbitrary<Map<String, List<String>>> options =
        Combinators.combine(
                Arbitraries.of("items", "items", "nodes", "all"), Arbitraries.of("1", "2", "all"))
            .as(
                (type, depth) ->
                    Map.of(
                        "pubsub#subscription_type", List.of(type),
                        "pubsub#subscription_depth", List.of(depth)));
    Arbitrary<Command> command =
        Arbitraries.oneOf(
            Combinators.combine(node, place)
                .as((name, fields) -> new ServiceCommand.CreateNode(OWNER, name, fields)),
            Combinators.combine(node, place)
                .as((name, fields) -> new NodeCommand.Configure(OWNER, name, fields)),
            Combinators.combine(node, node)
                .as((upper, lower) -> new ServiceCommand.Associate(OWNER, upper, lower)),
            Combinators.combine(node, node)
                .as((upper, lower) -> new ServiceCommand.Associate(OWNER, upper, lower)),
            Combinators.combine(node, node)
                .as((upper, lower) -> new ServiceCommand.Disassociate(OWNER, upper, lower)),
            Combinators.combine(node, Arbitraries.of(true, false, false))
                .as(
                    (name, deletes) ->
                        deletes
                            ? new NodeCommand.DeleteNode(OWNER, name, null)
                            : new NodeCommand.DiscoverNode(OWNER, name)),
            Combinators.combine(address, subscribed, options)
                .as((jid, name, set) -> new NodeCommand.Subscribe(jid, name, jid, set)),
            Combinators.combine(address, subscribed)
                .as((jid, name) -> new NodeCommand.Unsubscribe(jid, name, jid, null)),
            node.map(RandomTreeTest::publish),
            node.map(RandomTreeTest::publish));
    return command.list().ofMinSize(10).ofMaxSize(60);
  }

  private static Command publish(String node) {
    SerializedXml payload = new SerializedXml("v", "", "<v/>".getBytes(StandardCharsets.UTF_8));
    return new NodeCommand.Publish(OWNER, node, List.of(new PublishedItem("i", payload)));
  }
}
