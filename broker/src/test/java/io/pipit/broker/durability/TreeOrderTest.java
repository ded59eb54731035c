package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.broker.stream.FakeStream;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.ServicePolicy;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.xmpp.Element;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the answers to requests about collections and filters promise when a shard that has to know
 * of them is slow: the directory, the collection and the leaf are on loops of their own, and one is
 * held back.
 */
@Timeout(60)
@SuppressWarnings("try") // a hold is there to be closed
class TreeOrderTest {

  private static final int LOOPS = 4;
  private static final String OPTIONS =
      "<options><x xmlns='jabber:x:data' type='submit'>"
          + "<field var='pubsub#subscription_type'><value>items</value></field>"
          + "<field var='pubsub#subscription_depth'><value>all</value></field></x></options>";

  private final ServiceInProcess service =
      new ServiceInProcess(
          new InMemoryLog(),
          ServicePolicy.open(ServiceInProcess.SERVICE, "Publish-Subscribe"),
          LOOPS);
  private final LoopInbox directory = service.loopOfDirectory();
  private final LoopInbox ofCollections = loopOtherThan(directory);
  private final LoopInbox ofLeaves = loopOtherThan(directory, ofCollections);
  private final LoopInbox ofClients = loopOtherThan(directory, ofCollections, ofLeaves);
  private final FakeStream juliet = service.connect("juliet@pipit.test/balcony", ofClients);
  private final FakeStream romeo = service.connect("romeo@pipit.test/orchard", ofClients);
  private final String collection = name(ofCollections, i -> "c" + i);
  private final String filter = name(ofCollections, i -> "f" + i + "/#");
  private final String leaf = name(ofLeaves, i -> filter.replace("#", "leaf" + i));

  private LoopInbox loopOtherThan(LoopInbox... others) {
    return service.loops().stream()
        .filter(loop -> !Arrays.asList(others).contains(loop))
        .findFirst()
        .orElseThrow();
  }

  /** The first of these names whose node the shard of a loop owns. */
  private String name(LoopInbox loop, IntFunction<String> names) {
    return IntStream.range(0, 10_000)
        .mapToObj(names)
        .filter(name -> service.loopOfNode(name) == loop)
        .findFirst()
        .orElseThrow();
  }

  @AfterEach
  void close() {
    service.close();
  }

  private static String iq(String id, String operation) {
    return "<iq type='set' id='%s' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(id, ServiceInProcess.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private static String create(String id, String node, String... fields) {
    return iq(
        id,
        "<create node='"
            + node
            + "'/><configure><x xmlns='jabber:x:data' type='submit'>"
            + String.join("", fields)
            + "</x></configure>");
  }

  private static String field(String name, String value) {
    return "<field var='pubsub#" + name + "'><value>" + value + "</value></field>";
  }

  private String createCollection(String id) {
    return create(id, collection, field("node_type", "collection"), field("children", leaf));
  }

  private static String subscribe(String id, FakeStream client, String node) {
    return iq(id, "<subscribe node='" + node + "' jid='" + client.jid() + "'/>" + OPTIONS);
  }

  private static String unsubscribe(String id, FakeStream client, String node) {
    return iq(id, "<unsubscribe node='" + node + "' jid='" + client.jid() + "'/>");
  }

  private String publish(String id) {
    return iq(
        id,
        "<publish node='%s'><item id='%s'><t xmlns='urn:t'/></item></publish>".formatted(leaf, id));
  }

  private static List<String> told(FakeStream client) {
    return client.take().stream()
        .map(
            stanza ->
                stanza.name().equals("message")
                    ? "event " + item(stanza)
                    : stanza.attribute("id", "") + " " + stanza.attribute("type", ""))
        .toList();
  }

  private static String item(Element message) {
    return message
        .child("event", PubsubNs.EVENT)
        .flatMap(event -> event.child("items", PubsubNs.EVENT))
        .flatMap(items -> items.child("item", PubsubNs.EVENT))
        .map(item -> item.attribute("id", ""))
        .orElse("of something else");
  }

  private void begin() {
    service.send(juliet, create("leaf", leaf), createCollection("collection"));
    assertEquals(List.of("leaf result", "collection result"), told(juliet));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"collection", "filter"})
  @Tag("COL-6.1.2-success")
  void answerToASubscriptionWaitsUntilTheDirectoryHasIt(String what) {
    String node = what.equals("filter") ? filter : collection;
    begin();
    try (RunningService.Hold held = service.hold(directory)) {
      service.send(romeo, subscribe("s", romeo, node));
      assertEquals(List.of(), told(romeo));
      service.send(juliet, publish("before"));
      assertEquals(List.of("before result"), told(juliet), "nobody else waits");
    }
    assertEquals(List.of("s result"), told(romeo));
    service.send(juliet, publish("after"));
    assertEquals(List.of("event after"), told(romeo));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"collection", "filter"})
  void answerToTheEndOfASubscriptionWaitsUntilTheDirectoryHasIt(String what) {
    String node = what.equals("filter") ? filter : collection;
    begin();
    service.send(romeo, subscribe("s", romeo, node));
    assertEquals(List.of("s result"), told(romeo));
    try (RunningService.Hold held = service.hold(directory)) {
      service.send(romeo, unsubscribe("u", romeo, node));
      service.send(juliet, publish("before"));
      assertEquals(List.of("event before"), told(romeo));
    }
    assertEquals(List.of("u result"), told(romeo));
    service.send(juliet, publish("after"));
    assertEquals(List.of(), told(romeo));
  }

  /** That a node is a collection is not known yet when the requests arrive. */
  @Test
  @Tag("XC-6120-in-order")
  void publishBehindASubscriptionToACollectionThatIsMadeRightNowReachesIt() {
    service.send(juliet, create("leaf", leaf));
    try (RunningService.Hold held = service.hold(ofCollections)) {
      service.send(juliet, createCollection("c"), subscribe("s", juliet, collection), publish("p"));
      assertEquals(List.of("leaf result", "c result"), told(juliet));
    }
    assertEquals(List.of("s result", "p result", "event p"), told(juliet));
  }

  /** The shard of a node that becomes a collection knows it before the tree does. */
  @Test
  void whoSubscribesToANodeThatHasJustBecomeACollectionWaitsForTheDirectoryToo() {
    service.send(juliet, create("c", collection));
    assertEquals(List.of("c result"), told(juliet));
    try (RunningService.Hold held = service.hold(directory)) {
      service.send(
          juliet,
          iq(
                  "t",
                  "<configure node='"
                      + collection
                      + "'><x xmlns='jabber:x:data' type='submit'>"
                      + field("node_type", "collection")
                      + "</x></configure>")
              .replace(PubsubNs.PUBSUB + "'", PubsubNs.OWNER + "'"));
      service.send(romeo, subscribe("s", romeo, collection));
      assertEquals(List.of(), told(romeo));
    }
    assertEquals(List.of("t result"), told(juliet));
    assertEquals(List.of("s result"), told(romeo));
  }
}
