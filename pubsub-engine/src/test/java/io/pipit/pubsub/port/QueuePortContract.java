package io.pipit.pubsub.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.xmpp.FullJid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link PubsubPort} keeps where items wait in queues. An implementation extends this
 * and says what its service is.
 */
public abstract class QueuePortContract extends PortFixture {

  @Test
  void itemsWaitAndComeInTheirOrder() {
    PortClient bridge = open("a", "b/#");
    publish("a", "1", "2");
    publish("b/c", "3");
    publish("other", "not asked for");
    publish("a", "4");
    assertEquals(List.of(), bridge.take(), "nothing without demand");
    bridge.queue().demand(3);
    List<QueuedItem> first = bridge.take();
    assertEquals(List.of("1", "2", "3"), texts(first));
    assertEquals(List.of("a", "a", "b/c"), first.stream().map(i -> i.item().node()).toList());
    assertTrue(first.stream().noneMatch(QueuedItem::again));
    assertEquals(numbers(first).stream().sorted().distinct().toList(), numbers(first));
    bridge.queue().demand(3);
    assertEquals(List.of("4"), bridge.texts());
    publish("a", "5");
    assertEquals(List.of("5"), bridge.texts());
  }

  @Test
  void whatIsAcknowledgedIsGone() {
    PortClient bridge = open("a");
    publish("a", "1", "2");
    bridge.queue().demand(10);
    List<QueuedItem> items = bridge.take();
    bridge.queue().ack(items.get(0).number());
    QueueStatus status = bridge.status();
    assertEquals(1, status.items());
    assertEquals(1, status.delivered());
    assertTrue(status.isAttached());
    bridge.queue().ack(items.get(1).number());
    assertEquals(0, bridge.status().items());
    assertEquals(0, bridge.status().bytes());
    bridge.queue().ack(items.get(1).number());
    assertEquals(2, bridge.status().delivered(), "once");
  }

  private boolean keep(String what) {
    return await(told -> port().keep(BRIDGE, NAME, what.getBytes(UTF_8), told));
  }

  private String kept(QueueSpec spec) {
    return new String(opened(spec, client()).kept(), UTF_8);
  }

  @Test
  void whatIsKeptWithItIsToldToWhoOpensIt() throws Exception {
    assertFalse(keep("nobody's"));
    assertEquals("", kept(spec("a")));
    publish("a", "1");
    assertTrue(keep("one"));
    assertTrue(keep("two"));
    PortClient bridge = open("a");
    bridge.queue().demand(1);
    assertEquals(List.of("1"), bridge.texts());
    assertTrue(keep("three"));
    assertEquals("three", kept(spec("a", "b")));
    restart();
    assertEquals("three", kept(spec("b")));
    service().fillStorage();
    assertFalse(keep("four"));
  }

  @Test
  void whatIsSentBackComesAgainWithItsNumberAndNotSooner() {
    PortClient bridge = open("a");
    publish("a", "1", "2");
    bridge.queue().demand(2);
    QueuedItem first = bridge.take().get(0);
    bridge.queue().demand(1);
    bridge.queue().nack(first.number(), Duration.ofHours(1));
    assertEquals(List.of(), bridge.take());
    service().pass(Duration.ofHours(2));
    List<QueuedItem> again = bridge.take();
    assertEquals(List.of(first.number()), numbers(again));
    assertTrue(again.get(0).again());
  }

  @Test
  void whatWasNotAcknowledgedComesAgainInItsOrder() {
    PortClient before = open("a");
    publish("a", "1", "2", "3", "4");
    before.queue().demand(3);
    List<QueuedItem> items = before.take();
    assertEquals(3, items.size());
    before.queue().ack(items.get(1).number());
    before.queue().close();
    assertFalse(before.status().isAttached());
    publish("a", "5");
    PortClient after = client();
    assertTrue(opened(spec("a"), after).present());
    after.queue().demand(10);
    List<QueuedItem> rest = after.take();
    assertEquals(List.of("1", "3", "4", "5"), texts(rest));
    assertEquals(List.of(true, true, false, false), rest.stream().map(QueuedItem::again).toList());
    assertEquals(items.get(0).number(), rest.get(0).number());
    assertEquals(List.of(), before.take());
    assertEquals(0, before.lostTimes(), "who closes it has not lost it");
  }

  @Test
  void anotherConsumerTakesItOver() {
    PortClient before = open("a");
    publish("a", "1");
    before.queue().demand(10);
    QueuedItem item = before.take().get(0);
    PortClient after = open("a");
    assertEquals(1, before.lostTimes());
    before.queue().ack(item.number());
    before.queue().demand(10);
    assertEquals(1, after.status().items(), "who has lost it acknowledges nothing");
    after.queue().demand(10);
    publish("a", "2");
    assertEquals(List.of("1", "2"), after.texts());
    assertEquals(List.of(), before.take());
    assertEquals(0, after.lostTimes());
  }

  @Test
  void queueThatHasEndedIsLostAndForgotten() {
    PortClient before = open("a");
    publish("a", "1");
    before.queue().end();
    assertEquals(1, before.lostTimes());
    publish("a", "for nobody");
    PortClient after = client();
    assertFalse(opened(spec("a"), after).present());
    publish("a", "2");
    after.queue().demand(10);
    assertEquals(List.of("2"), after.texts());
  }

  @Test
  void queueMayBeChanged() {
    PortClient before = open("a", "b");
    publish("a", "1");
    publish("b", "2");
    before.queue().close();
    PortClient after = open("b", "c");
    publish("a", "not any more");
    publish("b", "3");
    publish("c", "4");
    after.queue().demand(10);
    assertEquals(List.of("1", "2", "3", "4"), after.texts(), "what waited does");
  }

  @Test
  void eachFilterMayBeRefused() {
    PortClient bridge = client();
    PortOpening.Opened opened = opened(spec("a", "b/#/c"), bridge);
    assertEquals(List.of("b/#/c"), List.copyOf(opened.refused().keySet()));
    assertEquals(
        List.of(Reason.BAD_NAME),
        opened.refused().values().stream().map(PortResult.Refused::reason).toList());
    publish("a", "1");
    bridge.queue().demand(10);
    assertEquals(List.of("1"), bridge.texts());
  }

  @Test
  void accountHasSoManyQueues() {
    for (int i = 0; i < PortUnderTest.QUEUES; i++) {
      QueueSpec spec = spec("a");
      open(new QueueSpec("bridge/" + i, BRIDGE, spec.filters(), ROOM, null, false));
    }
    assertEquals(
        Reason.QUOTA,
        assertInstanceOf(PortOpening.Refused.class, opening(spec("a"), client())).reason());
    QueueSpec ofAnother = spec("a");
    open(new QueueSpec(NAME, OWNER.bare(), ofAnother.filters(), ROOM, null, false));
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 1 2 3"})
  void noLocalLeavesOutWhatItsConsumerPublishes(boolean noLocal, String expected) {
    QueueFilter filter = new QueueFilter("#", 2, noLocal, true, 0);
    PortClient bridge = open(new QueueSpec(NAME, BRIDGE, List.of(filter), ROOM, null, true));
    service().createNode("a", Map.of("pubsub#publish_model", "open"));
    done(publishOf(ITSELF, "a", "1"));
    done(publishOf(FullJid.of(BRIDGE + "/other"), "a", "2"));
    done(publishOf(ITSELF, "a", "3"));
    bridge.queue().demand(10);
    List<String> got = bridge.texts();
    assertEquals(List.of(expected.split(" ")), got);
  }

  // ---- what the items are like

  @Test
  void itemSaysWhatItIs() {
    QueueFilter one = new QueueFilter("a", 1, false, true, 7);
    QueueFilter two = new QueueFilter("#", 2, false, false, 8);
    PortClient bridge = open(new QueueSpec(NAME, BRIDGE, List.of(one, two), ROOM, null, false));
    done(with(standing("a", "{\"c\":1}"), "id", new PortHeader("Reply-To", "b")));
    bridge.queue().demand(10);
    QueuedItem queued = bridge.take().get(0);
    assertEquals(2, queued.assurance());
    assertEquals(List.of(7, 8), queued.identifiers().stream().sorted().toList());
    PortItem item = queued.item();
    assertEquals("id", item.id());
    assertEquals("json", item.payload().kind());
    assertTrue(item.standing());
    assertTrue(item.headers().contains(new PortHeader("Reply-To", "b")));
  }

  @Test
  void whatHasToArriveAtMostOncePasses() {
    PortClient bridge = open("a");
    done(atMostOnce(publishOf(OWNER, "a", "1")));
    assertEquals(List.of("1"), bridge.passed());
    assertEquals(0, bridge.status().items());
    bridge.queue().close();
    settle();
    done(atMostOnce(publishOf(OWNER, "a", "2")));
    assertEquals(List.of("1"), bridge.passed());
    PortClient after = open("a");
    after.queue().demand(10);
    assertEquals(List.of(), after.take());
  }

  // ---- what is taken back

  @Test
  void whatIsTakenBackDoesNotComeAnyMore() {
    PortClient bridge = open(new QueueSpec(NAME, BRIDGE, List.of(filter("a")), ROOM, null, false));
    done(with(publishOf(OWNER, "a", "1"), "1"));
    done(with(publishOf(OWNER, "a", "2"), "2"));
    service().retract("a", "1");
    bridge.queue().demand(10);
    assertEquals(List.of("2"), bridge.texts());
    assertEquals(Map.of("withdrawn", 1L), bridge.status().dropped());
  }

  @ParameterizedTest
  @ValueSource(strings = {"retract", "purge", "end"})
  void endOfWhatStoodWaits(String how) {
    PortClient bridge = open("a");
    done(standing("a", "on"));
    bridge.queue().demand(1);
    bridge.queue().ack(bridge.take().get(0).number());
    takeBack(how);
    takeBack(how.equals("end") ? "end" : "purge");
    publish("a", "later");
    bridge.queue().demand(10);
    List<QueuedItem> items = bridge.take();
    assertEquals(2, items.size(), "only once, since nothing stood any more");
    QueuedItem end = items.get(0);
    assertEquals("", end.item().id());
    assertEquals("a", end.item().node());
    assertEquals(0, end.item().payload().content().length);
    assertTrue(end.item().standing());
    assertTrue(end.assurance() > 0);
    assertEquals("later", text(items.get(1).item()));
  }

  private void takeBack(String how) {
    switch (how) {
      case "retract" -> service().retract("a", "current");
      case "purge" -> service().purge("a");
      case "end" -> assertInstanceOf(PortResult.Done.class, endStanding(OWNER, "a"));
      default -> throw new AssertionError(how);
    }
  }

  @Test
  void retractThatLeavesSomethingStandingIsNoEnd() {
    PortClient bridge = open("a");
    done(with(publishOf(OWNER, "a", "1"), "1"));
    done(standing("a", "2"));
    bridge.queue().demand(2);
    bridge.take().forEach(item -> bridge.queue().ack(item.number()));
    service().retract("a", "1");
    bridge.queue().demand(10);
    assertEquals(List.of(), bridge.take());
  }

  @Test
  void consumerIsNotToldOfTheEndThatItCaused() {
    QueueFilter noLocal = new QueueFilter("a", 2, true, true, 0);
    PortClient bridge = open(new QueueSpec(NAME, BRIDGE, List.of(noLocal), ROOM, null, true));
    service().createNode("a", Map.of("pubsub#publish_model", "open"));
    done(standing("a", "on"));
    assertInstanceOf(PortResult.Done.class, endStanding(ITSELF, "a"));
    bridge.queue().demand(10);
    assertEquals(List.of("on"), bridge.texts());
  }

  // ---- bounds

  private static QueueBounds bounds(int items, Overflow overflow, boolean oneItem) {
    return new QueueBounds(items, 100_000, Duration.ofDays(1), overflow, oneItem);
  }

  @ParameterizedTest
  @CsvSource({"DROP_OLDEST, 3 4 5", "DROP_NEWEST, 1 2 3"})
  void noMoreWaitThanMay(Overflow overflow, String left) {
    PortClient bridge = open(spec(bounds(3, overflow, false), "a"));
    publish("a", "1", "2", "3", "4", "5");
    assertEquals(Map.of("overflow", 2L), bridge.status().dropped());
    bridge.queue().demand(10);
    assertEquals(List.of(left.split(" ")), bridge.texts());
  }

  @ParameterizedTest
  @CsvSource({"DROP_OLDEST, 1 2", "DROP_NEWEST, 4 5"})
  void consumerIsToldWhatIsDropped(Overflow overflow, String gone) {
    PortClient bridge = open(spec(bounds(3, overflow, false), "a"));
    List<String> ids = new ArrayList<>();
    for (String text : List.of("1", "2", "3", "4", "5")) {
      ids.add(done(publishOf(OWNER, "a", text)).id());
    }
    settle();
    List<QueueDrop> told = bridge.dropped();
    assertEquals(2, told.stream().mapToInt(QueueDrop::count).sum());
    Set<String> names = new TreeSet<>();
    for (QueueDrop drop : told) {
      assertEquals("overflow", drop.reason());
      assertEquals("a", drop.first().node());
      names.add(drop.first().id());
      names.add(drop.last().id());
    }
    Set<String> expected = new TreeSet<>();
    for (String text : gone.split(" ")) {
      expected.add(ids.get(Integer.parseInt(text) - 1));
    }
    assertEquals(expected, names);
  }

  @Test
  void consumerIsToldWhatIsTooOld() {
    PortClient bridge = open("a");
    String id = done(publishOf(OWNER, "a", "old")).id();
    service().pass(Duration.ofDays(2));
    QueueDrop.Name name = new QueueDrop.Name("a", id);
    assertEquals(List.of(new QueueDrop("age", 1, name, name)), bridge.dropped());
  }

  @Test
  void fullQueueMayHavePublishesRefused() {
    PortClient bridge = open(spec(bounds(2, Overflow.REFUSE, false), "a"));
    publish("a", "1", "2");
    settle();
    assertEquals(Reason.BUSY, refusal(publishOf(OWNER, "a", "3")));
    publish("elsewhere", "4");
    bridge.queue().demand(10);
    List<QueuedItem> items = bridge.take();
    assertEquals(List.of("1", "2"), texts(items));
    bridge.queue().ack(items.get(0).number());
    settle();
    publish("a", "5");
    assertEquals(List.of("5"), bridge.texts());
    assertEquals(Map.of(), bridge.status().dropped());
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void noMoreBytesWaitThanMay(Overflow overflow) {
    PortClient bridge =
        open(spec(new QueueBounds(100, 1_000, Duration.ofDays(1), overflow, false), "a"));
    for (int i = 0; i < 9; i++) {
      PortResult unused = publish(publishOf(OWNER, "a", i + "x".repeat(300)));
      settle();
    }
    assertTrue(bridge.status().bytes() <= 1_500, "one above it at most, where they are refused");
    assertTrue(bridge.status().items() >= 2);
  }

  @Test
  void whatIsOnItsWayIsNotDropped() {
    PortClient bridge = open(spec(bounds(2, Overflow.DROP_OLDEST, false), "a"));
    bridge.queue().demand(2);
    publish("a", "1", "2");
    List<QueuedItem> items = bridge.take();
    publish("a", "3", "4");
    assertEquals(Map.of("overflow", 2L), bridge.status().dropped());
    items.forEach(item -> bridge.queue().ack(item.number()));
    assertEquals(2, bridge.status().delivered());
  }

  @Test
  void queueMayKeepTheNewestOfEachNode() {
    PortClient bridge = open(spec(bounds(100, Overflow.DROP_OLDEST, true), "#"));
    publish("a", "a1");
    publish("b", "b1");
    publish("a", "a2", "a3");
    assertEquals(Map.of("replaced", 2L), bridge.status().dropped());
    bridge.queue().demand(10);
    assertEquals(List.of("b1", "a3"), bridge.texts());
  }

  @Test
  void whatIsTooOldGoes() {
    PortClient bridge = open("a");
    publish("a", "old");
    service().pass(Duration.ofHours(20));
    publish("a", "new");
    service().pass(Duration.ofHours(10));
    assertEquals(Map.of("age", 1L), bridge.status().dropped());
    bridge.queue().demand(10);
    assertEquals(List.of("new"), bridge.texts());
  }

  @Test
  void queueForWhichNobodyComesEnds() {
    PortClient before = open("a");
    publish("a", "1");
    service().pass(Duration.ofDays(8));
    assertEquals(0, before.lostTimes(), "somebody has it");
    before.queue().close();
    settle();
    service().pass(Duration.ofDays(8));
    assertFalse(opened(spec("a"), client()).present());
  }

  @Test
  void operatorMayDropAll() {
    PortClient bridge = open("a");
    publish("a", "1", "2");
    settle();
    assertEquals(2, PortFixture.<Integer>await(bridge.queue()::drop));
    bridge.queue().demand(10);
    assertEquals(List.of(), bridge.take());
    assertEquals(Map.of("by_hand", 2L), bridge.status().dropped());
  }

  // ---- restart

  @Test
  void restartHasWhatWaited() throws Exception {
    PortClient before = open("a");
    before.queue().demand(2);
    publish("a", "1", "2", "3");
    List<QueuedItem> items = before.take();
    assertEquals(2, items.size());
    before.queue().ack(items.get(0).number());
    restart();
    publish("a", "5");
    PortClient after = client();
    assertTrue(opened(spec("a"), after).present());
    after.queue().demand(10);
    List<QueuedItem> rest = after.take();
    assertEquals(List.of("2", "3", "5"), texts(rest));
    assertTrue(rest.get(0).again());
    assertFalse(rest.get(2).again());
    assertEquals(items.get(1).number(), rest.get(0).number());
    assertEquals(1, after.status().delivered());
  }

  @Test
  void restartHasTheEndOfWhatStood() throws Exception {
    open("a");
    done(standing("a", "on"));
    takeBack("retract");
    restart();
    PortClient after = open("a");
    after.queue().demand(10);
    List<QueuedItem> rest = after.take();
    assertEquals(List.of(""), rest.stream().map(item -> item.item().id()).toList());
    after.queue().ack(rest.get(0).number());
    publish("a", "on");
    assertEquals(List.of("on"), after.texts());
  }
}
