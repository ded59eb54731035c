package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.PubsubNs;
import io.pipit.xmpp.Element;
import io.pipit.xmpp.Ns;
import io.pipit.xmpp.StanzaError;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody is told of what a crash could undo, and a disk that is behind or broken is said so. */
@Timeout(60)
class UndurableTest {

  private static final long QUEUE_BYTES = 2_000;

  private final ServiceInProcess service = new ServiceInProcess(QUEUE_BYTES);
  private final FakeStream owner = service.connect("owner@pipit.test/a");
  private final FakeStream subscriber = service.connect("subscriber@pipit.test/b");

  @AfterEach
  void close() {
    service.close();
  }

  private static String iq(String type, String id, String namespace, String operation) {
    return "<iq type='%s' id='%s' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, id, ServiceInProcess.SERVICE, namespace, operation);
  }

  private static String create(String node) {
    return iq("set", "create", PubsubNs.PUBSUB, "<create node='" + node + "'/>");
  }

  private static String subscribe(String node) {
    return iq(
        "set",
        "subscribe",
        PubsubNs.PUBSUB,
        "<subscribe node='" + node + "' jid='subscriber@pipit.test/b'/>");
  }

  private static String publish(String id, String text) {
    return iq(
        "set",
        id,
        PubsubNs.PUBSUB,
        "<publish node='n'><item id='"
            + id
            + "'><t xmlns='urn:t'>"
            + text
            + "</t></item></publish>");
  }

  private static String unsubscribe(String id) {
    return iq("set", id, PubsubNs.PUBSUB, "<unsubscribe node='n' jid='subscriber@pipit.test/b'/>");
  }

  private static String list() {
    return "<iq type='get' id='list' to='"
        + ServiceInProcess.SERVICE
        + "'><query xmlns='"
        + Ns.DISCO_ITEMS
        + "'/></iq>";
  }

  private static List<String> nodesOf(Element answer) {
    return answer.child("query", Ns.DISCO_ITEMS).orElseThrow().elements().stream()
        .map(item -> item.attribute("node", ""))
        .toList();
  }

  private static String items(String id) {
    return iq("get", id, PubsubNs.PUBSUB, "<items node='n'/>");
  }

  /** The node {@code n} with its subscriber, all of it durable and told. */
  private void prepare() {
    service.send(owner, create("n"));
    service.sync();
    service.send(subscriber, subscribe("n"));
    service.sync();
    assertEquals(List.of("create result"), answers(owner));
    assertEquals("subscribe result", answers(subscriber).get(0));
  }

  /** What a client was sent: answers by id and type or condition, events by the ids of items. */
  private static List<String> answers(FakeStream client) {
    return client.take().stream().map(UndurableTest::describe).toList();
  }

  private static String describe(Element stanza) {
    if (stanza.name().equals("message")) {
      return "event "
          + stanza
              .child("event", PubsubNs.EVENT)
              .flatMap(event -> event.child("items", PubsubNs.EVENT))
              .flatMap(Element::firstElement)
              .map(item -> item.attribute("id", ""))
              .orElse("");
    }
    String outcome =
        stanza
            .child("error", Ns.CLIENT)
            .map(
                error -> {
                  StanzaError read = StanzaError.read(error);
                  return read.type().wire() + " " + read.condition().wire();
                })
            .orElse(stanza.attribute("type", ""));
    return stanza.attribute("id", "") + " " + outcome;
  }

  @Test
  void createAndSubscribeAreAnsweredAfterTheirSync() {
    service.send(owner, create("n"));
    assertEquals(List.of(), answers(owner));
    service.sync();
    assertEquals(List.of("create result"), answers(owner));
    service.send(subscriber, subscribe("n"));
    assertEquals(List.of(), answers(subscriber));
    service.sync();
    assertEquals("subscribe result", answers(subscriber).get(0));
  }

  @Test
  void publishIsAnsweredAndToldAfterItsSync() {
    prepare();
    service.send(owner, publish("1", "x"), publish("2", "y"));
    assertEquals(List.of(), answers(owner));
    assertEquals(List.of(), answers(subscriber));
    service.sync();
    assertEquals(List.of("1 result", "2 result"), answers(owner));
    assertEquals(List.of("event 1", "event 2"), answers(subscriber));
  }

  @Test
  void readerIsNotToldOfAnItemThatACrashCouldUndo() {
    prepare();
    service.send(owner, publish("1", "x"));
    service.send(subscriber, items("read"));
    assertEquals(List.of(), answers(subscriber));
    service.sync();
    assertEquals(List.of("event 1", "read result"), answers(subscriber));
  }

  @Test
  void refusalThatRestsOnAChangeWaitsForIt() {
    prepare();
    service.send(
        owner, iq("set", "delete", PubsubNs.OWNER, "<delete node='n'/>"), publish("late", "x"));
    service.send(subscriber, items("read"));
    assertEquals(List.of(), answers(owner));
    assertEquals(List.of(), answers(subscriber));
    service.sync();
    assertEquals(List.of("delete result", "late cancel item-not-found"), answers(owner));
    assertTrue(answers(subscriber).contains("read cancel item-not-found"));
  }

  @Test
  void listOfNodesWaitsForTheCreateThatItShows() {
    service.send(owner, create("n"));
    service.send(subscriber, list());
    assertEquals(List.of(), answers(subscriber));
    service.sync();
    assertEquals(List.of("list result"), answers(subscriber));
  }

  @Test
  void requestsUnderWayWhenTheDiskFailsAreRefusedAndNobodyIsTold() {
    prepare();
    service.send(owner, publish("1", "x"), publish("2", "y"));
    service.send(subscriber, items("read"));
    service.fail();
    assertEquals(
        List.of("1 wait resource-constraint", "2 wait resource-constraint"), answers(owner));
    assertEquals(List.of("read wait resource-constraint"), answers(subscriber));
  }

  @Test
  void changesAskedAfterTheDiskFailedAreRefused() {
    prepare();
    service.send(owner, publish("lost", "x"));
    service.fail();
    answers(owner);
    service.send(owner, publish("1", "x"), create("m"));
    service.send(subscriber, unsubscribe("end"));
    assertEquals(
        List.of("1 wait resource-constraint", "create wait resource-constraint"),
        answers(owner).stream().sorted().toList());
    assertEquals(List.of("end wait resource-constraint"), answers(subscriber));
  }

  @Test
  void readsAfterTheDiskFailedShowWhatIsDurable() {
    prepare();
    service.send(owner, publish("kept", "x"));
    service.sync();
    service.send(owner, publish("lost", "x"), publish("kept", "replaced"));
    service.fail();
    owner.take();
    subscriber.take();
    service.send(subscriber, items("read"));
    List<Element> answer = subscriber.take();
    assertEquals(
        List.of("kept x"),
        answer
            .get(0)
            .child("pubsub", PubsubNs.PUBSUB)
            .orElseThrow()
            .firstElement()
            .orElseThrow()
            .elements()
            .stream()
            .map(item -> item.attribute("id", "") + " " + item.firstElement().orElseThrow().text())
            .toList());
  }

  @Test
  void nodeWhoseCreationIsLostIsNotThereAndOneWhoseDeletionIsLostIs() {
    prepare();
    service.send(owner, publish("kept", "x"));
    service.sync();
    service.send(
        owner, create("m"), iq("set", "delete", PubsubNs.OWNER, "<delete node='n'/>"), create("n"));
    service.fail();
    owner.take();
    subscriber.take();
    service.send(subscriber, list(), items("read"));
    List<Element> answered = subscriber.take();
    assertEquals(List.of("n"), nodesOf(answered.get(0)));
    assertEquals("read result", describe(answered.get(1)));
    service.send(owner, publish("late", "x").replace("'n'", "'m'"));
    assertEquals(List.of("late cancel item-not-found"), answers(owner));
  }

  @Test
  void subscriptionWhoseEndIsLostIsStillThere() {
    prepare();
    service.send(subscriber, unsubscribe("end"));
    service.fail();
    owner.take();
    subscriber.take();
    service.send(subscriber, iq("get", "all", PubsubNs.PUBSUB, "<subscriptions/>"));
    Element all = subscriber.take().get(0);
    assertEquals("result", all.attribute("type", ""));
    assertEquals(
        1,
        all.child("pubsub", PubsubNs.PUBSUB)
            .flatMap(Element::firstElement)
            .orElseThrow()
            .elements()
            .size());
  }

  @Test
  void idleNodeWhoseDiskFailsGoesOnReading() {
    prepare();
    service.fail();
    service.send(subscriber, items("read"));
    assertEquals(List.of("read result"), answers(subscriber));
  }

  @Test
  void publishIsRefusedWhileTooMuchWaitsForTheDisk() {
    prepare();
    service.send(owner, publish("big", "x".repeat((int) QUEUE_BYTES)));
    service.send(owner, publish("refused", "x"));
    // At once: it says nothing of what waits.
    assertEquals(List.of("refused wait resource-constraint"), answers(owner));
    service.send(subscriber, create("m"));
    assertEquals(List.of("create wait resource-constraint"), answers(subscriber));
    service.sync();
    assertEquals(List.of("big result"), answers(owner));
    assertEquals(List.of("event big"), answers(subscriber));
    service.send(owner, publish("again", "x"));
    service.sync();
    assertEquals(List.of("again result"), answers(owner));
    assertEquals(List.of("event again"), answers(subscriber));
  }

  @Test
  void publishIsRefusedWhileTheHeapIsFullAndReadsGoOn() {
    prepare();
    service.heapIsFull = true;
    service.send(owner, publish("1", "x"), items("read"));
    assertEquals(List.of("1 wait resource-constraint", "read result"), answers(owner));
    service.heapIsFull = false;
    service.send(owner, publish("1", "x"));
    service.sync();
    assertEquals(List.of("1 result"), answers(owner));
  }

  @Test
  void readsGoOnWhileTooMuchWaitsForTheDisk() {
    prepare();
    service.send(owner, publish("big", "x".repeat((int) QUEUE_BYTES)));
    service.send(subscriber, items("read"));
    service.sync();
    assertEquals(List.of("event big", "read result"), answers(subscriber));
  }
}
