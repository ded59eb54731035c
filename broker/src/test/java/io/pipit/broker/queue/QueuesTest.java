package io.pipit.broker.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Kept;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.Place;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Released;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.broker.queue.RandomQueues.Logged;
import io.pipit.broker.queue.RandomQueues.Model;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.xmpp.BareJid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import org.junit.jupiter.api.Test;

class QueuesTest {

  private static final BareJid ANN = BareJid.of("ann@example.org");
  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");
  private static final QueueId ID = new QueueId(ANN, "mqtt/one");
  private static final QueueSettings SETTINGS =
      new QueueSettings(
          List.of(),
          new QueueBounds(10, 1_000, Duration.ofDays(1), Overflow.DROP_OLDEST, false),
          null,
          new byte[0]);

  private final Queues queues = new Queues();
  private final Random random = new Random(7);

  /** The queue that record 100 made. */
  private QueueState made() {
    queues.apply(new QueueMade(ID, SETTINGS), 100);
    return Objects.requireNonNull(queues.madeBy(100));
  }

  private Enqueued enqueued(long seq, long... numbers) {
    List<Target> targets = new ArrayList<>();
    for (long number : numbers) {
      targets.add(new Target(100, number, 1, false, List.of()));
    }
    Item item = RandomQueues.item(new Random(1), seq);
    return new Enqueued(WaitingItem.of(SERVICE, "node", item, false, true, true), 1, null, targets);
  }

  @Test
  void itemsWaitInTheOrderOfTheirNumbersWheneverTheyCome() {
    QueueState queue = made();
    queues.apply(enqueued(12, 2), 112);
    queues.apply(enqueued(13, 3), 111);
    queues.apply(enqueued(11, 1), 113);
    assertEquals(List.of(1L, 2L, 3L), List.copyOf(queue.entries().keySet()));
    assertEquals(
        List.of(112L, 111L, 110L),
        queue.entries().values().stream().map(QueueEntry::position).toList());
    assertEquals(110, queue.oldestPosition());
    assertEquals(4, queue.next());
    assertEquals(3, queue.countOf(SERVICE, "node"));
    assertEquals(0, queue.countOf(SERVICE, "other"));
  }

  @Test
  void whatIsKnownIsNotTakenAgain() {
    QueueState queue = made();
    Enqueued change = enqueued(11, 1);
    queues.apply(change, 110);
    queues.apply(new Acknowledged(100, List.of(new Span(1, 1))), 120);
    queues.apply(change, 110);
    assertTrue(queue.entries().isEmpty());
    assertEquals(0, queue.bytes());
    assertEquals(1, queue.delivered());
  }

  @Test
  void settlingForgetsWhatNeverCame() {
    QueueState queue = made();
    queues.apply(enqueued(12, 2), 112);
    queues.replayed();
    queues.apply(enqueued(11, 1), 113);
    assertEquals(List.of(2L), List.copyOf(queue.entries().keySet()));
  }

  @Test
  void hugeGapCostsLittle() {
    QueueState queue = made();
    queues.apply(enqueued(12, Long.MAX_VALUE - 1), 112);
    QueueRestored head = (QueueRestored) queue.head().get(0);
    assertEquals(10_000, head.missing().size());
  }

  @Test
  void onlyWhatIsThereIsCounted() {
    QueueState queue = made();
    queues.apply(enqueued(11, 1), 111);
    queues.apply(enqueued(12, 2), 112);
    queues.apply(new Dropped(100, List.of(new Span(0, 9)), DropReason.OVERFLOW), 113);
    queues.apply(new Dropped(100, List.of(new Span(0, 9)), DropReason.AGE), 114);
    assertEquals(Map.of(DropReason.OVERFLOW, 2L), queue.dropped());
    assertEquals(0, queue.bytes());
    assertEquals(0, queue.countOf(SERVICE, "node"));
  }

  @Test
  void whatWasUnderWayToAQueueThatEndedNeverReachesAnotherOfItsName() {
    made();
    queues.apply(new QueueEnded(100), 105);
    assertTrue(queues.queue(ID).isEmpty());
    queues.apply(new QueueMade(ID, SETTINGS), 106);
    queues.apply(enqueued(11, 1), 107);
    queues.apply(new Received(100, 5, false), 108);
    QueueState other = queues.queue(ID).orElseThrow();
    assertEquals(106, other.made());
    assertTrue(other.entries().isEmpty());
    assertFalse(other.isOpen(5));
    assertNull(queues.madeBy(100));
  }

  @Test
  void changingAQueueKeepsWhatWaits() {
    QueueState queue = made();
    queues.apply(enqueued(11, 1), 111);
    queues.apply(new Left(100, Instant.EPOCH), 112);
    assertEquals(Instant.EPOCH, queue.idleSince());
    QueueSettings other = RandomQueues.settings(random);
    queues.apply(new QueueConfigured(100, other), 113);
    assertEquals(other, queue.settings());
    assertNull(queue.idleSince());
    assertEquals(100, queue.made());
    assertNotNull(queue.entry(1));
  }

  @Test
  void whatIsKeptMovesAndStaysReleased() {
    QueueState queue = made();
    queues.apply(enqueued(11, 1), 111);
    queues.apply(new Released(100, 1), 112);
    Item item = RandomQueues.item(random, 11);
    queues.apply(new Kept(item, List.of(new Place(100, 1), new Place(100, 2))), 200);
    queues.apply(new Kept(item, List.of(new Place(100, 1))), 150);
    QueueEntry entry = Objects.requireNonNull(queue.entry(1));
    assertEquals(200, entry.position());
    assertTrue(entry.isReleased());
    assertNull(queue.entry(2));
  }

  @Test
  void whatIsTakenBackGoesAndWhatComesLaterStays() {
    QueueState queue = made();
    queues.apply(enqueued(11, 1), 111);
    queues.apply(enqueued(12, 2), 112);
    queues.apply(enqueued(14, 3), 131);
    String second = Objects.requireNonNull(queue.entry(2)).item().id();
    queues.apply(new Withdrawn(SERVICE, "other", List.of()), 120);
    queues.apply(new Withdrawn(SERVICE, "node", List.of(second)), 120);
    assertEquals(List.of(1L, 3L), List.copyOf(queue.entries().keySet()));
    queues.apply(new Withdrawn(SERVICE, "node", List.of()), 120);
    assertEquals(List.of(3L), List.copyOf(queue.entries().keySet()));
    assertEquals(Map.of(DropReason.WITHDRAWN, 2L), queue.dropped());
  }

  @Test
  void idsOfTheConsumerAreOpenUntilTheyAreDone() {
    QueueState queue = made();
    queues.apply(new Received(100, 5, false), 101);
    queues.apply(new Received(100, 6, false), 102);
    queues.apply(new Received(100, 7, false), 103);
    queues.apply(new Received(100, 5, true), 104);
    assertFalse(queue.isOpen(5));
    assertTrue(queue.isOpen(6));
    queues.apply(new Received(100, 0, true), 105);
    assertFalse(queue.isOpen(6) || queue.isOpen(7));
  }

  @Test
  void whatARepairGaveUpDoesNotWait() {
    QueueState queue = made();
    queues.apply(enqueued(11, 1), 111);
    queues.apply(enqueued(12, 2), 112);
    assertEquals(1, queues.forgetLost(position -> position == 110));
    assertNull(queue.entry(1));
    assertEquals(Map.of(DropReason.LOST, 1L), queue.dropped());
  }

  @Test
  void queueWhoseEndARepairGaveUpEndsWhenAnotherIsMade() {
    made();
    queues.replay(new QueueMade(ID, SETTINGS), 200);
    queues.replay(new QueueMade(ID, SETTINGS), 100);
    assertEquals(200, queues.queue(ID).orElseThrow().made());
    assertEquals(1, queues.all().size());
    assertNull(queues.madeBy(100));
  }

  @Test
  void entriesOfAQueueThatARepairGaveUpAreLeftOut() {
    QueueState queue = made();
    queues.apply(enqueued(11, 1), 111);
    Queues other = new Queues();
    List<QueueChange> head = queue.head();
    other.apply(head.get(1), queue.position());
    assertTrue(other.all().isEmpty());
  }

  @Test
  void aRecordThatManyShareIsCountedOnce() {
    queues.apply(new QueueMade(ID, SETTINGS), 100);
    queues.apply(new QueueMade(new QueueId(ANN, "other"), SETTINGS), 101);
    Item item = RandomQueues.item(new Random(1), 1);
    queues.apply(
        new Enqueued(
            WaitingItem.of(SERVICE, "node", item, false, true, true),
            0,
            item,
            List.of(
                new Target(100, 1, 1, false, List.of()), new Target(101, 1, 1, false, List.of()))),
        110);
    long live = queues.all().stream().mapToLong(QueueState::liveBytes).sum();
    long bytes = (long) item.payloadBytes() + WaitingItem.LOG_BYTES;
    assertTrue(live >= bytes && live <= bytes + 1, live + " bytes");
    assertEquals(
        2L * item.payloadBytes(), queues.all().stream().mapToLong(QueueState::bytes).sum());
  }

  /** Where items come in any order, the queue has what a plain list of them would. */
  @net.jqwik.api.Property(tries = 500)
  void queueIsWhatItsModelIs(@ForAll long seed) {
    RandomQueues made = run(seed, 150);
    made.settle();
    assertEquals(made.models.size(), made.live.all().size());
    made.models.forEach(
        (at, model) -> {
          QueueState queue = Objects.requireNonNull(made.live.madeBy(at));
          assertEquals(model.seqs, seqs(queue));
          assertEquals(model.dropped, queue.dropped());
          assertEquals(model.delivered, queue.delivered());
          long bytes = 0;
          Map<String, Integer> counts = new HashMap<>();
          for (QueueEntry entry : queue.entries().values()) {
            bytes += entry.item().bytes();
            counts.merge(entry.item().node(), 1, Integer::sum);
          }
          assertEquals(bytes, queue.bytes());
          counts.forEach((node, count) -> assertEquals(count, queue.countOf(SERVICE, node)));
        });
  }

  private static Map<Long, Long> seqs(QueueState queue) {
    Map<Long, Long> seqs = new HashMap<>();
    queue.entries().forEach((number, entry) -> seqs.put(number, entry.item().seq()));
    return seqs;
  }

  @net.jqwik.api.Property(tries = 500)
  void replayIsWhatWasLive(@ForAll long seed) {
    RandomQueues made = run(seed, 150);
    made.settle();
    Queues replayed = new Queues();
    for (Logged logged : made.log) {
      replayed.replay(written(logged.change()), logged.at());
    }
    replayed.replayed();
    assertEquals(heads(made.live), heads(replayed));
  }

  /** A snapshot has of each queue a state of its own, and the log goes on before all of them. */
  @net.jqwik.api.Property(tries = 500)
  void snapshotAndTheLogBehindItAreWhatWasLive(@ForAll long seed) {
    Random random = new Random(seed);
    RandomQueues made = run(seed, random.nextInt(150));
    long begin = made.next();
    made.hearBefore(begin);
    Queues restored = new Queues();
    List<QueueId> taken = new ArrayList<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      made.change();
      if (random.nextInt(10) == 0) {
        take(made, taken, restored);
      }
    }
    take(made, taken, restored);
    for (int i = random.nextInt(60); i > 0; i--) {
      made.change();
    }
    made.settle();
    for (Logged logged : made.log) {
      if (logged.at() >= begin) {
        restored.replay(written(logged.change()), logged.at());
      }
    }
    restored.replayed();
    assertEquals(heads(made.live), heads(restored));
  }

  /** Those that are there and were not taken yet. */
  private static void take(RandomQueues made, List<QueueId> taken, Queues into) {
    for (QueueState queue : made.live.all()) {
      if (!taken.contains(queue.id())) {
        taken.add(queue.id());
        long at = queue.position();
        queue.head().forEach(change -> into.apply(written(change), at));
      }
    }
  }

  @net.jqwik.api.Property(tries = 200)
  void whatItsHeadMakesIsTheSame(@ForAll long seed) {
    RandomQueues made = run(seed, 200);
    Queues restored = new Queues();
    for (QueueState queue : made.live.all()) {
      long at = queue.position();
      queue.head().forEach(change -> restored.apply(written(change), at));
      assertEquals(at, restored.queue(queue.id()).orElseThrow().position());
    }
    assertEquals(heads(made.live), heads(restored));
  }

  private static RandomQueues run(long seed, int changes) {
    RandomQueues made = new RandomQueues(seed);
    for (int i = 0; i < changes; i++) {
      made.change();
    }
    return made;
  }

  private static QueueChange written(QueueChange change) {
    return QueueChangeCodec.decode(QueueChangeCodec.encode(change, 3));
  }

  private static Map<QueueId, List<QueueChange>> heads(Queues queues) {
    Map<QueueId, List<QueueChange>> heads = new HashMap<>();
    queues.all().forEach(queue -> heads.put(queue.id(), queue.head()));
    return heads;
  }

  @Test
  void modelsAreOfQueuesThatAreThere() {
    RandomQueues made = run(1, 300);
    Model any = made.models.values().iterator().next();
    assertTrue(any.drawn >= any.seqs.size());
  }
}
