package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.await;
import static io.pipit.broker.port.DoorsUnderTest.onLoop;
import static io.pipit.broker.port.DoorsUnderTest.publishOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.Queues;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.command.ServiceCommand;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PortResult.Reason;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.pubsub.store.InMemoryLog;
import io.pipit.pubsub.store.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What has an id is published once until the id is completed. */
class OncePublishingTest {

  private static final QueueId SESSION = new QueueId(ALICE.bare(), "mqtt/meter");

  private final InMemoryLog log = new InMemoryLog();
  private final DoorsUnderTest doors = new DoorsUnderTest(log, List.of(), policy -> policy);
  private final DoorsUnderTest.Listener bob = doors.listener(BOB);

  @BeforeEach
  void open() {
    PortQueues queues =
        new PortQueues(
            doors.shards,
            log,
            doors.subscriptions,
            doors.rosters.blockLists(),
            Runnable::run,
            3,
            doors.clock);
    doors.announcer().queues(queues);
    QueueSettings settings =
        new QueueSettings(
            List.of(),
            new QueueBounds(10, 1_000, Duration.ofDays(1), QueueBounds.Overflow.DROP_OLDEST, false),
            null,
            new byte[0]);
    QueueOpening opening =
        await(
            told -> queues.open(SESSION, settings, new Idle(), doors.loops.get(0)::execute, told));
    assertInstanceOf(QueueOpening.Opened.class, opening);
    bob.subscribe("#");
  }

  @AfterEach
  void end() {
    doors.close();
  }

  private record Idle() implements ItemConsumer {
    @Override
    public void deliver(List<QueuedItem> items) {}

    @Override
    public void passing(LiveItem item, LiveMatch match) {}

    @Override
    public void lost() {}
  }

  private PortResult once(QueueId session, int id, String node, String text) {
    return await(
        told ->
            doors.port.publishOnce(
                publishOf(ALICE, node, text), session, id, doors.loops.get(0)::execute, told));
  }

  private PortResult.Done done(int id, String text) {
    return assertInstanceOf(PortResult.Done.class, once(SESSION, id, "a", text));
  }

  private void complete(int id) {
    assertTrue(
        DoorsUnderTest.<Boolean>await(
            told ->
                doors.port.completed(
                    SESSION, id, doors.loops.get(0)::execute, () -> told.accept(true))));
  }

  /** What a restart finds. */
  private boolean isOpenInTheLog(int id) {
    Queues queues = new Queues();
    for (long position = log.first(); position <= log.durable(); position++) {
      LogRecord record = log.read(position);
      if (QueueChangeCodec.isChange(record)) {
        queues.replay(QueueChangeCodec.decode(record), position);
      }
    }
    return queues.queue(SESSION).orElseThrow().isOpen(id);
  }

  @Test
  void sameIdIsPublishedOnceUntilItIsCompleted() {
    assertFalse(done(7, "1").repeated());
    assertTrue(done(7, "1").repeated());
    assertFalse(done(8, "2").repeated());
    assertTrue(isOpenInTheLog(7));
    complete(7);
    assertFalse(isOpenInTheLog(7));
    assertTrue(isOpenInTheLog(8));
    assertFalse(done(7, "3").repeated());
    assertEquals(List.of("a=1 q2", "a=2 q2", "a=3 q2"), bob.take());
  }

  @Test
  void publishThatIsNotDecidedIsWaitedFor() {
    EntityShard shard = doors.shards.ofPartition(SESSION.partition());
    List<PortResult> results =
        await(
            told -> {
              List<PortResult> both = new CopyOnWriteArrayList<>();
              shard.execute(
                  () -> {
                    for (int i = 0; i < 2; i++) {
                      doors.port.publishOnce(
                          publishOf(ALICE, "a", "1"),
                          SESSION,
                          7,
                          doors.loops.get(0)::execute,
                          result -> {
                            both.add(result);
                            if (both.size() == 2) {
                              told.accept(both);
                            }
                          });
                    }
                  });
            });
    assertEquals(2, results.size());
    results.forEach(result -> assertInstanceOf(PortResult.Done.class, result));
    assertEquals(1, bob.take().size());
  }

  @Test
  void refusedPublishLeavesItsIdFree() {
    doors.ask(
        new ServiceCommand.CreateNode(
            BOB, "mine", Map.of("pubsub#publish_model", List.of("publishers"))));
    PortResult refused = once(SESSION, 7, "mine", "x");
    assertEquals(
        Reason.NOT_AUTHORISED, assertInstanceOf(PortResult.Refused.class, refused).reason());
    assertFalse(isOpenInTheLog(7));
    assertFalse(done(7, "1").repeated());
  }

  @Test
  void nodeThatKeepsNothingRemembersTheIdToo() {
    doors.ask(
        new ServiceCommand.CreateNode(ALICE, "a", Map.of("pubsub#persist_items", List.of("0"))));
    assertFalse(done(7, "1").repeated());
    assertTrue(done(7, "1").repeated());
    assertTrue(isOpenInTheLog(7));
    assertEquals(1, bob.take().size());
  }

  @Test
  void forgottenIdsAreFree() {
    done(7, "1");
    done(8, "2");
    doors.port.forget(SESSION);
    assertFalse(done(8, "3").repeated());
    assertFalse(isOpenInTheLog(7));
  }

  @Test
  void withoutQueueNothingIsPublished() {
    QueueId other = new QueueId(BOB.bare(), "mqtt/none");
    PortResult refused = once(other, 7, "a", "x");
    assertEquals(Reason.MISSING, assertInstanceOf(PortResult.Refused.class, refused).reason());
    assertEquals(List.of(), bob.take());
    assertTrue(
        DoorsUnderTest.<Boolean>await(
            told ->
                doors.port.completed(
                    other, 7, doors.loops.get(0)::execute, () -> told.accept(true))));
  }

  @Test
  void whatCannotBeStoredMayBeTriedAgain() {
    log.fill();
    PortResult refused = once(SESSION, 7, "a", "x");
    assertEquals(Reason.BUSY, assertInstanceOf(PortResult.Refused.class, refused).reason());
    EntityShard shard = doors.shards.ofPartition(SESSION.partition());
    assertFalse(onLoop(shard.loop(), () -> shard.queues().queue(SESSION).orElseThrow().isOpen(7)));
  }
}
