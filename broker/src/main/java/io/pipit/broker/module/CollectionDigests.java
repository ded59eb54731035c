package io.pipit.broker.module;

import io.pipit.broker.shard.DueNodes;
import io.pipit.broker.shard.EntityShard;
import io.pipit.pubsub.Response;
import io.pipit.pubsub.ServiceLimits;
import io.pipit.pubsub.Subscription;
import io.pipit.pubsub.change.Change;
import io.pipit.pubsub.command.NodeCommand;
import io.pipit.pubsub.engine.DueTimes;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.Jid;
import io.pipit.xmpp.StanzaError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The digests of subscriptions to the collections and filters of one shard (XEP-0060 16.4.2): which
 * nodes have something for which subscription, and when it is due. Then the nodes are asked for
 * their parts, one after the other, and the collection sends them as one message.
 *
 * <p>Nothing of it is stored: each node knows what waits there, and says so again at every start.
 * What a node handed out is durable before it is sent, as with everything that is told.
 *
 * <p><b>Bound.</b> A node is in here once for each subscription, by name. When {@value #MOST_NODES}
 * nodes have something for one, its digest does not wait any longer; what is more than one message
 * holds comes in the next.
 *
 * <p>Confined to its shard.
 */
final class CollectionDigests {

  /** More nodes than this are too many to wait. */
  private static final int MOST_NODES = 1_000;

  /** The most that begin in one turn. */
  private static final int PER_TURN = 256;

  /** When a node is asked again that could not do it, as while the disk is busy. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private record Key(BareJid service, String collection) {}

  private record Subscriber(Jid jid, String subid) {}

  /** What one subscription waits for. */
  private static final class Pending {
    final Set<String> nodes = new LinkedHashSet<>();
    private @Nullable Instant first;

    /** Whether a digest is on its way: the next waits, so that nothing overtakes it. */
    boolean underWay;

    void add(String node, Instant due) {
      nodes.add(node);
      first = first == null || due.isBefore(first) ? due : first;
    }

    /** Everything that waits; nothing does from now on. */
    List<String> take() {
      List<String> taken = List.copyOf(nodes);
      nodes.clear();
      first = null;
      return taken;
    }

    @Nullable Instant due() {
      return underWay ? null : first;
    }
  }

  /** The subscriptions to one collection. */
  private static final class Waiting {
    final Map<Subscriber, Pending> subscribers = new HashMap<>();
    final DueTimes<Subscriber> due = new DueTimes<>();
  }

  private final PubsubService pubsub;
  private final EntityShard shard;
  private final ServiceLimits limits;
  private final Clock clock;
  private final DueNodes timer;
  private final Map<Key, Waiting> collections = new HashMap<>();

  CollectionDigests(PubsubService pubsub, EntityShard shard, ServiceLimits limits, Clock clock) {
    this.pubsub = pubsub;
    this.shard = shard;
    this.limits = limits;
    this.clock = clock;
    this.timer = new DueNodes(clock, shard.alarm(), this::send);
  }

  /** A node has something for a subscription. */
  void waits(Change.DigestWaits change) {
    Instant due = change.due();
    if (due != null) {
      waits(
          new Key(change.service(), change.collection()),
          new Subscriber(change.jid(), change.subid()),
          change.node(),
          due);
    }
  }

  private void waits(Key key, Subscriber subscriber, String node, Instant due) {
    Waiting waiting = collections.computeIfAbsent(key, first -> new Waiting());
    Pending pending = waiting.subscribers.computeIfAbsent(subscriber, first -> new Pending());
    pending.add(node, pending.nodes.size() < MOST_NODES ? due : clock.instant());
    schedule(key, waiting, subscriber, pending);
  }

  private void schedule(Key key, Waiting waiting, Subscriber subscriber, Pending pending) {
    waiting.due.set(subscriber, pending.due());
    timer.set(key.service, key.collection, waiting.due.first());
  }

  /** Has the digests of a collection sent that are due. */
  private void send(BareJid service, String collection) {
    Key key = new Key(service, collection);
    Waiting waiting = collections.get(key);
    if (waiting == null) {
      timer.set(service, collection, null);
      return;
    }
    for (Subscriber subscriber : waiting.due.due(clock.instant(), PER_TURN)) {
      Pending pending = waiting.subscribers.get(subscriber);
      if (pending != null) {
        Digest digest = new Digest(key, subscriber, pending.take());
        pending.underWay = true;
        schedule(key, waiting, subscriber, pending);
        digest.next();
      }
    }
    timer.set(service, collection, waiting.due.first());
  }

  private @Nullable Subscription subscription(Key key, Subscriber subscriber) {
    return shard.nodes(key.service).node(key.collection).stream()
        .flatMap(node -> node.subscriptions(subscriber.jid.bare()).stream())
        .filter(held -> held.subid().equals(subscriber.subid))
        .findFirst()
        .orElse(null);
  }

  private void sent(Key key, Subscriber subscriber, Map<String, Instant> left) {
    Waiting waiting = collections.get(key);
    Pending pending = waiting == null ? null : waiting.subscribers.get(subscriber);
    if (waiting == null || pending == null) {
      return;
    }
    pending.underWay = false;
    left.forEach(pending::add);
    if (pending.nodes.isEmpty()) {
      waiting.subscribers.remove(subscriber);
    }
    schedule(key, waiting, subscriber, pending);
    if (waiting.subscribers.isEmpty()) {
      collections.remove(key);
    }
  }

  /** One message on its way: asks the nodes for their parts, each in its own shard. */
  private final class Digest implements Requester {

    private final Key key;
    private final Subscriber subscriber;
    private final @Nullable Subscription subscription;
    private final Deque<String> nodes;
    private final Map<String, Instant> left = new LinkedHashMap<>();
    private final List<Response.DigestPart> parts = new ArrayList<>();
    private String asked = "";
    private int items;
    private long bytes;

    Digest(Key key, Subscriber subscriber, List<String> nodes) {
      this.key = key;
      this.subscriber = subscriber;
      this.subscription = subscription(key, subscriber);
      this.nodes = new ArrayDeque<>(nodes);
    }

    void next() {
      boolean isFull = items >= limits.answerItems() || bytes >= limits.answerBytes();
      String node = isFull ? null : nodes.poll();
      if (node == null) {
        finish();
        return;
      }
      asked = node;
      pubsub.submit(
          key.service,
          new NodeCommand.TakeDigest(
              key.service,
              node,
              key.collection,
              subscriber.subid,
              subscription,
              limits.answerItems() - items,
              limits.answerBytes() - bytes),
          this);
    }

    @Override
    public void decided(Response response) {
      if (response instanceof Response.DigestPart part && !part.items().isEmpty()) {
        parts.add(part);
        for (Response.DigestItem item : part.items()) {
          items++;
          bytes += item.payload() == null ? 0 : item.payload().bytes().length;
        }
      }
      next();
    }

    @Override
    public void refused(StanzaError error) {
      left.put(asked, clock.instant().plus(RETRY));
      next();
    }

    private void finish() {
      if (!parts.isEmpty()) {
        pubsub.submit(
            key.service,
            new NodeCommand.SendDigest(
                key.service, key.collection, subscriber.jid, subscriber.subid, parts),
            Requester.NOBODY);
      }
      nodes.forEach(node -> left.put(node, clock.instant()));
      shard.execute(() -> sent(key, subscriber, left));
    }
  }
}
