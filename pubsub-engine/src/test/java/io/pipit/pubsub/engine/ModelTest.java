package io.pipit.pubsub.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.engine.NaiveService.Deed;
import io.pipit.pubsub.engine.NaiveService.Expectation;
import io.pipit.pubsub.engine.NaiveService.Step;
import io.pipit.pubsub.notify.Notification;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * The engine against {@link NaiveService}: 100,000 random requests, each of which has to be refused
 * or granted, to tell whom it should and to leave the nodes as the text has it. What the log reads
 * back is the state after each of them.
 */
@AddLifecycleHook(ModelTest.SeedInFailure.class)
class ModelTest {

  private static final int REQUESTS = 100;

  /** Says in the failure itself which seed makes the same requests again. */
  static final class SeedInFailure implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      PropertyExecutionResult result = property.execute();
      return result
          .throwable()
          .map(
              failure ->
                  result.mapToFailed(
                      new AssertionError("seed " + result.seed().orElse("unknown"), failure)))
          .orElse(result);
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void engineDoesWhatTheTextSays(@ForAll("steps") List<Step> steps) {
    Service service = new Service();
    prepare(service);
    NaiveService model = new NaiveService(service.context.now());
    for (Step step : steps) {
      service.context.pass(model.passes(step));
      Expectation expected = model.expect(step);
      Outcome outcome = service.execute(expected.command());
      if (outcome.response() instanceof Response.Refusal refusal) {
        assertTrue(
            expected.refusals().contains(refusal.error()),
            () -> step + " is refused: " + refusal.error() + ", not " + expected.refusals());
      } else {
        assertTrue(
            expected.refusals().isEmpty(),
            () -> step + " is granted, but for " + expected.refusals());
        expected.then().follow(outcome.response());
      }
      if (expected.command() instanceof NodeCommand.Tick tick) {
        assertNothingOver(tick.node(), service);
      }
      assertTold(step, expected, outcome);
      assertSame(step, model, service);
      service.checkReplica();
    }
    service.checkReplay();
  }

  private static void prepare(Service service) {
    FullJid owner = FullJid.of(NaiveService.NAMES.get(0) + "/1");
    service.execute(
        new ServiceCommand.CreateNode(
            owner, NaiveService.COLLECTION, Map.of("pubsub#node_type", List.of("collection"))));
    Outcome subscribed =
        service.execute(
            new NodeCommand.Subscribe(
                NaiveService.READER,
                NaiveService.COLLECTION,
                NaiveService.READER,
                Map.of(
                    "pubsub#subscription_type", List.of("items"),
                    "pubsub#subscription_depth", List.of("all"))));
    assertFalse(subscribed.response() instanceof Response.Refusal);
  }

  /** Each address is told once of each thing, and nobody else. */
  private static void assertTold(Step step, Expectation expected, Outcome outcome) {
    Map<Class<?>, List<Jid>> told = new HashMap<>();
    for (Notification notification : outcome.notifications()) {
      if (isEvent(notification)) {
        told.computeIfAbsent(notification.getClass(), kind -> new ArrayList<>())
            .addAll(notification.recipients());
      }
    }
    Set<Jid> all = new HashSet<>();
    told.forEach(
        (kind, recipients) -> {
          all.addAll(recipients);
          assertEquals(recipients.size(), Set.copyOf(recipients).size(), () -> step + " " + told);
        });
    assertEquals(expected.told(), all, () -> step + " tells");
  }

  private static boolean isEvent(Notification notification) {
    return notification instanceof Notification.ItemsPublished
        || notification instanceof Notification.ItemsRetracted
        || notification instanceof Notification.NodePurged
        || notification instanceof Notification.NodeDeleted;
  }

  private static void assertSame(Step step, NaiveService model, Service service) {
    Instant now = service.context.now();
    for (String name : NaiveService.NODES) {
      NaiveNode expected = model.nodes().get(name);
      NodeState actual = service.state().node(name).orElse(null);
      assertEquals(
          expected == null ? "none" : expected.described(now),
          actual == null ? "none" : described(actual, service),
          () -> step + " leaves " + name);
    }
  }

  private static void assertNothingOver(String name, Service service) {
    Instant now = service.context.now();
    service
        .state()
        .node(name)
        .ifPresent(node -> assertTrue(node.subscriptions().noneMatch(held -> held.isLapsed(now))));
  }

  private static String described(NodeState node, Service service) {
    Instant now = service.context.now();
    LiveItems items = new NodeScope(service.policy(), node, service.context).items();
    return NaiveNode.describe(
        new TreeSet<>(node.affiliations().entrySet().stream().map(Object::toString).toList()),
        node.subscriptions()
            .filter(held -> !held.isLapsed(now))
            .map(held -> held.jid() + " " + held.subid() + " " + held.state())
            .toList(),
        items.range(0, items.size()).stream().map(item -> item.id() + " " + text(item)).toList());
  }

  private static String text(Item item) {
    return item.payload() == null ? "" : new String(item.payload().bytes(), StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> digit = Arbitraries.integers().between(0, 9);
    return Combinators.combine(
            Arbitraries.of(Deed.values()),
            // The first is the owner, mostly.
            Arbitraries.of(0, 0, 0, 1, 2),
            Arbitraries.of(0, 0, 1),
            Arbitraries.integers().between(0, 24),
            digit)
        .as(Step::new)
        .list()
        .ofSize(REQUESTS);
  }
}
