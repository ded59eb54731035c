package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.metrics.MqttMetrics.Drop;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.broker.port.ItemConsumer;
import io.pipit.broker.port.LiveItem;
import io.pipit.broker.port.LiveMatch;
import io.pipit.broker.port.SessionQueue;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages that wait in the queue of a session to its client (4.4). Confined to the loop
 * of its connection.
 *
 * <p>Messages of QoS 1 and 2 come out of the queue, as many as the client takes, and stay in it
 * until they have come to their end; so do retained ones, which are put there first. Their packet
 * identifiers follow from their numbers in the queue, so that a message has the same one whenever
 * it is sent. Messages of QoS 0, and what is no item that could be stored, go by: they have the
 * packet identifiers above.
 *
 * <p><b>Bounds.</b> No more is in memory than the client takes at once, and never more than {@value
 * #MOST_AT_ONCE}.
 */
final class StoredDeliveries implements ItemConsumer, Outgoing {

  /** Stored with every session: an item keeps its packet identifier when the node is updated. */
  private static final int STORED_IDS = 49_151;

  private static final int PASSING_IDS = SharedInbox.FIRST_ID - 1 - STORED_IDS;
  private static final int MOST_AT_ONCE = 1_000;

  private final MqttClient client;
  private final Clock clock;
  private final MqttMetrics metrics;
  private final Runnable whenLost;
  private final Window window;
  private final InFlight inFlight;
  private final Deliveries passing;
  private final PublishWriter writer;
  private final ArrayDeque<QueuedItem> waiting = new ArrayDeque<>(0);
  private final List<SessionQueue.Put> puts = new ArrayList<>(0);
  private @Nullable SessionQueue queue;
  private boolean isPutting;
  private @Nullable Retained retained;

  /**
   * @param whenLost run when the session is no longer this connection's
   */
  StoredDeliveries(
      MqttClient client,
      SessionOptions options,
      Window window,
      Clock clock,
      MqttMetrics metrics,
      Runnable whenLost) {
    this.client = client;
    this.clock = clock;
    this.metrics = metrics;
    this.whenLost = whenLost;
    this.window = window;
    this.inFlight = new InFlight(window, 1, STORED_IDS);
    this.writer = new PublishWriter(client, options.topicAliases());
    this.passing =
        new Deliveries(
            client,
            writer,
            options,
            new InFlight(window, 1 + STORED_IDS, PASSING_IDS),
            clock,
            metrics);
  }

  /** What writes to the client of this connection. */
  PublishWriter writer() {
    return writer;
  }

  /** The client has its session. */
  void begin(SessionQueue of) {
    queue = of;
    of.demand(Math.min(window.most(), MOST_AT_ONCE));
  }

  /** The connection has ended. */
  void end() {
    queue = null;
    waiting.clear();
    puts.clear();
  }

  // ---- from the queue

  @Override
  public void deliver(List<QueuedItem> items) {
    if (queue != null) {
      waiting.addAll(items);
      resume();
    }
  }

  @Override
  public void passing(LiveItem item, LiveMatch match) {
    if (queue != null) {
      MqttDelivery message = item.in(MqttDelivery.FORM);
      if (item.stands() && retained != null) {
        retained.told(message.topic());
      }
      passing.send(
          message,
          Math.min(item.assurance(), match.assurance()),
          match.asPublished() && message.standing(),
          match.identifiers());
    }
  }

  @Override
  public void lost() {
    if (queue != null) {
      whenLost.run();
    }
  }

  // ---- to the client

  @Override
  public void resume() {
    SessionQueue from = queue;
    if (from == null) {
      return;
    }
    passing.resume();
    QueuedItem next = waiting.peek();
    while (next != null && !client.isSlow() && inFlight.takes(next.number())) {
      waiting.remove();
      send(next, from);
      next = waiting.peek();
    }
  }

  private void send(QueuedItem item, SessionQueue from) {
    int id = inFlight.id(item.number());
    if (item.released()) {
      inFlight.add(item.number(), 2);
      inFlight.received(id);
      client.answer(PacketType.PUBREL, id, ReasonCode.SUCCESS);
      return;
    }
    if (retained != null) {
      sent(item, retained);
    }
    MqttDelivery message = MqttDelivery.of(item.item());
    int[] identifiers = identifiers(item.identifiers());
    Instant now = clock.instant();
    if (message.isExpired(now)) {
      metrics.dropped(Drop.EXPIRED, 1); // [MQTT-3.3.2-5]
      ended(item.number(), from);
    } else if (!writer.fits(message, item.assurance(), identifiers)) {
      metrics.dropped(Drop.OVERSIZE, 1); // [MQTT-3.1.2-25]: as if it had been sent
      ended(item.number(), from);
    } else {
      inFlight.add(item.number(), item.assurance());
      writer.write(
          message, item.assurance(), item.again(), message.standing(), id, identifiers, now);
    }
  }

  /** What is retained, and was sent so, may be due for another filter; else it is not followed. */
  private static void sent(QueuedItem item, Retained retained) {
    String topic = item.item().node();
    long seq = item.item().seq();
    if (!item.isCopy() && !item.item().id().isEmpty()) {
      retained.sentItself(topic, seq);
    }
    if (item.stands()) {
      retained.sent(topic, seq);
    }
  }

  private static int[] identifiers(List<Integer> all) {
    return all.isEmpty()
        ? SharedPublish.NO_IDENTIFIERS
        : all.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void ended(long number, SessionQueue from) {
    from.ack(number);
    from.demand(1);
  }

  // ---- from the client

  @Override
  public void answered(PacketType type, int id, int reason) {
    SessionQueue from = queue;
    if (from == null) {
      return;
    }
    if (!inFlight.has(id)) {
      passing.answered(type, id, reason);
    } else if (type == PacketType.PUBREC && !ReasonCode.isError(reason)) {
      received(id, from);
    } else {
      long number =
          switch (type) {
            case PUBACK -> inFlight.acknowledged(id);
            case PUBREC -> inFlight.refused(id);
            case PUBCOMP -> inFlight.completed(id);
            default -> throw new AssertionError(type);
          };
      if (number != InFlight.NONE) {
        ended(number, from);
      }
    }
    resume();
  }

  /** The client hears that it is known to have the message when that is certain. */
  private void received(int id, SessionQueue from) {
    long number = inFlight.received(id);
    if (number == InFlight.NONE) {
      client.answer(PacketType.PUBREL, id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
    } else {
      from.released(
          number,
          () -> {
            if (queue != null) {
              client.answer(PacketType.PUBREL, id, ReasonCode.SUCCESS);
            }
          });
    }
  }

  // ---- what is retained

  @Override
  public void retained(PortItem item, QueueFilter by) {
    int qos = Math.min(MqttDelivery.assurance(item), by.assurance());
    if (qos == 0) {
      passing.retained(item, by);
      return;
    }
    boolean isFirst = puts.isEmpty();
    puts.add(
        new SessionQueue.Put(
            item, by.filter(), qos, by.identifier() == 0 ? List.of() : List.of(by.identifier())));
    if (isFirst) {
      client.loop().execute(this::put); // with those that follow
    }
  }

  private void put() {
    SessionQueue to = queue;
    if (to == null || puts.isEmpty()) {
      return;
    }
    List<SessionQueue.Put> all = List.copyOf(puts);
    puts.clear();
    isPutting = true;
    to.put(
        all,
        areStored -> {
          isPutting = false;
          if (!areStored) {
            all.forEach(this::passOn);
          }
          if (retained != null) {
            retained.resume();
          }
        });
  }

  /** There is no room to store it: it is sent by this connection, or not at all. */
  private void passOn(SessionQueue.Put put) {
    int identifier = put.identifiers().isEmpty() ? 0 : put.identifiers().get(0);
    passing.retained(
        put.item(), new QueueFilter(put.filter(), put.assurance(), false, false, identifier));
  }

  /** Who is told when what was retained is in the queue, and what stands was sent. */
  void follow(Retained by) {
    retained = by;
  }

  /** Also whether no more of what is retained is on its way to the queue than leaves it at once. */
  @Override
  public boolean isIdle() {
    return !isPutting && waiting.isEmpty() && puts.size() < window.left() && passing.isIdle();
  }
}
