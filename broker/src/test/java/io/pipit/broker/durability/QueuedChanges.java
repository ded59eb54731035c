package io.pipit.broker.durability;

import io.pipit.broker.queue.DropReason;
import io.pipit.broker.queue.QueueChange;
import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.QueueRestored;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Released;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.broker.queue.QueueChange.Withdrawn;
import io.pipit.broker.queue.QueueChangeCodec;
import io.pipit.broker.queue.QueueEntry;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.queue.QueueState;
import io.pipit.broker.queue.Span;
import io.pipit.broker.queue.WaitingItem;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemEntry;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.store.NodeView;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.SerializedXml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes of a few queues, committed where they belong, and what should wait in them. */
final class QueuedChanges {

  static final int QUEUES = 5;

  private final Random random;

  /** The id of items that are in records of their own. */
  private static final String OWN = "own";

  /** What should wait somewhere. */
  private record Expected(String node, String id, String text) {}

  /** By queue and number. */
  private final Map<QueueId, TreeMap<Long, Expected>> waiting = new HashMap<>();

  private int serial;

  QueuedChanges(Random random) {
    this.random = random;
  }

  static QueueId id(int number) {
    // Of several accounts, so that several shards have some.
    return new QueueId(BareJid.of("queue" + number % 3 + "@pipit.test"), "q" + number);
  }

  static QueueSettings settings(int items) {
    return new QueueSettings(
        List.of(),
        new QueueBounds(items, 1_000, Duration.ofDays(1), Overflow.DROP_OLDEST, false),
        Duration.ofHours(items),
        List.of(QueueSettings.Ends.values()).get(items % 3),
        new byte[] {(byte) items});
  }

  static EntityShard owner(RunningService service, QueueId id) {
    return service.shards.ofPartition(id.partition());
  }

  static @Nullable QueueState queue(RunningService service, QueueId id) {
    return owner(service, id).queues().queue(id).orElse(null);
  }

  /** Commits a change of one queue where it is owned; gives its place in the log. */
  static long own(RunningService service, QueueId id, QueueChange change) {
    EntityShard shard = owner(service, id);
    long[] at = new long[1];
    RunningService.onLoop(
        shard.loop(),
        () -> {
          if (!shard.hasFailed()) { // else it is refused
            at[0] = shard.commit(List.of(QueueChangeCodec.encode(change, id.partition())));
            shard.queues().apply(change, at[0]);
          }
        });
    return at[0];
  }

  /** Commits a change of several queues in some shard; the others follow. */
  static void elsewhere(RunningService service, EntityShard from, QueueChange change) {
    RunningService.onLoop(
        from.loop(),
        () -> {
          if (from.hasFailed()) {
            return; // it is refused
          }
          long at = from.commit(List.of(QueueChangeCodec.encode(change, 0)));
          for (EntityShard shard : service.shards.all()) {
            if (shard == from) {
              shard.queues().apply(change, at);
            } else {
              shard.execute(() -> shard.follow(at, () -> shard.queues().apply(change, at)));
            }
          }
        });
    service.settle();
  }

  /** One change of any kind. Nothing else happens meanwhile. */
  void change(RunningService service, int nodes) {
    serial++;
    QueueId id = id(random.nextInt(QUEUES));
    QueueState queue = queue(service, id);
    if (queue == null) {
      own(service, id, new QueueMade(id, settings(random.nextInt(100))));
      waiting.put(id, new TreeMap<>());
      return;
    }
    switch (random.nextInt(16)) {
      case 0 -> own(service, id, new QueueConfigured(queue.made(), settings(serial % 100)));
      case 1 -> {
        if (random.nextInt(5) == 0) {
          own(service, id, new QueueEnded(queue.made()));
          waiting.remove(id);
        }
      }
      case 2 -> own(service, id, new Left(queue.made(), Instant.ofEpochMilli(serial)));
      case 3 -> {
        if (!queue.entries().isEmpty()) {
          own(service, id, new Released(queue.made(), queue.entries().lastKey()));
        }
      }
      case 4 ->
          elsewhere(
              service,
              service.shards.all().get(random.nextInt(2)),
              new Received(queue.made(), 1 + random.nextInt(3), random.nextBoolean()));
      case 5, 6 -> remove(service, queue);
      case 7 -> withdraw(service, "n" + random.nextInt(nodes));
      case 8 -> end(service, "n" + random.nextInt(nodes));
      default -> enqueue(service, "n" + random.nextInt(nodes));
    }
  }

  private void remove(RunningService service, QueueState queue) {
    if (queue.entries().isEmpty()) {
      return;
    }
    long first = queue.entries().firstKey();
    Span span = new Span(first, first + random.nextInt(4));
    Objects.requireNonNull(waiting.get(queue.id()))
        .subMap(span.from(), true, span.to(), true)
        .clear();
    DropReason reason = List.of(DropReason.values()).get(random.nextInt(3));
    own(
        service,
        queue.id(),
        random.nextBoolean()
            ? new Acknowledged(queue.made(), List.of(span))
            : new Dropped(queue.made(), List.of(span), reason));
  }

  /** Only what is in records of its own: of what its node has it may have been taken before. */
  private void withdraw(RunningService service, String node) {
    BareJid address = RunningService.SERVICE;
    elsewhere(
        service, service.shards.ofNode(address, node), new Withdrawn(address, node, List.of(OWN)));
    waiting
        .values()
        .forEach(
            all -> all.values().removeIf(each -> each.node.equals(node) && each.id.equals(OWN)));
  }

  /** That nothing stands for a node any more. */
  private void end(RunningService service, String node) {
    BareJid address = RunningService.SERVICE;
    Item end = WaitingItem.endItem(address, 0, Instant.ofEpochMilli(serial));
    targets(
        service,
        service.shards.ofNode(address, node),
        end,
        WaitingItem.end(address, node, end, true),
        0);
  }

  /** Of what a node has, or has not. */
  private void enqueue(RunningService service, String node) {
    BareJid address = RunningService.SERVICE;
    EntityShard shard = service.shards.ofNode(address, node);
    List<Item> item = new ArrayList<>();
    long[] position = new long[1];
    RunningService.onLoop(
        shard.loop(),
        () ->
            shard
                .nodes(address)
                .node(node)
                .ifPresent(
                    state -> {
                      NodeView items = state.items();
                      if (items.size() > 0) {
                        ItemEntry entry =
                            items
                                .entriesByCreation(0, items.size())
                                .get(random.nextInt(items.size()));
                        item.add(items.read(entry));
                        position[0] = entry.position();
                      }
                    }));
    if (item.isEmpty() || random.nextInt(4) == 0) {
      Item own = item(serial, random.nextInt(200));
      targets(service, shard, own, waiting(node, own), 0);
    } else {
      targets(service, shard, item.get(0), waiting(node, item.get(0)), position[0]);
    }
  }

  private static WaitingItem waiting(String node, Item item) {
    return WaitingItem.of(RunningService.SERVICE, node, item, false, true, true);
  }

  static Item item(int seq, int length) {
    String xml = "<t xmlns='urn:t'>own " + seq + " " + "x".repeat(length) + "</t>";
    return new Item(
        1_000_000L + seq,
        OWN,
        BareJid.of("owner@pipit.test"),
        Instant.ofEpochMilli(seq),
        new SerializedXml("t", "urn:t", xml.getBytes(StandardCharsets.UTF_8)));
  }

  private void targets(
      RunningService service, EntityShard shard, Item item, WaitingItem waits, long position) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      QueueState queue = random.nextInt(3) > 0 ? null : queue(service, id(i));
      if (queue != null) {
        targets.add(new Target(queue.made(), queue.next(), 1, false, List.of()));
        Objects.requireNonNull(waiting.get(queue.id()))
            .put(queue.next(), new Expected(waits.node(), item.id(), text(item)));
      }
    }
    if (!targets.isEmpty()) {
      int behind = position == 0 ? 0 : (int) (service.nextPosition() - position);
      elsewhere(service, shard, new Enqueued(waits, behind, position == 0 ? item : null, targets));
    }
  }

  static String text(Item item) {
    SerializedXml payload = item.payload();
    return item.id() + (payload == null ? "" : new String(payload.bytes(), StandardCharsets.UTF_8));
  }

  /** What should wait, as {@link #waiting(StoredService)} says what does. */
  List<String> expected() {
    List<String> lines = new ArrayList<>();
    waiting.forEach(
        (id, all) -> all.forEach((number, each) -> lines.add(line(id, number, each.text))));
    lines.sort(null);
    return lines;
  }

  private static String line(QueueId id, long number, String text) {
    return id + " " + number + " " + text;
  }

  /** All that waits, as the log has it. */
  static List<String> waiting(StoredService service) {
    List<String> lines = new ArrayList<>();
    for (QueueState queue : all(service)) {
      for (QueueEntry entry : queue.entries().values()) {
        Item item = QueueChangeCodec.item(service.log().readNeeded(entry.position()), entry.item());
        lines.add(line(queue.id(), entry.number(), text(item)));
      }
    }
    lines.sort(null);
    return lines;
  }

  static List<QueueState> all(RunningService service) {
    List<QueueState> queues = new ArrayList<>();
    for (EntityShard shard : service.shards.all()) {
      RunningService.onLoop(shard.loop(), () -> queues.addAll(shard.queues().all()));
    }
    return queues;
  }

  /** Everything else of queues that has to be the same after a restart. */
  static List<String> state(StoredService service) {
    List<String> lines = new ArrayList<>(waiting(service));
    for (QueueState queue : all(service)) {
      QueueRestored head = (QueueRestored) queue.head().get(0);
      lines.add(
          "queue "
              + queue.id()
              + " "
              + List.of(
                  head.queue(),
                  head.settings(),
                  head.next(),
                  new TreeMap<>(head.dropped()),
                  head.delivered(),
                  new TreeSet<>(head.open()),
                  String.valueOf(head.idleSince())));
      for (QueueEntry entry : queue.entries().values()) {
        lines.add("entry " + queue.id() + " " + entry.number() + " " + entry.isReleased());
      }
    }
    return lines;
  }
}
