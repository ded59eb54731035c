package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Connect;
import io.pipit.broker.port.ItemPort;
import io.pipit.broker.port.OncePort;
import io.pipit.broker.port.PortQueues;
import io.pipit.broker.port.PortSubscriptions;
import io.pipit.broker.queue.QueueSettings;
import io.pipit.broker.shard.DueNodes.Alarm;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.StreamListener;
import io.pipit.pubsub.port.QueueBounds;
import io.pipit.pubsub.port.QueueBounds.Overflow;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The sessions of all clients: one for each account and client identifier. One that is to outlive
 * its connection is a queue of its account, which is kept for as long as the client has asked for
 * and {@link SessionOptions#maxExpiry} allows; others are in memory alone. Any thread.
 */
public final class ClientSessions implements MqttSessions {

  /** With what the names of the queues of sessions begin. */
  static final String QUEUES = "mqtt/";

  /** The session expiry that never comes (MQTT 5, 3.1.2.11.2). */
  static final long FOR_EVER = 0xFFFF_FFFFL;

  /**
   * What sessions use.
   *
   * @param port the pubsub service
   * @param once the same, for messages of QoS 2
   * @param subscriptions who listens to which nodes
   * @param queues what waits for whom
   * @param behind runs something on a loop, behind what was published for it before
   * @param router what knows the resources of accounts
   * @param isAccount whether there is an account of an address
   * @param alarm wakes wills that wait
   */
  public record Parts(
      ItemPort port,
      OncePort once,
      PortSubscriptions subscriptions,
      PortQueues queues,
      BiConsumer<LoopInbox, Runnable> behind,
      StreamListener router,
      Predicate<BareJid> isAccount,
      Alarm alarm,
      Clock clock,
      MqttMetrics metrics) {}

  private final SessionOptions options;
  private final Parts parts;
  private final MqttPublisher publisher;
  private final Wills wills;
  private final SharedGroups groups;
  private final Map<FullJid, SessionSeat> seats = new ConcurrentHashMap<>();

  public ClientSessions(SessionOptions options, Parts parts) {
    this.options = options;
    this.parts = parts;
    this.publisher = new MqttPublisher(parts.port(), parts.clock());
    this.wills =
        new Wills(
            options.service(),
            publisher,
            parts.queues(),
            parts.isAccount(),
            parts.alarm(),
            parts.clock());
    this.groups = new SharedGroups(parts.queues(), bounds(), options.maxExpiry(), parts.clock());
  }

  /**
   * Nobody is connected yet: the wills of those who were before, and may return, wait for as long
   * as they would from now on.
   */
  public CompletableFuture<Void> start() {
    return parts.queues().kept(QUEUES).thenAccept(all -> all.forEach(this::isAway));
  }

  private void isAway(PortQueues.Kept kept) {
    String client = kept.id().name().substring(QUEUES.length());
    kept.id().owner().withResource(client).ifPresent(jid -> isAway(jid, kept));
  }

  private void isAway(FullJid client, PortQueues.Kept kept) {
    QueueSettings settings = kept.settings();
    Duration expiry = settings.expiry() == null ? options.maxExpiry() : settings.expiry();
    LastWill.decode(settings.attachment())
        .ifPresent(
            will -> {
              Duration delay = Duration.ofSeconds(will.delaySeconds());
              wills.lost(client, will, expiry.compareTo(delay) < 0 ? expiry : delay);
            });
    for (QueueFilter filter : settings.filters()) {
      if (SharedInbox.isShared(filter.filter())) {
        TopicNames.filter(filter.filter())
            .ifPresent(read -> groups.isAway(client, read, kept.since().plus(expiry)));
      }
    }
  }

  /**
   * The connection that has the session loses it, and its will is published, before the new one is
   * told that it has it [MQTT-3.1.4-3].
   */
  @Override
  public void open(MqttClient client, Connect connect, Consumer<Opening> then) {
    SessionSeat seat = new SessionSeat(client, connect, this, then);
    SessionSeat older = seats.put(client.jid(), seat);
    if (older == null) {
      seat.begin();
    } else {
      older.takenOver(() -> client.loop().execute(seat::begin));
    }
  }

  /** Whether a connection is the last one that has asked for its session. */
  boolean isHeld(SessionSeat seat) {
    return seats.get(seat.client().jid()) == seat;
  }

  /** A connection has no session any more, perhaps since another one has taken its place. */
  void left(SessionSeat seat) {
    seats.remove(seat.client().jid(), seat);
  }

  // ---- what they use

  SessionOptions options() {
    return options;
  }

  Parts parts() {
    return parts;
  }

  MqttPublisher publisher() {
    return publisher;
  }

  Wills wills() {
    return wills;
  }

  /** How long a session is kept without a connection, for one that asks for so many seconds. */
  long granted(long askedSeconds) {
    return Math.min(askedSeconds, options.maxExpiry().toSeconds());
  }

  /** What a session holds for its client. */
  final QueueBounds bounds() {
    return new QueueBounds(
        options.queueItems(),
        options.queueBytes(),
        options.queueAge(),
        Overflow.DROP_OLDEST,
        false);
  }

  /** The shared subscriptions of a client that has connected. */
  SharedInbox inbox(MqttClient client, PublishWriter writer, Window window) {
    return new SharedInbox(client, writer, groups, window, parts.clock(), parts.metrics());
  }

  /** What a client takes without answering. */
  Window window(MqttClient client) {
    return new Window(
        client.version() == Packet.V5 ? client.receiveMaximum() : options.inFlight(),
        parts.metrics());
  }

  // ---- how they fare

  /** How many have a connection. */
  public int size() {
    return seats.size();
  }

  /** How many wait for their clients. */
  public int away() {
    return parts.queues().away(QUEUES);
  }
}
