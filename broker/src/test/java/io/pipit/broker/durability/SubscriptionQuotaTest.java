package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The quota of subscriptions of an entity, whose nodes are on several loops, when it asks for more
 * than that in one go (XEP-0060 6.1.3.9).
 */
@Timeout(60)
class SubscriptionQuotaTest {

  private static final int LOOPS = 4;
  private static final int NODES = 200;
  private static final int QUOTA = 10;
  private static final String TOO_MANY = "too-many-subscriptions";
  private static final String ANN = "ann@pipit.test/a";
  private static final String BOB = "bob@pipit.test";

  private final List<String> held = new ArrayList<>();
  private final Set<String> gone = new HashSet<>();
  private InMemoryLog log = new InMemoryLog();
  private ServiceInProcess service = start();
  private FakeStream ann = service.connect(ANN);
  private FakeStream bob = service.connect(BOB + "/b");

  private ServiceInProcess start() {
    ServiceLimits usual = ServiceLimits.DEFAULT;
    ServiceLimits limits =
        new ServiceLimits(
            usual.nodesPerCreator(),
            QUOTA,
            usual.subscriptionsPerEntityAndNode(),
            usual.subscriptionsPerNode(),
            usual.affiliationsPerNode(),
            usual.itemsPerNode(),
            usual.itemsPerPublish(),
            usual.payloadBytes(),
            usual.answerItems(),
            usual.answerBytes());
    return new ServiceInProcess(
        log,
        ServicePolicy.builder(ServiceInProcess.SERVICE, "Publish-Subscribe").limits(limits).build(),
        LOOPS);
  }

  private void begin() {
    service = start();
    ann = service.connect(ANN);
    bob = service.connect(BOB + "/b");
  }

  private void restart() {
    service.close();
    log = log.reopened();
    begin();
  }

  @BeforeEach
  void createNodes() {
    assertEquals(NODES, ask(ann, requests(nodes(), PubsubNs.PUBSUB, "<create node='%s'/>")).size());
    assertEquals(LOOPS, nodes().map(service::loopOfNode).distinct().count(), "owners of nodes");
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Stream<String> nodes() {
    return IntStream.range(0, NODES).mapToObj(i -> "n" + i).filter(node -> !gone.contains(node));
  }

  private static String iq(String id, String namespace, String operation) {
    return "<iq type='set' id='%s' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(id, ServiceInProcess.SERVICE, namespace, operation);
  }

  /** Waits for the answers to so many requests about nodes; the nodes that were granted. */
  private List<String> granted(FakeStream client, int requests, String... refusals) {
    List<String> granted = new ArrayList<>();
    int answers = 0;
    while (answers < requests) {
      service.send(client);
      for (Element answer : client.take()) {
        if (answer.attribute("type", "").equals("result")) {
          answers++;
          granted.add(answer.attribute("id", ""));
        } else if (answer.name().equals("iq")) {
          answers++;
          assertTrue(isRefusal(answer, refusals), answer::toString);
        }
      }
    }
    return granted;
  }

  private static boolean isRefusal(Element answer, String... conditions) {
    return answer.elements().stream()
        .flatMap(child -> child.elements().stream())
        .anyMatch(condition -> List.of(conditions).contains(condition.name()));
  }

  /** Sends requests in one go; the nodes that were granted. */
  private List<String> ask(FakeStream client, String[] requests, String... refusals) {
    service.sendOnly(client, requests);
    return granted(client, requests.length, refusals);
  }

  private static String[] requests(Stream<String> nodes, String namespace, String operation) {
    return nodes.map(node -> iq(node, namespace, operation.formatted(node))).toArray(String[]::new);
  }

  /** Asks for all nodes that are not subscribed to, in one go, and remembers what was granted. */
  private void subscribe() {
    held.addAll(ask(bob, subscriptions(), TOO_MANY));
  }

  private String[] subscriptions() {
    return requests(
        nodes().filter(node -> !held.contains(node)),
        PubsubNs.PUBSUB,
        "<subscribe node='%s' jid='" + BOB + "'/>");
  }

  private void unsubscribe(int count) {
    List<String> ended = List.copyOf(held.subList(0, count));
    String operation = "<unsubscribe node='%s' jid='" + BOB + "'/>";
    assertEquals(count, ask(bob, requests(ended.stream(), PubsubNs.PUBSUB, operation)).size());
    held.removeAll(ended);
  }

  private void delete(int count) {
    List<String> deleted = List.copyOf(held.subList(0, count));
    String operation = "<delete node='%s'/>";
    assertEquals(count, ask(ann, requests(deleted.stream(), PubsubNs.OWNER, operation)).size());
    held.removeAll(deleted);
    gone.addAll(deleted);
    service.send(bob);
    bob.take();
  }

  @RepeatedTest(5)
  @Tag("PS-6.1.3.9-too-many")
  void exactlyTheQuotaIsGranted() {
    subscribe();
    assertEquals(QUOTA, held.size());
    unsubscribe(4);
    subscribe();
    assertEquals(QUOTA, held.size(), "after unsubscribing");
    delete(4);
    subscribe();
    assertEquals(QUOTA, held.size(), "after the end of nodes");
    restart();
    subscribe();
    assertEquals(QUOTA, held.size(), "after a restart");
    unsubscribe(QUOTA);
    subscribe();
    assertEquals(QUOTA, held.size(), "with nothing left behind");
  }

  @RepeatedTest(5)
  @Tag("PS-6.1.3.9-too-many")
  void sessionsShareTheQuota() {
    FakeStream other = service.connect(BOB + "/c");
    String[] all = subscriptions();
    service.sendOnly(bob, Arrays.copyOfRange(all, 0, NODES / 2));
    service.sendOnly(other, Arrays.copyOfRange(all, NODES / 2, NODES));
    assertEquals(
        QUOTA,
        granted(bob, NODES / 2, TOO_MANY).size() + granted(other, NODES / 2, TOO_MANY).size());
  }

  /** What the disk has no room for takes none of the quota either. */
  @Test
  void refusedSubscriptionsDoNotCount() {
    service.close();
    log = InMemoryLog.held(1_000);
    begin();
    for (String node : nodes().toList()) {
      service.send(ann, requests(Stream.of(node), PubsubNs.PUBSUB, "<create node='%s'/>"));
      service.sync();
      assertEquals(List.of(node), granted(ann, 1));
    }
    while (held.size() < QUOTA) {
      String[] requests = subscriptions();
      service.sendOnly(bob, requests);
      for (int turn = 0; turn < NODES; turn++) {
        service.sync();
      }
      List<String> more = granted(bob, requests.length, TOO_MANY, "resource-constraint");
      assertFalse(more.isEmpty(), "room after a sync");
      held.addAll(more);
    }
    assertEquals(QUOTA, held.size());
  }
}
