package io.pipit.bridges.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.pubsub.port.PortHeader;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.PortOpening;
import io.pipit.pubsub.port.PortPayload;
import io.pipit.pubsub.port.PortPresence;
import io.pipit.pubsub.port.PortPublish;
import io.pipit.pubsub.port.PortResult;
import io.pipit.pubsub.port.PubsubPort;
import io.pipit.pubsub.port.QueueConsumer;
import io.pipit.pubsub.port.QueueSpec;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import io.pipit.xmpp.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A service whose nodes and queues are in memory, and last longer than a bridge: another bridge may
 * come to them as after a restart. Any thread.
 */
final class InMemoryPort implements PubsubPort {

  /** What was published, in its order. */
  record Published(PortPublish publish, PortItem item) {}

  /** What was said of a device. */
  record Present(String account, PortPresence presence) {}

  private record Session(BareJid owner, String queue, int id) {}

  final BlockingQueue<Published> published = new LinkedBlockingQueue<>();
  final BlockingQueue<Present> presences = new LinkedBlockingQueue<>();
  final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

  private final Map<String, List<PortItem>> items = new HashMap<>();
  private final Map<String, PortItem> standing = new HashMap<>();
  private final Map<String, InMemoryQueue> queues = new HashMap<>();
  private final Map<String, Integer> titlesAsked = new HashMap<>();
  private final Map<String, String> titles = new HashMap<>();
  private final Map<String, byte[]> kept = new HashMap<>();
  private final Map<Session, PortResult> once = new HashMap<>();

  /** What is not told before the store is said to be durable again. */
  private final List<Runnable> held = new ArrayList<>();

  private boolean isHeld;
  private Predicate<PortPublish> refuses = publish -> false;
  private PortResult.Reason refusal = PortResult.Reason.FAILED;
  private long seq;
  private @Nullable Executor executor;

  /** The service as one bridge sees it, told on its executor. */
  PubsubPort on(Executor bridge) {
    synchronized (this) {
      executor = bridge;
    }
    return this;
  }

  /** Nothing is durable from now on, until {@link #settle}. */
  synchronized void hold() {
    isHeld = true;
  }

  synchronized void settle() {
    isHeld = false;
    held.forEach(this::run);
    held.clear();
  }

  /** What matches is refused from now on. */
  synchronized void refuse(PortResult.Reason reason, Predicate<PortPublish> which) {
    refusal = reason;
    refuses = which;
  }

  private synchronized void tell(Runnable told) {
    if (isHeld) {
      held.add(told);
    } else {
      run(told);
    }
  }

  private void run(Runnable told) {
    Executor current = executor;
    if (current != null) {
      current.execute(told);
    }
  }

  synchronized List<String> texts(String node) {
    return items.getOrDefault(node, List.of()).stream().map(InMemoryPort::text).toList();
  }

  synchronized @Nullable String standing(String node) {
    PortItem item = standing.get(node);
    return item == null ? null : text(item);
  }

  /** Something stands that a bridge took from a topic. */
  synchronized void remember(String node, String topic, String bridge) {
    List<PortHeader> headers =
        List.of(new PortHeader("Source-Topic", topic), new PortHeader("Via", bridge));
    PortPayload payload = new PortPayload("text", null, "x".getBytes(UTF_8));
    PortItem item =
        new PortItem(node, "current", ++seq, Instant.now(), null, payload, headers, true);
    standing.put(node, item);
  }

  static String text(PortItem item) {
    return new String(item.payload().content(), UTF_8);
  }

  synchronized InMemoryQueue queue(String name) {
    InMemoryQueue queue = queues.get(name);
    if (queue == null) {
      throw new AssertionError("no queue " + name + " among " + queues.keySet());
    }
    return queue;
  }

  @Override
  public synchronized void publish(PortPublish publish, Consumer<PortResult> told) {
    PortResult result = decide(publish);
    tell(() -> told.accept(result));
  }

  private PortResult decide(PortPublish publish) {
    if (refuses.test(publish)) {
      return new PortResult.Refused(refusal, "as the test says");
    }
    String id = publish.id() == null ? "made-" + seq : publish.id();
    List<PortHeader> headers = new ArrayList<>(publish.headers());
    PortItem item =
        new PortItem(
            publish.node(),
            id,
            ++seq,
            Instant.now(),
            publish.requester().bare(),
            publish.payload(),
            headers,
            publish.standing());
    List<PortItem> known = items.computeIfAbsent(publish.node(), none -> new ArrayList<>());
    known.removeIf(old -> old.id().equals(id));
    known.add(item);
    if (!publish.passing()) {
      standing.put(publish.node(), item);
    }
    published.add(new Published(publish, item));
    queues.values().forEach(queue -> queue.offer(item, publish.assurance(), publish.requester()));
    return new PortResult.Done(id, false, true);
  }

  @Override
  public synchronized void endStanding(Jid requester, String node, Consumer<PortResult> told) {
    PortItem gone = standing.remove(node);
    ended.add(node);
    if (gone != null) {
      items.getOrDefault(node, new ArrayList<>()).removeIf(old -> old.id().equals(gone.id()));
      PortItem end =
          new PortItem(node, "", ++seq, Instant.now(), null, gone.payload(), List.of(), false);
      queues.values().forEach(queue -> queue.offerEnd(end, requester));
    }
    tell(() -> told.accept(new PortResult.Done("", gone == null, gone != null)));
  }

  @Override
  public synchronized void endStanding(
      Jid requester, String node, long seq, Consumer<PortResult> told) {
    PortItem stands = standing.get(node);
    if (stands != null && stands.standing() && stands.seq() == seq) {
      endStanding(requester, node, told);
    } else {
      tell(
          () ->
              told.accept(
                  new PortResult.Refused(PortResult.Reason.MISSING, "not that one stands")));
    }
  }

  @Override
  public synchronized void standing(
      Jid requester, String filter, int most, Consumer<PortItem> each, Consumer<PortResult> done) {
    TopicFilter wanted = TopicFilter.parse(filter).orElseThrow();
    List<PortItem> found =
        standing.values().stream()
            .filter(item -> wanted.match(item.node()).isPresent())
            .sorted(Comparator.comparingLong(PortItem::seq))
            .limit(most)
            .toList();
    tell(
        () -> {
          found.forEach(each);
          done.accept(new PortResult.Done("", false, false));
        });
  }

  @Override
  public synchronized void open(
      QueueSpec spec, QueueConsumer consumer, Consumer<PortOpening> told) {
    InMemoryQueue known = queues.get(spec.name());
    InMemoryQueue queue = known == null ? new InMemoryQueue(this, spec.name(), this::tell) : known;
    queues.put(spec.name(), queue);
    // Nothing is delivered before the opening is told: demand comes after it.
    queue.attach(spec, consumer);
    tell(
        () ->
            told.accept(
                new PortOpening.Opened(
                    queue.handle(consumer),
                    known != null,
                    Map.of(),
                    kept.getOrDefault(spec.name(), new byte[0]))));
  }

  synchronized void remove(String name) {
    queues.remove(name);
  }

  @Override
  public synchronized void publishOnce(
      PortPublish publish, BareJid owner, String queue, int id, Consumer<PortResult> told) {
    if (!queues.containsKey(queue)) {
      tell(
          () ->
              told.accept(new PortResult.Refused(PortResult.Reason.MISSING, "no queue " + queue)));
      return;
    }
    Session session = new Session(owner, queue, id);
    PortResult before = once.get(session);
    if (before instanceof PortResult.Done done) {
      tell(() -> told.accept(new PortResult.Done(done.id(), true, false)));
      return;
    }
    PortResult result = decide(publish);
    if (result instanceof PortResult.Done) {
      once.put(session, result);
    }
    tell(() -> told.accept(result));
  }

  @Override
  public synchronized void completed(BareJid owner, String queue, int id, Runnable durable) {
    once.remove(new Session(owner, queue, id));
    tell(durable);
  }

  @Override
  public synchronized void forget(BareJid owner, String queue) {
    once.keySet().removeIf(key -> key.owner().equals(owner) && key.queue().equals(queue));
  }

  @Override
  public synchronized void title(
      Jid requester, String node, String title, Consumer<PortResult> told) {
    String unused = titles.putIfAbsent(node, title);
    titlesAsked.merge(node, 1, Integer::sum);
    tell(() -> told.accept(new PortResult.Done("", false, false)));
  }

  synchronized int titlesAsked(String node) {
    return titlesAsked.getOrDefault(node, 0);
  }

  synchronized String titleOf(String node) {
    return titles.getOrDefault(node, "");
  }

  @Override
  public synchronized void keep(BareJid owner, String queue, byte[] what, Consumer<Boolean> told) {
    kept.put(queue, what);
    tell(() -> told.accept(true));
  }

  @Override
  public void presence(BareJid account, String resource, PortPresence presence) {
    presences.add(new Present(account.toString(), presence));
  }

  static boolean isOwn(QueueSpec spec, Jid requester) {
    String resource = spec.name().substring(spec.name().indexOf('/') + 1);
    return requester instanceof FullJid full
        && full.bare().equals(spec.owner())
        && full.resource().equals(resource);
  }
}
