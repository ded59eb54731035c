package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.NOON;
import static io.pipit.broker.port.DoorsUnderTest.await;
import static io.pipit.broker.port.DoorsUnderTest.onLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.config.ErrorCode;
import io.pipit.broker.http.Answer;
import io.pipit.broker.http.QueueAdministration.QueueDetails;
import io.pipit.broker.http.QueueAdministration.QueueInfo;
import io.pipit.broker.metrics.QueueTotals;
import io.pipit.broker.module.StoreRefusal;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueKind;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.LogRecord;
import io.pipit.xmpp.BareJid;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues as their operator sees them. */
@Timeout(60)
class PortQueueAdministrationTest {

  private static final QueueBounds BOUNDS =
      new QueueBounds(2, 1_000, Duration.ofHours(3), Overflow.DROP_OLDEST, false);

  private final InMemoryLog log = new InMemoryLog();
  private final DoorsUnderTest doors = new DoorsUnderTest(log, List.of(), policy -> policy);
  private final PortQueues queues =
      new PortQueues(
          doors.shards,
          log,
          doors.subscriptions,
          doors.rosters.blockLists(),
          Runnable::run,
          10,
          doors.clock,
          doors.metrics.queues());
  private final PortQueueAdministration administration =
      new PortQueueAdministration(doors.vertx, queues, new StoreRefusal(log, Path.of("data")));

  PortQueueAdministrationTest() {
    doors.announcer().queues(queues);
    doors.metrics.waiting(() -> queues.overview().totals(doors.clock.instant()));
  }

  @AfterEach
  void end() {
    doors.close();
  }

  private void settle() {
    doors.settle();
  }

  private static final class Idle implements ItemConsumer {
    private volatile boolean isLost;

    @Override
    public void deliver(List<QueuedItem> items) {}

    @Override
    public void passing(LiveItem item, LiveMatch match) {}

    @Override
    public void lost() {
      isLost = true;
    }
  }

  private Idle open(BareJid owner, String name) {
    Idle idle = new Idle();
    QueueSettings settings =
        new QueueSettings(
            List.of(DoorsUnderTest.filter("a")), BOUNDS, Duration.ofDays(7), new byte[0]);
    QueueOpening opening =
        await(
            told ->
                queues.open(
                    new QueueId(owner, name), settings, idle, doors.loops.get(0)::execute, told));
    assertInstanceOf(QueueOpening.Opened.class, opening);
    return idle;
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static <T> T value(Future<Answer<T>> future) {
    Answer<T> answer = done(future);
    if (answer instanceof Answer.Done<T> told) {
      return told.value();
    }
    throw new AssertionError(answer);
  }

  private static ErrorCode refusal(Future<? extends Answer<?>> future) {
    return assertInstanceOf(Answer.Refused.class, done(future)).code();
  }

  private List<String> addresses(String after, int limit) {
    return done(administration.list(after, limit)).stream().map(QueueInfo::address).toList();
  }

  @Test
  void queuesAreListedInTheOrderOfTheirAddresses() {
    open(BOB.bare(), "mqtt/panel");
    open(ALICE.bare(), "mqtt/b");
    open(ALICE.bare(), "bridge/a");
    List<String> all =
        List.of(ALICE.bare() + "/bridge/a", ALICE.bare() + "/mqtt/b", BOB.bare() + "/mqtt/panel");
    assertEquals(all, addresses("", 10));
    assertEquals(all.subList(0, 2), addresses("", 2));
    assertEquals(all.subList(2, 3), addresses(all.get(1), 2));
  }

  @Test
  void queueSaysWhatWaitsAndWhatItMayHold() {
    open(BOB.bare(), "mqtt/panel");
    for (String text : List.of("1", "2", "3")) {
      doors.pass(ALICE, "a", text);
    }
    settle();
    QueueDetails details = value(administration.info(BOB.bare(), "mqtt/panel"));
    assertEquals(List.of("a"), details.filters());
    assertEquals(2, details.mostItems());
    assertEquals(Duration.ofHours(3), details.mostAge());
    assertEquals("drop_oldest", details.overflow());
    assertEquals(Duration.ofDays(7), details.expiry());
    QueueInfo info = details.info();
    assertEquals("mqtt", info.kind());
    assertTrue(info.isAttached());
    assertEquals(2, info.items());
    assertEquals(NOON, info.oldest());
    assertEquals(Map.of("overflow", 1L), info.dropped());
  }

  @Test
  void queueThatIsNotThereIsRefused() {
    assertEquals(ErrorCode.NO_SUCH_QUEUE, refusal(administration.info(BOB.bare(), "mqtt/none")));
    assertEquals(ErrorCode.NO_SUCH_QUEUE, refusal(administration.delete(BOB.bare(), "mqtt/none")));
  }

  @Test
  void queueThatIsEndedIsLostToItsConsumer() {
    Idle consumer = open(BOB.bare(), "mqtt/panel");
    doors.pass(ALICE, "a", "1");
    settle();
    QueueInfo ended = value(administration.delete(BOB.bare(), "mqtt/panel"));
    assertEquals(1, ended.items());
    settle();
    assertTrue(consumer.isLost);
    assertEquals(List.of(), addresses("", 10));
    assertEquals(ErrorCode.NO_SUCH_QUEUE, refusal(administration.info(BOB.bare(), "mqtt/panel")));
  }

  @Test
  void queueThatCannotBeEndedIsStillThere() {
    open(BOB.bare(), "mqtt/panel");
    log.fail();
    assertEquals(ErrorCode.UNAVAILABLE, refusal(administration.delete(BOB.bare(), "mqtt/panel")));
    assertEquals(1, addresses("", 10).size());
  }

  @Test
  void queuesOfAnAccountThatIsRemovedEndWithIt() {
    Idle consumer = open(BOB.bare(), "mqtt/panel");
    open(ALICE.bare(), "mqtt/meter");
    EntityShard shard = doors.shards.ofAccount(BOB.bare());
    boolean removed =
        onLoop(
            shard.loop(),
            () -> {
              List<LogRecord> ends = doors.pubsub.endOfNodes(BOB.bare(), shard);
              long unused = shard.commit(ends);
              shard.forget(BOB.bare());
              return !ends.isEmpty();
            });
    assertTrue(removed, "the end of the queue is logged with that of the account");
    queues.lookAtAll();
    settle();
    assertTrue(consumer.isLost);
    assertEquals(List.of(ALICE.bare() + "/mqtt/meter"), addresses("", 10));
    assertNull(
        onLoop(
            shard.loop(),
            () -> shard.queues().queue(new QueueId(BOB.bare(), "mqtt/panel")).orElse(null)));
  }

  @Test
  void whatWaitsAndWhatBecameOfTheRestIsCountedByKind() {
    open(BOB.bare(), "mqtt/panel");
    open(ALICE.bare(), "bridge/plant");
    for (String text : List.of("1", "2", "3")) {
      doors.pass(ALICE, "a", text);
    }
    settle();
    doors.clock.advance(Duration.ofSeconds(90));
    Map<QueueKind, QueueTotals> totals = queues.overview().totals(doors.clock.instant());
    assertEquals(2, Objects.requireNonNull(totals.get(QueueKind.MQTT)).items());
    assertEquals(90, Objects.requireNonNull(totals.get(QueueKind.BRIDGE)).oldestSeconds());
    String metrics = doors.metrics.expose(null).text();
    for (String line :
        List.of(
            "pipit_queue_items{kind=\"mqtt\",} 2.0",
            "pipit_queue_items{kind=\"shared\",} 0.0",
            "pipit_queue_oldest_seconds{kind=\"bridge\",} 90.0",
            "pipit_queue_dropped_total{kind=\"bridge\",reason=\"overflow\",} 1.0",
            "pipit_queue_delivered_total{kind=\"bridge\",} 0.0")) {
      assertTrue(metrics.contains(line), () -> line + " in " + metrics);
    }
    assertTrue(metrics.contains("pipit_queue_bytes{kind=\"bridge\",} "));
  }
}
