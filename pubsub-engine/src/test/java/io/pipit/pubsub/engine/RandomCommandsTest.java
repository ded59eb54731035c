package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.NodeSubscription;
import io.pipit.pubsub.PublishKind;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.SubscriptionState;
import io.pipit.pubsub.command.Command;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.PublishedItem;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import io.pipit.pubsub.command.WantedSubscription;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever is asked in whatever order: reading the log again gives the same state, the directory
 * agrees with the nodes, and what must always hold holds.
 */
class RandomCommandsTest {

  private static final String JSON = "<json xmlns='urn:xmpp:json:0'>{\"t\":20.5}</json>";
  private static final List<String> NAMES =
      List.of("owner@example.org", "alice@example.org", "bob@example.org");
  static final ServiceLimits LIMITS = new ServiceLimits(3, 6, 2, 4, 3, 5, 3, 1_000, 10, 1_000);

  @Property(tries = 300)
  void replayOfTheLogIsTheState(@ForAll("commands") List<Command> commands) {
    Service service = new Service(LIMITS);
    for (Command command : commands) {
      if (command instanceof NodeCommand.Tick) {
        service.context.pass(Duration.ofMinutes(10));
      }
      Outcome outcome = service.execute(command);
      for (Notification notification : outcome.notifications()) {
        assertEquals(
            notification.recipients().size(),
            new HashSet<>(notification.recipients()).size(),
            "one message for each address");
      }
      check(service);
    }
    service.checkReplay();
  }

  private static void check(Service service) {
    Directory directory = service.directory();
    assertEquals(service.state().nodes().size(), directory.size());
    List<NodeSubscription> subscriptions = new ArrayList<>();
    for (NodeState node : service.state().nodes()) {
      assertFalse(node.owners().isEmpty(), "a node has an owner");
      assertTrue(node.items().size() <= node.config().maxItems(LIMITS));
      long last = 0;
      for (Item item : node.items().range(0, node.items().size())) {
        assertTrue(item.seq() > last && item.seq() <= node.lastSeq());
        last = item.seq();
      }
      node.subscriptions()
          .forEach(
              held -> {
                Affiliation affiliation = node.affiliation(held.jid().bare());
                assertTrue(
                    affiliation != Affiliation.OUTCAST && affiliation != Affiliation.PUBLISH_ONLY);
                subscriptions.add(new NodeSubscription(node.name(), held));
              });
      assertEquals(node.subscriptions().count(), node.subscriptionCount());
      assertTrue(node.subscriptionCount() <= LIMITS.subscriptionsPerNode());
      assertTrue(node.affiliations().size() <= LIMITS.affiliationsPerNode());
    }
    for (String name : NAMES) {
      BareJid entity = BareJid.of(name);
      List<NodeSubscription> known = directory.subscriptions(entity);
      long asked =
          service.state().nodes().stream()
              .flatMap(NodeState::subscriptions)
              .filter(held -> held.requester().equals(entity))
              .count();
      assertEquals(asked, service.counts().of(entity));
      assertTrue(asked <= LIMITS.subscriptionsPerEntity());
      subscriptions.removeAll(known);
      assertEquals(
          service.state().nodes().stream()
              .filter(node -> node.affiliation(entity) != Affiliation.NONE)
              .count(),
          directory.affiliations(entity).size());
    }
    assertEquals(List.of(), subscriptions, "the directory knows all");
  }

  @Provide
  Arbitrary<List<Command>> commands() {
    return anyCommands();
  }

  static Arbitrary<List<Command>> anyCommands() {
    Arbitrary<String> node = Arbitraries.of("a", "b");
    Arbitrary<BareJid> entity = Arbitraries.of(NAMES).map(BareJid::of);
    Arbitrary<Jid> requester =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(FullJid.of(NAMES.get(0) + "/1"))),
            Tuple.of(2, Arbitraries.of(NAMES).map(name -> FullJid.of(name + "/1"))));
    Arbitrary<Jid> address =
        Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of("", "/1", "/2"))
            .as((name, resource) -> Jid.of(name + resource));
    Arbitrary<Map<String, List<String>>> options =
        Arbitraries.of(
                "pubsub#title=T",
                "pubsub#access_model=whitelist",
                "pubsub#access_model=open",
                "pubsub#publish_model=open",
                "pubsub#persist_items=0",
                "pubsub#persist_items=1",
                "pubsub#max_items=2",
                "pubsub#max_items=max",
                "pubsub#publish_node_full=reject",
                "pubsub#notify_config=1",
                "pubsub#send_last_published_item=on_sub",
                "pubsub#item_expire=60",
                "pipit#rollup=1m",
                "pipit#rollup=",
                "pipit#keep_last=1",
                "pipit#max_bytes=20",
                "pipit#history_items=3",
                "pipit#history_items=0",
                "pipit#idempotency_window=60",
                "pipit#lease_required=1",
                "pubsub#wrong=1")
            .map(option -> option.split("=", -1))
            .map(option -> Map.of(option[0], option[1].isEmpty() ? List.of() : List.of(option[1])));
    Arbitrary<PublishedItem> item =
        Combinators.combine(
                Arbitraries.of("1", "2", "3", "4").injectNull(0.2),
                Arbitraries.of("<v/>", "<v>\u00E9</v>", JSON).injectNull(0.1))
            .as((id, xml) -> new PublishedItem(id, xml == null ? null : payload(xml)));
    Arbitrary<PublishedItem> itemOfDoor =
        Combinators.combine(item, Arbitraries.of("2026-06-30T12:30:00Z", "x").injectNull(0.6))
            .as(
                (bare, expires) ->
                    new PublishedItem(
                        bare.id(),
                        bare.payload(),
                        expires == null ? List.of() : List.of(new ItemHeader("Expires", expires))));
    Arbitrary<String> subid =
        Arbitraries.integers().between(1, 12).map(id -> "generated-" + id).injectNull(0.7);
    Arbitrary<Map<String, List<String>>> subscriptionOptions =
        Arbitraries.of(
            Map.of(),
            Map.of("pubsub#deliver", List.of("0")),
            Map.of("pubsub#show-values", List.of("chat")),
            Map.of("pipit#payload_types", List.of("urn:other")),
            Map.of("pubsub#expire", List.of("2026-06-30T13:00:00Z")),
            Map.of("pubsub#expire", List.of("2030-01-01T00:00:00Z")),
            Map.of("pubsub#expire", List.of("presence")),
            Map.of("pubsub#digest", List.of("1"), "pubsub#digest_frequency", List.of("1000")),
            Map.of("pubsub#expire", List.of("2001-01-01T00:00:00Z")));
    Arbitrary<Command> command =
        Arbitraries.oneOf(
            Combinators.combine(requester, node, options)
                .as((from, name, set) -> new ServiceCommand.CreateNode(from, name, set)),
            Combinators.combine(requester, node, options)
                .as((from, name, set) -> new NodeCommand.Configure(from, name, set)),
            Combinators.combine(requester, node, item.list().ofMaxSize(4))
                .as((from, name, items) -> new NodeCommand.Publish(from, name, items)),
            Combinators.combine(requester, node, item.list().ofSize(1))
                .as((from, name, items) -> new NodeCommand.Publish(from, name, items)),
            Combinators.combine(
                    requester,
                    node,
                    item.list().ofMaxSize(2),
                    Arbitraries.of("one", "two").injectNull(0.3))
                .as(
                    (from, name, items, key) ->
                        new NodeCommand.Publish(from, name, items, Map.of(), key)),
            Combinators.combine(
                    requester,
                    node,
                    itemOfDoor.list().ofSize(1),
                    Arbitraries.of(PublishKind.values()))
                .as(
                    (from, name, items, kind) ->
                        new NodeCommand.Publish(from, name, items, Map.of(), null, kind)),
            Combinators.combine(requester, node, itemOfDoor.list().ofSize(1))
                .as(
                    (from, name, items) ->
                        new NodeCommand.Publish(
                            from, name, items, Map.of(), null, PublishKind.STANDING)),
            Combinators.combine(requester, node)
                .as((from, name) -> new NodeCommand.EndStanding(from, name)),
            Combinators.combine(requester, node, Arbitraries.of("1", "2", "generated-1"))
                .as((from, name, id) -> new NodeCommand.Retract(from, name, id, true)),
            Combinators.combine(requester, node)
                .as((from, name) -> new NodeCommand.Purge(from, name)),
            Combinators.combine(
                    requester, node, Arbitraries.of("xmpp:x.example?;node=n").injectNull(0.6))
                .as((from, name, uri) -> new NodeCommand.DeleteNode(from, name, uri)),
            node.map(name -> new NodeCommand.Tick(BareJid.of(Service.JID), name)),
            Combinators.combine(node, address)
                .as(
                    (name, gone) ->
                        new NodeCommand.SubscriberUnavailable(BareJid.of(Service.JID), name, gone)),
            Combinators.combine(address, node, subscriptionOptions.injectNull(0.5))
                .as((jid, name, set) -> new NodeCommand.Subscribe(jid, name, jid, set)),
            Combinators.combine(address, node, subid)
                .as((jid, name, id) -> new NodeCommand.Unsubscribe(jid, name, jid, id)),
            Combinators.combine(address, node, subid, subscriptionOptions)
                .as((jid, name, id, set) -> new NodeCommand.SetOptions(jid, name, jid, id, set)),
            Combinators.combine(
                    requester, node, address, subid, Arbitraries.of(SubscriptionState.values()))
                .as(
                    (from, name, jid, id, state) ->
                        new NodeCommand.ModifySubscriptions(
                            from, name, List.of(new WantedSubscription(jid, id, state)))),
            Combinators.combine(requester, node, entity, Arbitraries.of(Affiliation.values()))
                .as(
                    (from, name, jid, affiliation) ->
                        new NodeCommand.ModifyAffiliations(
                            from, name, List.of(new WantedAffiliation(jid, affiliation)))));
    return command.list().ofMinSize(5).ofMaxSize(60);
  }

  private static SerializedXml payload(String xml) {
    boolean isJson = xml.equals(JSON);
    return new SerializedXml(
        isJson ? "json" : "v",
        isJson ? "urn:xmpp:json:0" : "",
        xml.getBytes(StandardCharsets.UTF_8));
  }
}
