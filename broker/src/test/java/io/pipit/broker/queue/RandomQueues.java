package io.pipit.broker.queue;

import io.pipit.broker.queue.QueueChange.Acknowledged;
import io.pipit.broker.queue.QueueChange.Dropped;
import io.pipit.broker.queue.QueueChange.Enqueued;
import io.pipit.broker.queue.QueueChange.Kept;
import io.pipit.broker.queue.QueueChange.Left;
import io.pipit.broker.queue.QueueChange.Place;
import io.pipit.broker.queue.QueueChange.QueueConfigured;
import io.pipit.broker.queue.QueueChange.QueueEnded;
import io.pipit.broker.queue.QueueChange.QueueMade;
import io.pipit.broker.queue.QueueChange.Received;
import io.pipit.broker.queue.QueueChange.Released;
import io.pipit.broker.queue.QueueChange.Target;
import io.pipit.pubsub.Item;
import io.pipit.pubsub.ItemHeader;
import io.pipit.pubsub.ItemHeaders;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
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
import org.jspecify.annotations.Nullable;

/**
 * A log of random changes of a few queues, their owner, who hears of what others commit late and in
 * any order, and beside that what should wait, in plain lists.
 */
final class RandomQueues {

  private static final BareJid SERVICE = BareJid.of("pubsub.example.org");

  /** A change at its place in the log. */
  record Logged(QueueChange change, long at) {}

  /** What one queue should be. */
  static final class Model {
    final TreeMap<Long, Long> seqs = new TreeMap<>();
    final Map<DropReason, Long> dropped = new HashMap<>();
    long delivered;
    long drawn;
  }

  private final Random random;
  final Queues live = new Queues();
  final List<Logged> log = new ArrayList<>();

  /** By the record that made them. */
  final Map<Long, Model> models = new TreeMap<>();

  /** Committed elsewhere, and not heard of by the owner. */
  private final List<Logged> underWay = new ArrayList<>();

  /** Numbers that were drawn and are not in the log. */
  private final List<Target> drawn = new ArrayList<>();

  private long seq;

  RandomQueues(long seed) {
    random = new Random(seed);
  }

  void change() {
    switch (random.nextInt(16)) {
      case 0 -> configure();
      case 1 -> {
        if (random.nextInt(4) == 0 && !live.all().isEmpty()) {
          QueueState queue = any();
          own(new QueueEnded(queue.made()));
          models.remove(queue.made());
        }
      }
      case 2, 3, 4, 5 -> draw();
      case 6, 7, 8 -> enqueue();
      case 9, 10 -> hear();
      case 11 -> release();
      case 12 -> drop();
      case 13 -> acknowledge();
      case 14 -> keep();
      default -> other();
    }
  }

  /** The owner has heard of everything that was committed before a position. */
  void hearBefore(long position) {
    for (Logged next : List.copyOf(underWay)) {
      if (next.at < position) {
        underWay.remove(next);
        live.apply(next.change, next.at);
      }
    }
  }

  void settle() {
    hearBefore(Long.MAX_VALUE);
    live.replayed();
  }

  long next() {
    return log.size() + 1L;
  }

  private void configure() {
    QueueId id = id();
    QueueSettings settings = settings(random);
    own(
        live.queue(id)
            .<QueueChange>map(queue -> new QueueConfigured(queue.made(), settings))
            .orElseGet(() -> new QueueMade(id, settings)));
  }

  private QueueState any() {
    List<QueueState> all = List.copyOf(live.all());
    return all.get(random.nextInt(all.size()));
  }

  private QueueId id() {
    return new QueueId(BareJid.of("ann@example.org"), "queue " + random.nextInt(3));
  }

  private void own(QueueChange change) {
    long at = next();
    log.add(new Logged(change, at));
    live.apply(change, at);
    QueueState queue = live.madeBy(at);
    if (queue != null) {
      models.put(at, new Model());
    }
  }

  private void elsewhere(QueueChange change) {
    Logged logged = new Logged(change, next());
    log.add(logged);
    underWay.add(logged);
  }

  private void draw() {
    if (!live.all().isEmpty()) {
      QueueState queue = any();
      Model model = model(queue);
      drawn.add(target(random, queue.made(), ++model.drawn));
    }
  }

  private Model model(QueueState queue) {
    Model model = models.get(queue.made());
    if (model == null) {
      throw new AssertionError(queue);
    }
    return model;
  }

  private void enqueue() {
    List<Target> targets = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0 && !drawn.isEmpty(); i--) {
      Target target = drawn.get(random.nextInt(drawn.size()));
      if (targets.stream().noneMatch(other -> other.queue() == target.queue())) {
        drawn.remove(target);
        targets.add(target);
      }
    }
    if (targets.isEmpty()) {
      return;
    }
    Item item = item(random, ++seq);
    boolean isOwn = random.nextBoolean();
    for (Target target : targets) {
      Model model = models.get(target.queue());
      if (model != null) {
        model.seqs.put(target.number(), seq);
      }
    }
    elsewhere(
        new Enqueued(
            waiting(random, item), isOwn ? 0 : random.nextInt(2), isOwn ? item : null, targets));
  }

  private void hear() {
    if (!underWay.isEmpty()) {
      Logged next = underWay.remove(random.nextInt(underWay.size()));
      live.apply(next.change, next.at);
    }
  }

  private void release() {
    QueueEntry entry = anyEntry();
    if (entry != null) {
      own(new Released(chosen, entry.number()));
    }
  }

  private long chosen;

  private @Nullable QueueEntry anyEntry() {
    if (live.all().isEmpty()) {
      return null;
    }
    QueueState queue = any();
    chosen = queue.made();
    List<QueueEntry> entries = List.copyOf(queue.entries().values());
    return entries.isEmpty() ? null : entries.get(random.nextInt(entries.size()));
  }

  private void drop() {
    QueueEntry entry = anyEntry();
    if (entry != null) {
      DropReason reason =
          List.of(DropReason.values()).get(random.nextInt(DropReason.values().length));
      int count = remove(entry);
      Objects.requireNonNull(models.get(chosen)).dropped.merge(reason, (long) count, Long::sum);
      own(new Dropped(chosen, spans, reason));
    }
  }

  private void acknowledge() {
    QueueEntry entry = anyEntry();
    if (entry != null) {
      Objects.requireNonNull(models.get(chosen)).delivered += remove(entry);
      own(new Acknowledged(chosen, spans));
    }
  }

  private List<Span> spans = List.of();

  /** From the model: an entry that is there and up to two that follow it and are there. */
  private int remove(QueueEntry first) {
    QueueState queue = Objects.requireNonNull(live.madeBy(chosen));
    List<Long> numbers =
        queue.entries().tailMap(first.number()).keySet().stream()
            .limit(1 + random.nextInt(3))
            .toList();
    spans = Span.of(numbers);
    numbers.forEach(model(queue).seqs::remove);
    return numbers.size();
  }

  private void keep() {
    QueueEntry entry = anyEntry();
    if (entry == null) {
      return;
    }
    List<Place> places = new ArrayList<>();
    places.add(new Place(chosen, entry.number()));
    places.add(new Place(chosen, entry.number() + 1_000_000));
    elsewhere(new Kept(item(random, entry.item().seq()), places));
  }

  private void other() {
    if (live.all().isEmpty()) {
      return;
    }
    long queue = any().made();
    if (random.nextInt(3) == 0) {
      own(new Left(queue, Instant.ofEpochMilli(random.nextInt(1_000))));
    } else if (underWay.stream().noneMatch(logged -> logged.change instanceof Received)) {
      // One of an id follows another only when its consumer has heard of that.
      boolean isDone = random.nextBoolean();
      int packet = random.nextInt(3);
      elsewhere(new Received(queue, isDone ? packet : packet + 1, isDone));
    }
  }

  static Target target(Random random, long queue, long number) {
    return new Target(
        queue,
        number,
        1 + random.nextInt(2),
        random.nextBoolean(),
        random.nextInt(3) == 0 ? List.of(1 + random.nextInt(300), 268_435_455) : List.of());
  }

  static Item item(Random random, long seq) {
    return new Item(
        seq,
        "id \u00E9 " + seq,
        BareJid.of("bob@example.org"),
        Instant.ofEpochMilli(1_000 + seq),
        new SerializedXml("v", "urn:x", "<v xmlns='urn:x'/>".getBytes(StandardCharsets.UTF_8)),
        seq,
        random.nextInt(3) == 0
            ? List.of(new ItemHeader(ItemHeaders.EXPIRES, "2026-01-01T00:00:00Z"))
            : List.of());
  }

  static WaitingItem waiting(Random random, Item item) {
    return WaitingItem.of(
        SERVICE,
        "node/" + random.nextInt(3),
        item,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean());
  }

  static QueueSettings settings(Random random) {
    List<QueueFilter> filters = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      filters.add(
          new QueueFilter(
              "a/+/" + i,
              random.nextInt(3),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextInt(500)));
    }
    byte[] attachment = new byte[random.nextInt(4)];
    random.nextBytes(attachment);
    return new QueueSettings(
        filters,
        new QueueBounds(
            random.nextInt(1_000),
            random.nextLong(1L << 40),
            Duration.ofMillis(random.nextInt() & 0xFFFFFFFL),
            List.of(Overflow.values()).get(random.nextInt(3)),
            random.nextBoolean()),
        random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(1_000_000)),
        List.of(QueueSettings.Ends.values()).get(random.nextInt(3)),
        attachment);
  }
}
