package io.pipit.pubsub.engine;

import static io.pipit.pubsub.engine.Service.ALICE;
import static io.pipit.pubsub.engine.Service.BOB;
import static io.pipit.pubsub.engine.Service.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.Item;
import io.pipit.pubsub.store.History;
import io.pipit.xmpp.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long items live (item_expire), what is remembered of them, and the last item. */
class ItemLifeTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TICK = Duration.ofMillis(1);

  private final Service service = new Service();

  @AfterEach
  void replayGivesTheSameState() {
    service.checkReplay();
  }

  private NodeState node() {
    return service.state().node("news").orElseThrow();
  }

  // ---- item_expire

  @ParameterizedTest(name = "PS-16.4.4-field-item-expire: {0}")
  @ValueSource(strings = {"0", "-1", "never", "1.5", "1000000000", "PT1M", "MAX"})
  @Tag("PS-16.4.4-field-item-expire")
  void timeThatIsNoneIsRefused(String value) {
    service.withNode();
    service.configure("item_expire=" + value).isError("modify", "not-acceptable");
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  @Tag("PS-12.23-integer-or-max")
  void itemsLiveForEverUnlessTheNodeSaysOtherwise() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    service.context.pass(Duration.ofDays(10_000));
    assertEquals(List.of("a"), service.itemIds());
    service.configure("item_expire=max", "max_items=max").isResult();
    assertEquals(List.of("a"), service.itemIds());
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  void itemPastItsTimeIsGoneForEverybody() {
    service.withNode("item_expire=60", "publish_model=open");
    service.publish(OWNER, "a").isResult();
    service.context.pass(MINUTE.minus(TICK));
    service.publish(OWNER, "b").isResult();
    assertEquals(List.of("a", "b"), service.itemIds());
    service.context.pass(TICK);
    assertEquals(List.of("b"), service.itemIds());
    assertEquals(List.of("b"), named("a", "b"));
    service.retract(OWNER, "a", "").isError("cancel", "item-not-found");
    Element disco =
        service
            .get(BOB, "<query xmlns='http://jabber.org/protocol/disco#items' node='news'/>")
            .payload();
    assertEquals(1, disco.elements().size());
    service.context.pass(MINUTE);
    assertEquals(List.of(), service.itemIds());
  }

  private List<String> named(String... ids) {
    StringBuilder items = new StringBuilder();
    for (String id : ids) {
      items.append("<item id='" + id + "'/>");
    }
    return service
        .get(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'>"
                + items
                + "</items></pubsub>")
        .itemIds();
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  void pagesCountWhatLives() {
    service.withNode("item_expire=60");
    service.publish(OWNER, "a", "b").isResult();
    service.context.pass(MINUTE.minus(TICK));
    service.publish(OWNER, "c", "d", "e").isResult();
    service.context.pass(TICK);
    Reply page =
        service.get(
            ALICE,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'/>"
                + "<set xmlns='http://jabber.org/protocol/rsm'><max>2</max></set></pubsub>");
    assertEquals(List.of("c", "d"), page.itemIds());
    assertEquals(3, page.set().orElseThrow().count());
    assertEquals(
        List.of("e"),
        service
            .get(
                ALICE,
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='news'"
                    + " max_items='1'/></pubsub>")
            .itemIds());
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  void itemPastItsTimeTakesNoRoomAndIsNobodys() {
    service.withNode("item_expire=60", "max_items=2", "publish_node_full=reject");
    service.affiliate("bob@example.org", "publish-only").isResult();
    service.publish(OWNER, "a", "b").isResult();
    service.publish(OWNER, "c").isError("cancel", "conflict", "node-full");
    service.publish(BOB, "a").isError("auth", "forbidden");
    service.context.pass(MINUTE);
    service.publish(BOB, "a").isResult();
    service.publish(OWNER, "c").isResult();
    assertEquals(List.of("a", "c"), service.itemIds());
    assertEquals(2, node().items().size());
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  @Tag("PS-12.10-send")
  void itemPastItsTimeIsNotTheLastOne() {
    service.withNode("item_expire=60", "send_last_published_item=on_sub");
    service.publish(OWNER, "a").isResult();
    service.subscribe(ALICE, ALICE).tells(ALICE, lastItem("a"));
    service.context.pass(MINUTE);
    service.subscribe(BOB, BOB).isResult().tellsNobody();
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  void nodeMakesRoomWhenAnItemIsPastItsTimeAndTellsOfIt() {
    service.withNode("item_expire=60");
    assertNull(node().nextDue());
    service.publish(OWNER, "a", "b").isResult();
    ownOption("history_age", "max");
    Instant arrival = node().newestArrival();
    assertEquals(arrival.plus(MINUTE), node().nextDue());
    service.context.pass(TICK);
    service.publish(OWNER, "c").isResult();
    service.subscribe(ALICE, ALICE).isResult();
    service.tick().tellsNobody();
    service.context.pass(MINUTE.minus(TICK));
    service.tick().tells(ALICE, "<items node='news'><retract id='a'/><retract id='b'/></items>");
    assertEquals(1, node().items().size());
    assertEquals(arrival.plus(MINUTE).plus(TICK), node().nextDue());
    service.tick().tellsNobody();
    assertEquals(List.of("a", "b", "c"), history());
    service.configure("notify_retract=0").isResult();
    service.context.pass(TICK);
    service.tick().tellsNobody();
    assertEquals(0, node().items().size());
    assertNull(node().nextDue());
  }

  @Test
  @Tag("PS-16.4.4-field-item-expire")
  void manyItemsGoInSeveralTicks() {
    service.withNode("item_expire=60", "max_items=max");
    String[] ids = new String[100];
    for (int i = 0; i < 11; i++) {
      for (int j = 0; j < ids.length; j++) {
        ids[j] = i + "-" + j;
      }
      service.publish(OWNER, ids).isResult();
    }
    service.context.pass(MINUTE);
    service.tick();
    assertEquals(100, node().items().size());
    service.tick();
    assertEquals(0, node().items().size());
  }

  private static String lastItem(String id) {
    return "<items node='news'><item id='"
        + id
        + "'><v xmlns='urn:x'>"
        + id
        + "</v></item></items>";
  }

  // ---- the last item of a node that keeps none

  @Test
  @Tag("PS-12.10-cache")
  @Tag("PS-12.10-send")
  @Tag("PS-12.9-internal-ids")
  void newestItemOfANodeThatKeepsNoneIsSentToWhoSubscribesLater() {
    service.withNode("persist_items=0", "send_last_published_item=on_sub");
    service.subscribe(BOB, BOB).isResult().tellsNobody();
    service.publish(OWNER, "a", "b").isResult();
    Reply reply = service.subscribe(ALICE, ALICE).tells(ALICE, lastItem("b"));
    assertEquals(
        Optional.of("2026-06-30T12:00:00Z"),
        reply
            .messagesTo(ALICE)
            .get(0)
            .child("delay", "urn:xmpp:delay")
            .flatMap(delay -> delay.attribute("stamp")));
  }

  @Test
  @Tag("PS-6.5.5-last-item")
  @Tag("PS-6.5.9.4-persistent-unsupported")
  void lastItemOfANodeThatKeepsNoneCanBeRetrieved() {
    service.withNode("persist_items=0", "send_last_published_item=on_sub");
    service
        .items(OWNER)
        .isError("cancel", "feature-not-implemented", "unsupported[persistent-items]");
    service.publish(OWNER, "a", "b").isResult();
    assertEquals(List.of("b"), service.itemIds());
  }

  @Test
  void nodeThatNeverSendsItDoesNotKeepIt() {
    service.withNode("persist_items=0");
    service.publish(OWNER, "a").isResult();
    service.configure("send_last_published_item=on_sub").isResult();
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
  }

  @Test
  void cachedItemGoesWhenTheNodeKeepsItemsOrItsTimeIsOver() {
    service.withNode("persist_items=0", "send_last_published_item=on_sub", "item_expire=60");
    service.publish(OWNER, "a").isResult();
    service.context.pass(MINUTE);
    service.subscribe(ALICE, ALICE).isResult().tellsNobody();
    service.publish(OWNER, "b").isResult();
    service.configure("persist_items=1").isResult();
    service.configure("persist_items=0").isResult();
    service.subscribe(BOB, BOB).isResult().tellsNobody();
  }

  // ---- history

  private List<String> history() {
    History history = node().items().history();
    return history.range(0, history.size()).stream().map(Item::id).toList();
  }

  @Test
  void historyKeepsWhatWasOverwrittenAndWhatHadToGo() {
    service.withNode("max_items=2");
    service.publish(OWNER, "a", "b").isResult();
    service.publish(OWNER, "a").isResult();
    service.publish(OWNER, "c").isResult();
    assertEquals(List.of("a", "c"), service.itemIds());
    assertEquals(List.of("a", "b", "a", "c"), history());
    service.configure("max_items=1").isResult();
    assertEquals(List.of("a", "b", "a", "c"), history());
  }

  @Test
  void whatIsRetractedOrPurgedLeavesTheHistory() {
    service.withNode();
    service.publish(OWNER, "a", "b").isResult();
    service.publish(OWNER, "a", "c").isResult();
    service.retract(OWNER, "a", "").isResult();
    assertEquals(List.of("b", "c"), history());
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><purge node='news'/></pubsub>")
        .isResult();
    assertEquals(List.of(), history());
  }

  @Test
  void historyIsBoundedByNumberAndTime() {
    service.withNode();
    ownOption("history_items", "3");
    service.publish(OWNER, "a", "b", "c", "d").isResult();
    assertEquals(List.of("b", "c", "d"), history());
    ownOption("history_items", "2");
    assertEquals(List.of("c", "d"), history());
    ownOption("history_age", "60");
    service.context.pass(MINUTE.plus(TICK));
    service.publish(OWNER, "e").isResult();
    assertEquals(List.of("e"), history());
    ownOption("history_items", "0");
    assertEquals(List.of(), history());
    service.publish(OWNER, "f").isResult();
    assertEquals(List.of(), history());
    assertEquals(List.of("a", "b", "c", "d", "e", "f"), service.itemIds());
  }

  @Test
  void nodeThatKeepsNothingHasNoHistory() {
    service.withNode("persist_items=0");
    service.publish(OWNER, "a").isResult();
    assertEquals(List.of(), history());
    service.configure("persist_items=1").isResult();
    service.publish(OWNER, "b").isResult();
    service.configure("persist_items=0").isResult();
    assertEquals(List.of(), history());
  }

  @Test
  void historyIsCutWhenItIsLookedForAndHiddenAtOnce() {
    service.withNode();
    ownOption("history_age", "60");
    service.publish(OWNER, "a").isResult();
    assertNull(node().nextDue());
    service.context.pass(MINUTE.minusMillis(1));
    assertFalse(node().hasOldHistory(service.context.now()));
    service.context.pass(Duration.ofMillis(1));
    assertTrue(node().hasOldHistory(service.context.now()));
    NodeScope scope = new NodeScope(service.policy(), node(), service.context);
    assertEquals(1, scope.historyStart());
    assertEquals(List.of("a"), history());
    service.tick().tellsNobody();
    assertEquals(List.of(), history());
    assertFalse(node().hasOldHistory(service.context.now()));
    assertEquals(List.of("a"), service.itemIds());
  }

  private void ownOption(String name, String value) {
    service
        .set(
            OWNER,
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='news'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='{urn:pipit:pubsub:0}"
                + name
                + "'><value>"
                + value
                + "</value></field></x></configure></pubsub>")
        .isResult();
  }

  @Test
  void arrivalTimesNeverGoBackWithTheClock() {
    service.withNode();
    service.publish(OWNER, "a").isResult();
    Instant first = node().newestArrival();
    service.context.pass(MINUTE.negated());
    service.publish(OWNER, "b").isResult();
    assertEquals(first, node().newestArrival());
    assertTrue(node().items().range(1, 2).get(0).arrival().equals(first));
  }
}
