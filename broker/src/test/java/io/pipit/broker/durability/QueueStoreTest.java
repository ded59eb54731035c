package io.pipit.broker.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Span;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.broker.store.FakeLog;
import io.pipit.broker.stream.FakeStream;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.PubsubNs;
import io.pipit.pubsub.store.LogRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits in queues through checkpoints, cleaning, restarts and a disk that fails. */
@Timeout(60)
class QueueStoreTest {

  private final FakeLog disk = new FakeLog();
  private final Path view;

  QueueStoreTest(@TempDir Path folder) {
    view = folder.resolve("view");
  }

  private static String set(String operation) {
    return "<iq type='set' id='x' to='%s'><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(RunningService.SERVICE, PubsubNs.PUBSUB, operation);
  }

  private static String publish(String text) {
    return set(
        "<publish node='n'><item id='current'><t xmlns='urn:t'>" + text + "</t></item></publish>");
  }

  /** A node that keeps one item. */
  private static FakeStream withNode(StoredService service) {
    FakeStream owner = service.connect("owner@pipit.test/a");
    service.send(owner, StoreModelTest.register(""));
    service.send(
        owner,
        set(
            """
            <create node='n'/><configure><x xmlns='jabber:x:data' type='submit'>\
            <field var='pubsub#max_items'><value>1</value></field>\
            <field var='{urn:pipit:pubsub:0}history_items'><value>0</value></field>\
            </x></configure>"""));
    service.sync();
    return owner;
  }

  private static QueueState make(RunningService service, int number) {
    QueueId id = QueuedChanges.id(number);
    QueuedChanges.own(service, id, new QueueMade(id, QueuedChanges.settings(10)));
    return queue(service, number);
  }

  private static QueueState queue(RunningService service, int number) {
    return Objects.requireNonNull(QueuedChanges.queue(service, QueuedChanges.id(number)));
  }

  /** Has the newest item of the node wait. */
  private static void enqueueNewest(StoredService service, List<QueueState> queues) {
    EntityShard shard = service.shards.ofNode(RunningService.SERVICE, "n");
    List<Item> item = new ArrayList<>();
    long[] position = new long[1];
    RunningService.onLoop(
        shard.loop(),
        () -> {
          var items = shard.nodes(RunningService.SERVICE).node("n").orElseThrow().items();
          var entry = items.entriesByCreation(0, 1).get(0);
          position[0] = entry.position();
          item.add(items.read(entry));
        });
    int behind = (int) (service.nextPosition() - position[0]);
    QueuedChanges.elsewhere(service, shard, enqueued(item.get(0), behind, null, queues));
    service.sync();
  }

  private static Enqueued enqueued(
      Item item, int behind, @Nullable Item own, List<QueueState> queues) {
    return new Enqueued(
        WaitingItem.of(RunningService.SERVICE, "n", item, false, true, true),
        behind,
        own,
        queues.stream()
            .map(queue -> new Target(queue.made(), queue.next(), 1, false, List.of()))
            .toList());
  }

  private static void fill(StoredService service, FakeStream owner) {
    for (int i = 0; i < 60; i++) {
      service.send(owner, publish("filling " + i + "x".repeat(300)));
    }
    service.sync();
  }

  @Test
  @Tag("D8")
  void itemThatItsNodeHasNoMoreIsThereAfterCleaning() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = withNode(service);
      List<QueueState> queues = new ArrayList<>();
      for (int i = 0; i < QueuedChanges.QUEUES; i++) {
        queues.add(make(service, i));
      }
      service.send(owner, publish("wanted"));
      service.sync();
      enqueueNewest(service, queues);
      long before = Objects.requireNonNull(queues.get(0).entry(1)).position();
      fill(service, owner);
      assertEquals(0, service.checkpoint(), "segments that are needed have gone");

      service.clean(Integer.MAX_VALUE);
      service.sync();
      assertTrue(service.checkpoint() > 0, "no segment has gone");
      assertTrue(service.log().first() > before);
      Set<Long> positions = new HashSet<>();
      queues.forEach(queue -> positions.add(Objects.requireNonNull(queue.entry(1)).position()));
      assertEquals(1, positions.size(), "one copy for all queues");
      assertEquals(5, texts(service, "wanted"));
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(5, texts(again, "wanted"));
    }
  }

  private static long texts(StoredService service, String text) {
    return QueuedChanges.waiting(service).stream().filter(line -> line.contains(text)).count();
  }

  @Test
  @Tag("D8")
  void whatHasArrivedHoldsNothing() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = withNode(service);
      QueueState queue = make(service, 0);
      service.send(owner, publish("wanted"));
      service.sync();
      enqueueNewest(service, List.of(queue));
      fill(service, owner);
      QueuedChanges.own(
          service, queue.id(), new Acknowledged(queue.made(), List.of(new Span(1, 1))));
      service.sync();
      assertTrue(queue.entries().isEmpty());
      assertTrue(service.checkpoint() > 0, "a segment is held by what has arrived");
    }
  }

  @Test
  @Tag("D8")
  void itemsOfANodeThatKeepsNoneAreInTheQueueAlone() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = withNode(service);
      QueueState queue = make(service, 0);
      Item item = QueuedChanges.item(7, 100);
      QueuedChanges.elsewhere(
          service, service.shards.all().get(0), enqueued(item, 0, item, List.of(queue)));
      service.sync();
      fill(service, owner);
      service.clean(Integer.MAX_VALUE);
      service.sync();
      assertTrue(service.checkpoint() > 0);
      assertEquals(1, texts(service, "own 7"));
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(1, texts(again, "own 7"));
    }
  }

  @Test
  @Tag("D8")
  void longQueueIsInTheSnapshot() throws Exception {
    int items = 2_500;
    List<String> state;
    try (StoredService service = StoredService.start(disk, view)) {
      QueueState queue = make(service, 0);
      for (int i = 1; i <= items; i++) {
        Item item = QueuedChanges.item(i, 10);
        EntityShard shard = QueuedChanges.owner(service, queue.id());
        QueueChange change = enqueued(item, 0, item, List.of(queue));
        RunningService.onLoop(
            shard.loop(),
            () -> {
              long at = shard.commit(List.of(QueueChangeCodec.encode(change, 0)));
              shard.queues().apply(change, at);
            });
      }
      QueuedChanges.own(
          service,
          queue.id(),
          new Dropped(queue.made(), List.of(new Span(3, 5)), DropReason.OVERFLOW));
      service.sync();
      service.checkpoint();
      state = QueuedChanges.state(service);
      assertTrue(service.log().replayedFrom() > items);
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(state, QueuedChanges.state(again));
      assertEquals(items - 3, queue(again, 0).entries().size());
      assertTrue(again.liveBytes >= queue(again, 0).bytes(), again.liveBytes + " bytes");
    }
  }

  /** The shard of the queue is behind with what others have committed while a snapshot is taken. */
  @Test
  @Tag("D8")
  void whatIsUnderWayToAQueueIsInTheSnapshotOrBehindIt() throws Exception {
    try (StoredService service = StoredService.start(disk, view)) {
      withNode(service);
      QueueState queue = make(service, 0);
      EntityShard owner = QueuedChanges.owner(service, queue.id());
      EntityShard other =
          service.shards.all().stream().filter(shard -> shard != owner).findAny().orElseThrow();
      Item item = QueuedChanges.item(1, 10);
      CompletableFuture<Integer> taken = new CompletableFuture<>();
      Enqueued change = enqueued(item, 0, item, List.of(queue));
      try (RunningService.Hold held = service.hold(owner.loop())) {
        assertNotNull(held);
        RunningService.onLoop(
            other.loop(),
            () -> {
              long at = other.commit(List.of(QueueChangeCodec.encode(change, 0)));
              owner.execute(() -> owner.follow(at, () -> owner.queues().apply(change, at)));
            });
        Thread checkpoint =
            new Thread(
                () -> {
                  try {
                    taken.complete(service.checkpoint());
                  } catch (Exception e) {
                    taken.completeExceptionally(e);
                  }
                });
        checkpoint.start();
      }
      taken.get(30, TimeUnit.SECONDS);
      assertTrue(service.log().replayedFrom() > 1);
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(1, texts(again, "own 1"));
    }
  }

  @Test
  @Tag("D8")
  void failureOfTheDiskLeavesWhatIsDurable() throws Exception {
    List<String> durable;
    try (StoredService service = StoredService.start(disk, view)) {
      FakeStream owner = withNode(service);
      QueueState first = make(service, 0);
      QueueState second = make(service, 1);
      service.send(owner, publish("durable"));
      service.sync();
      enqueueNewest(service, List.of(first, second));
      durable = QueuedChanges.state(service);

      disk.failSyncs();
      Item item = QueuedChanges.item(9, 10);
      EntityShard shard = service.shards.all().get(0);
      QueuedChanges.elsewhere(service, shard, enqueued(item, 0, item, List.of(first, second)));
      QueuedChanges.own(
          service, first.id(), new Acknowledged(first.made(), List.of(new Span(1, 9))));
      QueuedChanges.own(
          service, first.id(), new QueueConfigured(first.made(), QueuedChanges.settings(77)));
      QueuedChanges.own(service, second.id(), new QueueEnded(second.made()));
      QueueId third = QueuedChanges.id(2);
      QueuedChanges.own(service, third, new QueueMade(third, QueuedChanges.settings(10)));
      service.sendOnly(owner, publish("lost"));
      service.awaitReadAgain(owner);
      assertEquals(durable, QueuedChanges.state(service));
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(durable, QueuedChanges.state(again));
    }
  }

  @Test
  void queuesOfAnAccountEndWithIt() throws Exception {
    QueueId kept = QueuedChanges.id(1);
    try (StoredService service = StoredService.start(disk, view)) {
      QueueState queue = make(service, 0);
      make(service, 1);
      EntityShard shard = QueuedChanges.owner(service, queue.id());
      RunningService.onLoop(
          shard.loop(),
          () -> {
            List<LogRecord> ends = service.pubsub.endOfNodes(queue.id().owner(), shard);
            assertEquals(
                List.of(new QueueEnded(queue.made())),
                ends.stream().map(QueueChangeCodec::decode).toList());
            long unused = shard.commit(ends);
            shard.forget(queue.id().owner());
          });
      assertNull(QueuedChanges.queue(service, queue.id()));
      service.sync();
    }
    try (StoredService again = StoredService.start(disk.afterPowerLoss(null), view)) {
      assertEquals(List.of(kept), QueuedChanges.all(again).stream().map(QueueState::id).toList());
    }
  }
}
