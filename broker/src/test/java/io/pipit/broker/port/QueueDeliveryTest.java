package io.pipit.broker.port;

import static io.pipit.broker.port.DoorsUnderTest.ALICE;
import static io.pipit.broker.port.DoorsUnderTest.BOB;
import static io.pipit.broker.port.DoorsUnderTest.NOON;
import static io.pipit.broker.port.DoorsUnderTest.await;
import static io.pipit.broker.port.DoorsUnderTest.onLoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pipit.broker.metrics.QueueMetrics;
import io.pipit.broker.port.QueueDelivery.Attached;
import io.pipit.broker.port.QueueDelivery.Taken;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Queues;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import io.pipit.pubsub.store.InMemoryLog;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the items of a queue are on their way. */
@Timeout(60)
class QueueDeliveryTest {

  private static final QueueId ID = new QueueId(BOB.bare(), "mqtt/panel");
  private static final QueueSettings SETTINGS =
      new QueueSettings(
          List.of(new QueueFilter("a", 1, false, false, 0)),
          new QueueBounds(100, 100_000, Duration.ofDays(1), Overflow.DROP_OLDEST, false),
          null,
          new byte[0]);

  private static final ItemConsumer NOBODY =
      new ItemConsumer() {
        @Override
        public void deliver(List<QueuedItem> items) {}

        @Override
        public void passing(LiveItem item, LiveMatch match) {}

        @Override
        public void lost() {}
      };

  private final InMemoryLog log = new InMemoryLog();
  private final DoorsUnderTest doors = new DoorsUnderTest(log, List.of(), policy -> policy);
  private final PortQueues.Parts parts =
      new PortQueues.Parts(
          log,
          doors.subscriptions,
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          (reader, items, told) -> told.accept(item -> true),
          Runnable::run,
          3,
          doors.clock,
          QueueMetrics.NONE);
  private final EntityShard shard = doors.shards.ofPartition(ID.partition());

  @AfterEach
  void end() {
    doors.close();
  }

  /** A queue in which one item waits, with nobody to have it. */
  private QueueDelivery waiting() {
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
    QueueOpening opening =
        await(told -> queues.open(ID, SETTINGS, NOBODY, doors.loops.get(0)::execute, told));
    assertInstanceOf(QueueOpening.Opened.class, opening).queue().close();
    assertInstanceOf(PortResult.Done.class, doors.pass(ALICE, "a", "one"));
    doors.settle();
    return inShard(
        () -> {
          QueueState queue = shard.queues().queue(ID).orElseThrow();
          ShardQueues none = new ShardQueues(shard, parts);
          return new QueueDelivery(
              new QueueSubscriber(queue, shard, none, QueueMetrics.NONE), queue);
        });
  }

  private <T> T inShard(Supplier<T> action) {
    return onLoop(shard.loop(), action);
  }

  private static void attach(QueueDelivery delivery) {
    Attached unused = delivery.attach(new Attached(NOBODY, Runnable::run));
    delivery.demand(1);
  }

  private static void came(QueueDelivery delivery) {
    delivery.came(1, new Item(1, "item", ALICE.bare(), NOON, null));
  }

  @Test
  void whatHasJustComeNeedNotBeRead() {
    QueueDelivery delivery = waiting();
    Taken taken =
        inShard(
            () -> {
              attach(delivery);
              came(delivery);
              return delivery.take(Long.MAX_VALUE).get(0);
            });
    assertEquals("item", Objects.requireNonNull(taken.item()).id());
  }

  /** It has waited for the next one, and is judged again like everything that has. */
  @Test
  void whatCameForSomebodyWhoHasGoneIsRead() {
    QueueDelivery delivery = waiting();
    Taken taken =
        inShard(
            () -> {
              attach(delivery);
              came(delivery);
              Attached unused = delivery.attach(null);
              attach(delivery);
              return delivery.take(Long.MAX_VALUE).get(0);
            });
    assertEquals(1, taken.entry().number());
    assertNull(taken.item());
  }

  /** Numbers are given where items are published, which is not where copies are put. */
  @Test
  void copyDoesNotFollowWhatHasTakenItsPlace() {
    List<Long> given =
        inShard(
            () -> {
              Queues queues = new Queues();
              queues.apply(new QueueMade(ID, SETTINGS), 1);
              QueueState queue = queues.queue(ID).orElseThrow();
              ShardQueues none = new ShardQueues(shard, parts);
              QueueDelivery delivery =
                  new QueueDelivery(
                      new QueueSubscriber(queue, shard, none, QueueMetrics.NONE), queue);
              Attached unused = delivery.attach(new Attached(NOBODY, Runnable::run));
              delivery.demand(10);
              delivery.copy(2);
              comes(queues, delivery, 2, "a", 7);
              delivery.copy(3);
              comes(queues, delivery, 3, "b", 7);
              comes(queues, delivery, 1, "a", 8);
              assertEquals(Set.of(2L), delivery.takeReplaced());
              return delivery.take(Long.MAX_VALUE).stream()
                  .map(taken -> taken.entry().number())
                  .toList();
            });
    assertEquals(List.of(1L, 3L), given);
  }

  private static void comes(
      Queues queues, QueueDelivery delivery, long number, String node, long seq) {
    Item item = new Item(seq, "id" + seq, ALICE.bare(), NOON, null);
    WaitingItem waiting = WaitingItem.of(BOB.bare(), node, item, true, false, true);
    Target target = new Target(1, number, 1, true, List.of());
    queues.apply(new Enqueued(waiting, 0, item, List.of(target)), 1 + number);
    delivery.came(number, item);
  }
}
