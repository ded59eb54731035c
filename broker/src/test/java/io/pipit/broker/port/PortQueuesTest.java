package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.NOON;
import static io.pipit.broker.port.DoorsUnderTest.await;
import static io.pipit.broker.port.DoorsUnderTest.onLoop;
import static io.pipit.broker.port.DoorsUnderTest.publishOf;
import static io.pipit.broker.port.DoorsUnderTest.text;
import static io.pipit.broker.port.DoorsUnderTest.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.account.RosterSnapshots;
import io.pipit.broker.module.Replay;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.store.Accounts;
import io.pipit.pubsub.Affiliation;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.command.WantedAffiliation;
import io.pipit.pubsub.port.DurableQueue;
import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.InMemoryView;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published at nodes that a queue has filters for waits for its consumer. */
@Timeout(60)
class PortQueuesTest {

  private static final QueueId ID = new QueueId(BOB.bare(), "mqtt/panel");
  private static final QueueBounds BOUNDS =
      new QueueBounds(100, 100_000, Duration.ofDays(1), Overflow.DROP_OLDEST, false);

  private InMemoryLog log = new InMemoryLog();
  private DoorsUnderTest doors = new DoorsUnderTest(log, List.of(), policy -> policy);
  private PortQueues queues = queues();

  private PortQueues queues() {
    PortQueues made =
        new PortQueues(
            doors.shards,
            log,
            doors.subscriptions,
            doors.rosters.blockLists(),
            Runnable::run,
            3,
            doors.clock);
    doors.announcer().queues(made);
    return made;
  }

  @AfterEach
  void end() {
    doors.close();
  }

  /** Keeps what it gets; all on one loop. */
  private final class Consumer implements ItemConsumer {

    private final List<QueuedItem> got = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private boolean isLost;
    private @Nullable DurableQueue queue;
    private boolean wasPresent;

    @Override
    public void deliver(List<QueuedItem> items) {
      got.addAll(items);
    }

    @Override
    public void passing(LiveItem item, LiveMatch match) {
      passed.add(text(item.in(shown -> shown)));
    }

    @Override
    public void lost() {
      isLost = true;
    }

    /** The queue that it has. */
    DurableQueue queue() {
      DurableQueue mine = queue;
      if (mine == null) {
        throw new AssertionError("it has none");
      }
      return mine;
    }

    List<QueuedItem> take() {
      settle();
      return onLoop(
          doors.loops.get(0),
          () -> {
            List<QueuedItem> all = List.copyOf(got);
            got.clear();
            return all;
          });
    }

    List<String> texts() {
      return take().stream().map(item -> text(item.item())).toList();
    }

    List<String> passed() {
      settle();
      return onLoop(doors.loops.get(0), () -> List.copyOf(passed));
    }
  }

  /** Everything has all effects that it can have now. */
  private void settle() {
    doors.settle();
  }

  private static QueueSettings settings(QueueBounds bounds, String... filters) {
    return new QueueSettings(
        Arrays.stream(filters).map(filter -> new QueueFilter(filter, 2, true, false, 7)).toList(),
        bounds,
        Duration.ofDays(7),
        new byte[0]);
  }

  private Consumer open(QueueSettings settings) {
    return open(ID, settings);
  }

  private Consumer open(QueueId id, QueueSettings settings) {
    Consumer consumer = new Consumer();
    QueueOpening opening = opening(id, settings, consumer);
    QueueOpening.Opened opened = assertInstanceOf(QueueOpening.Opened.class, opening);
    consumer.queue = opened.queue();
    consumer.wasPresent = opened.present();
    return consumer;
  }

  private QueueOpening opening(QueueId id, QueueSettings settings, Consumer consumer) {
    return await(told -> queues.open(id, settings, consumer, doors.loops.get(0)::execute, told));
  }

  private Consumer open(String... filters) {
    return open(settings(BOUNDS, filters));
  }

  private void pass(String node, String... texts) {
    for (String text : texts) {
      assertInstanceOf(PortResult.Done.class, doors.pass(ALICE, node, text));
    }
  }

  private static List<Long> numbers(List<QueuedItem> items) {
    return items.stream().map(QueuedItem::number).toList();
  }

  // ---- delivery

  @Test
  void itemsComeInTheirOrderWhenTheyAreAskedFor() {
    Consumer bob = open("a/#");
    assertFalse(bob.wasPresent);
    pass("a/1", "one", "two", "three");
    pass("b", "not this");
    assertEquals(List.of(), bob.take());
    bob.queue().demand(2);
    List<QueuedItem> items = bob.take();
    assertEquals(List.of("one", "two"), items.stream().map(i -> text(i.item())).toList());
    assertEquals(List.of(1L, 2L), numbers(items));
    assertEquals("a/1", items.get(0).item().node());
    assertEquals(2, items.get(0).assurance());
    assertEquals(List.of(7), items.get(0).identifiers());
    assertFalse(items.get(0).again());
    bob.queue().demand(10);
    assertEquals(List.of("three"), bob.texts());
    pass("a/2", "four");
    assertEquals(List.of("four"), bob.texts());
  }

  @Test
  void whatIsAcknowledgedIsGoneAndCounted() {
    Consumer bob = open("a");
    bob.queue().demand(10);
    pass("a", "one", "two", "three");
    assertEquals(3, bob.take().size());
    assertEquals(3, bob.queue().status().items());
    bob.queue().ack(1);
    bob.queue().ack(2);
    settle();
    assertEquals(1, bob.queue().status().items());
    assertEquals(2, bob.queue().status().delivered());
    bob.queue().ack(3);
    settle();
    assertEquals(0, bob.queue().status().bytes());
    assertNull(bob.queue().status().oldest());
  }

  @Test
  void itemsWaitWhileNobodyHasThem() {
    Consumer before = open("a");
    before.queue().close();
    settle();
    pass("a", "one", "two");
    Consumer bob = open("a");
    assertTrue(bob.wasPresent);
    bob.queue().demand(10);
    List<QueuedItem> items = bob.take();
    assertEquals(List.of("one", "two"), items.stream().map(i -> text(i.item())).toList());
    assertFalse(items.get(0).again());
  }

  @Test
  void whoTakesOverGetsWhatWasNotAcknowledgedAgain() {
    Consumer before = open("a");
    before.queue().demand(2);
    pass("a", "one", "two", "three");
    assertEquals(2, before.take().size());
    before.queue().ack(1);
    Consumer bob = open("a");
    settle();
    assertTrue(onLoop(doors.loops.get(0), () -> before.isLost));
    before.queue().ack(2);
    before.queue().demand(5);
    bob.queue().demand(10);
    List<QueuedItem> items = bob.take();
    assertEquals(List.of(2L, 3L), numbers(items));
    assertTrue(items.get(0).again());
    assertFalse(items.get(1).again());
    assertEquals(List.of(), before.take());
  }

  @Test
  void whatIsSentBackComesAgainAfterAWhile() {
    Consumer bob = open("a");
    bob.queue().demand(10);
    pass("a", "one", "two");
    assertEquals(2, bob.take().size());
    bob.queue().nack(1, Duration.ofMinutes(1));
    assertEquals(List.of(), bob.take());
    doors.clock.advance(Duration.ofMinutes(2));
    queues.lookAtAll();
    List<QueuedItem> items = bob.take();
    assertEquals(List.of(1L), numbers(items));
    assertTrue(items.get(0).again());
  }

  @Test
  void whatIsReleasedSaysSo() {
    Consumer before = open("a");
    before.queue().demand(10);
    pass("a", "one", "two");
    assertEquals(2, before.take().size());
    boolean durable = await(told -> before.queue().released(1, () -> told.accept(true)));
    assertTrue(durable);
    Consumer bob = open("a");
    bob.queue().demand(10);
    assertEquals(List.of(true, false), bob.take().stream().map(QueuedItem::released).toList());
  }

  @Test
  void whatHasToArriveAtMostOncePassesBy() {
    Consumer bob = open("a");
    doors.publish(with(publishOf(ALICE, "a", "passing"), false, 0));
    assertEquals(List.of("passing"), bob.passed());
    assertEquals(0, bob.queue().status().items());
    bob.queue().close();
    settle();
    doors.publish(with(publishOf(ALICE, "a", "unheard"), false, 0));
    assertEquals(List.of("passing"), bob.passed());
  }

  @Test
  void filterThatAsksForNoAssuranceKeepsNothing() {
    Consumer bob =
        open(
            new QueueSettings(
                List.of(new QueueFilter("a", 0, false, false, 0)), BOUNDS, null, new byte[0]));
    pass("a", "passing");
    assertEquals(List.of("passing"), bob.passed());
    assertEquals(0, bob.queue().status().items());
  }

  @Test
  void assuranceIsTheLeastOfPublishAndFilter() {
    Consumer bob = open("a");
    bob.queue().demand(10);
    doors.publish(with(publishOf(ALICE, "a", "x"), false, 1));
    assertEquals(1, bob.take().get(0).assurance());
  }

  @Test
  void ownPublishesAreLeftOut() {
    Consumer bob = open("a");
    doors.pass(BOB, "a", "own");
    doors.pass(FullJid.of(BOB.bare() + "/other"), "a", "other");
    bob.queue().demand(10);
    assertEquals(List.of("other"), bob.texts());
  }

  @Test
  void filtersAreReplaced() {
    open("a", "b");
    Consumer bob = open("b", "c");
    bob.queue().demand(10);
    pass("a", "a");
    pass("b", "b");
    pass("c", "c");
    assertEquals(List.of("b", "c"), bob.texts().stream().sorted().toList());
  }

  /** What the queue has it got when that was published, whatever becomes of the node's items. */
  @Test
  void itemsThatTheirNodeHasNoMoreAreDelivered() {
    doors.ask(new ServiceCommand.CreateNode(ALICE, "a", Map.of("pubsub#max_items", List.of("1"))));
    doors.ask(
        new ServiceCommand.CreateNode(ALICE, "b", Map.of("pubsub#persist_items", List.of("0"))));
    Consumer before = open("a", "b");
    before.queue().close();
    settle();
    pass("a", "one", "two");
    pass("b", "three");
    Consumer bob = open("a", "b");
    bob.queue().demand(10);
    assertEquals(List.of("one", "two", "three"), bob.texts());
  }

  @Test
  void whatIsTakenBackIsNotDelivered() {
    Consumer bob = open("a", "b");
    doors.publish(with(publishOf(ALICE, "a", "one"), "1"));
    doors.publish(with(publishOf(ALICE, "a", "two"), "2"));
    pass("b", "three");
    doors.ask(new NodeCommand.Retract(ALICE, "a", "1", true));
    settle();
    assertEquals(Map.of("withdrawn", 1L), bob.queue().status().dropped());
    doors.ask(new NodeCommand.Purge(ALICE, "a"));
    settle();
    assertEquals(Map.of("withdrawn", 2L), bob.queue().status().dropped());
    bob.queue().demand(10);
    assertEquals(List.of("three"), bob.texts());
  }

  @Test
  void whoLostTheRightMeanwhileGetsNothingOfIt() {
    queues.judgedBy(
        new WaitingRights(doors.pubsub, doors.shards, doors.access, doors.rosters.blockLists()));
    Consumer before = open("a", "b", "c");
    before.queue().demand(1);
    pass("a", "seen"); // while it might, and is under way
    assertEquals(List.of("seen"), before.texts());
    pass("a", "one", "two");
    pass("b", "three");
    pass("c", "four", "five");
    before.queue().close();
    doors.ask(
        new NodeCommand.ModifyAffiliations(
            ALICE, "a", List.of(new WantedAffiliation(BOB.bare(), Affiliation.OUTCAST))));
    doors.replaceRules("deny subscribe bob b");
    Consumer bob = open("a", "b", "c");
    bob.queue().demand(2);
    assertEquals(List.of("four", "five"), bob.texts());
    assertEquals(Map.of("forbidden", 4L), bob.queue().status().dropped());
    assertEquals(2, bob.queue().status().items());
  }

  @Test
  void whatWasTakenBackStaysAwayOverARestart() throws Exception {
    Consumer before = open("a");
    assertNotNull(before.queue());
    pass("a", "one");
    doors.ask(new NodeCommand.Purge(ALICE, "a"));
    restart();
    Consumer bob = open("a");
    bob.queue().demand(10);
    assertEquals(List.of(), bob.take());
    assertEquals(Map.of("withdrawn", 1L), bob.queue().status().dropped());
  }

  // ---- bounds

  private static QueueBounds bounds(int items, long bytes, Overflow overflow) {
    return new QueueBounds(items, bytes, Duration.ofDays(1), overflow, false);
  }

  @ParameterizedTest
  @CsvSource({"DROP_OLDEST, three four five", "DROP_NEWEST, one two three"})
  void noMoreWaitThanMay(Overflow overflow, String left) {
    Consumer bob = open(settings(bounds(3, 100_000, overflow), "a"));
    pass("a", "one", "two", "three", "four", "five");
    settle();
    assertEquals(Map.of("overflow", 2L), bob.queue().status().dropped());
    bob.queue().demand(10);
    assertEquals(List.of(left.split(" ")), bob.texts());
  }

  @Test
  void noMoreBytesWaitThanMay() {
    Consumer bob = open(settings(bounds(100, 1_000, Overflow.DROP_OLDEST), "a"));
    for (int i = 0; i < 9; i++) {
      pass("a", i + "x".repeat(300));
    }
    settle();
    assertTrue(bob.queue().status().bytes() <= 1_000);
    assertEquals(2, bob.queue().status().items());
  }

  @Test
  void whatIsUnderWayIsNotDropped() {
    Consumer bob = open(settings(bounds(2, 100_000, Overflow.DROP_OLDEST), "a"));
    bob.queue().demand(2);
    pass("a", "one", "two");
    assertEquals(2, bob.take().size());
    pass("a", "three", "four");
    settle();
    assertEquals(Map.of("overflow", 2L), bob.queue().status().dropped());
    bob.queue().ack(1);
    bob.queue().ack(2);
    pass("a", "five");
    bob.queue().demand(10);
    assertEquals(List.of("five"), bob.texts());
  }

  @Test
  void fullQueueMayHavePublishesRefused() {
    Consumer bob = open(settings(bounds(2, 100_000, Overflow.REFUSE), "a"));
    pass("a", "one", "two");
    settle();
    PortResult.Refused refused =
        assertInstanceOf(PortResult.Refused.class, doors.pass(ALICE, "a", "three"));
    assertEquals(PortResult.Reason.BUSY, refused.reason());
    bob.queue().demand(10);
    assertEquals(List.of("one", "two"), bob.texts());
    bob.queue().ack(1);
    settle();
    pass("a", "four");
    assertEquals(List.of("four"), bob.texts());
  }

  @Test
  void queueMayKeepTheNewestOfEachNode() {
    QueueBounds one = new QueueBounds(100, 100_000, Duration.ofDays(1), Overflow.DROP_OLDEST, true);
    Consumer bob = open(settings(one, "#"));
    pass("a", "a1");
    pass("b", "b1");
    pass("a", "a2", "a3");
    settle();
    assertEquals(Map.of("replaced", 2L), bob.queue().status().dropped());
    bob.queue().demand(10);
    assertEquals(List.of("a3", "b1"), bob.texts().stream().sorted().toList());
  }

  @Test
  void whatIsTooOldGoes() {
    Consumer bob = open("a");
    pass("a", "old");
    doors.clock.advance(Duration.ofHours(20));
    pass("a", "new");
    doors.clock.advance(Duration.ofHours(10));
    queues.lookAtAll();
    settle();
    assertEquals(Map.of("age", 1L), bob.queue().status().dropped());
    bob.queue().demand(10);
    assertEquals(List.of("new"), bob.texts());
  }

  @Test
  void whatIsOfNoUseAnyMoreIsNotDelivered() {
    Consumer bob = open("a");
    PortHeader expires = new PortHeader(ItemHeaders.EXPIRES, NOON.plusSeconds(60).toString());
    doors.publish(with(publishOf(ALICE, "a", "soon"), "1", expires));
    doors.publish(with(publishOf(ALICE, "a", "never"), "2"));
    doors.clock.advance(Duration.ofMinutes(2));
    bob.queue().demand(10);
    assertEquals(List.of("never"), bob.texts());
    settle();
    assertEquals(Map.of("expired", 1L), bob.queue().status().dropped());
  }

  @Test
  void operatorMayDropAll() {
    Consumer bob = open("a");
    pass("a", "one", "two");
    assertEquals(2, DoorsUnderTest.<Integer>await(bob.queue()::drop));
    bob.queue().demand(10);
    assertEquals(List.of(), bob.take());
    assertEquals(Map.of("by_hand", 2L), bob.queue().status().dropped());
  }

  @Test
  void accountHasSoManyQueues() {
    for (int i = 0; i < 3; i++) {
      assertNotNull(open(new QueueId(BOB.bare(), "q" + i), settings(BOUNDS, "a")));
    }
    QueueOpening.Refused refused =
        assertInstanceOf(
            QueueOpening.Refused.class, opening(ID, settings(BOUNDS, "a"), new Consumer()));
    assertEquals(PortResult.Reason.QUOTA, refused.reason());
  }

  // ---- the end of queues

  private @Nullable QueueSettings found(QueueId id) {
    List<QueueSettings> found = new ArrayList<>();
    boolean unused =
        await(
            told ->
                queues.find(
                    id,
                    settings -> {
                      if (settings != null) {
                        found.add(settings);
                      }
                      told.accept(true);
                    }));
    return found.isEmpty() ? null : found.get(0);
  }

  @Test
  void queueForWhichNobodyComesEnds() {
    Consumer bob = open("a");
    doors.clock.advance(Duration.ofDays(8));
    queues.lookAtAll();
    settle();
    assertNotNull(found(ID), "somebody has it");
    bob.queue().close();
    settle();
    doors.clock.advance(Duration.ofDays(8));
    queues.lookAtAll();
    settle();
    assertNull(found(ID));
    pass("a", "for nobody");
  }

  @Test
  void queueThatDoesNotOutliveItsConsumerEndsWithIt() {
    Consumer bob =
        open(
            new QueueSettings(settings(BOUNDS, "a").filters(), BOUNDS, Duration.ZERO, new byte[0]));
    bob.queue().close();
    settle();
    assertNull(found(ID));
  }

  @Test
  void consumerOfAQueueThatEndsLosesIt() {
    Consumer bob = open("a");
    pass("a", "one");
    boolean ended = await(told -> queues.end(ID, () -> told.accept(true)));
    assertTrue(ended);
    settle();
    assertTrue(onLoop(doors.loops.get(0), () -> bob.isLost));
    bob.queue().demand(10);
    assertEquals(List.of(), bob.take());
    Consumer again = open("a");
    assertFalse(again.wasPresent);
    again.queue().demand(10);
    pass("a", "two");
    assertEquals(List.of("two"), again.texts());
  }

  // ---- restart

  @Test
  void restartHasWhatWaited() throws Exception {
    Consumer before = open("a");
    before.queue().demand(1);
    pass("a", "one", "two");
    assertEquals(1, before.take().size());
    restart();
    pass("a", "three");
    Consumer bob = open("a");
    assertTrue(bob.wasPresent);
    bob.queue().demand(10);
    List<QueuedItem> items = bob.take();
    assertEquals(List.of("one", "two", "three"), items.stream().map(i -> text(i.item())).toList());
    assertEquals(List.of(1L, 2L, 3L), numbers(items));
    assertTrue(items.get(0).again());
    assertFalse(items.get(2).again());
  }

  @Test
  void queueThatNobodyHasAfterARestartEndsInItsTime() throws Exception {
    Consumer before = open("a");
    assertNotNull(before.queue());
    restart();
    doors.clock.advance(Duration.ofDays(8));
    queues.lookAtAll();
    settle();
    assertNull(found(ID));
  }

  private void restart() throws Exception {
    settle();
    doors.close();
    doors = new DoorsUnderTest(log, List.of(), policy -> policy);
    long unused =
        new Replay(
                log,
                doors.shards,
                new Accounts(),
                new RosterSnapshots(),
                null,
                (service, node) -> new InMemoryView())
            .everything();
    queues = queues();
    queues.start().get(30, TimeUnit.SECONDS);
  }

  @Test
  void addressOfAConsumerIsItsNameBehindTheKind() {
    Consumer share = open(new QueueId(BOB.bare(), "share/g/a"), settings(BOUNDS, "a"));
    doors.pass(FullJid.of(BOB.bare() + "/g/a"), "a", "own");
    doors.pass(Jid.of(BOB.bare() + "/a"), "a", "other");
    share.queue().demand(10);
    assertEquals(List.of("other"), share.texts());
  }
}
