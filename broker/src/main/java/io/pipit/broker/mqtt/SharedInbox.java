package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.metrics.MqttMetrics.Drop;
import io.pipit.broker.mqtt.TopicNames.TopicFilter;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.broker.port.LiveItem;
import io.pipit.broker.port.PortSubscriptions.Subscribed;
import io.pipit.pubsub.port.QueueFilter;
import io.pipit.pubsub.port.QueuedItem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The shared subscriptions of one connected client, and the messages that are its own of them.
 * Their QoS is 1 at most: what the client has not acknowledged when its connection ends goes to
 * another member. Confined to the loop of the connection.
 *
 * <p><b>Bounds.</b> {@link SharedGroup#MOST_OF_MEMBER} messages of each subscription.
 */
final class SharedInbox {

  /** The packet identifiers of these messages. */
  static final int FIRST_ID = 57_344;

  private static final int IDS = 65_536 - FIRST_ID;

  /** A message that is this client's until it has ended. */
  record Assigned(QueuedItem item, SharedMember member, SharedGroup group) {

    void end() {
      group.ended(member, item.number());
    }
  }

  private final MqttClient client;
  private final SharedGroups groups;
  private final Clock clock;
  private final MqttMetrics metrics;
  private final InFlight inFlight;
  private final PublishWriter writer;
  private final Map<String, SharedMember> members = new HashMap<>(0);
  private final ArrayDeque<Assigned> waiting = new ArrayDeque<>(0);
  private final Map<Long, Assigned> sent = new HashMap<>(0);
  private long next;
  private boolean ended;

  SharedInbox(
      MqttClient client,
      PublishWriter writer,
      SharedGroups groups,
      Window window,
      Clock clock,
      MqttMetrics metrics) {
    this.client = client;
    this.groups = groups;
    this.clock = clock;
    this.metrics = metrics;
    this.inFlight = new InFlight(window, FIRST_ID, IDS);
    this.writer = writer;
  }

  // ---- subscriptions

  /** Whether a filter is one of a shared subscription. */
  static boolean isShared(String filter) {
    return filter.startsWith("$share/");
  }

  private static TopicFilter read(String filter) {
    return TopicNames.filter(filter).orElseThrow();
  }

  /** The client has a shared subscription from now on; told on the loop what came of it. */
  void join(QueueFilter asked, Consumer<Subscribed> told) {
    SharedMember member =
        members.computeIfAbsent(asked.filter(), filter -> new SharedMember(client, this, asked));
    member.options(asked);
    groups.join(
        member,
        read(asked.filter()),
        result ->
            client
                .loop()
                .execute(
                    () -> {
                      if (result != Subscribed.NEW && result != Subscribed.CHANGED) {
                        members.remove(asked.filter(), member);
                      }
                      told.accept(result);
                    }));
  }

  /** It has it no longer. */
  void leave(String filter) {
    SharedMember member = members.remove(filter);
    if (member != null) {
      groups.leave(member, read(filter), Instant.EPOCH);
    }
  }

  /**
   * The connection has ended.
   *
   * @param kept how long the session is kept with its subscriptions
   */
  void end(Duration kept) {
    ended = true;
    Instant until = clock.instant().plus(kept);
    members.forEach((filter, member) -> groups.leave(member, read(filter), until));
    waiting.clear();
    sent.clear();
  }

  // ---- messages

  void deliver(Assigned message) {
    if (!ended) {
      waiting.add(message);
      resume();
    }
  }

  /** Sends what waits, as far as the client takes it. */
  void resume() {
    while (!ended && !waiting.isEmpty() && !client.isSlow() && inFlight.takes(next)) {
      send(waiting.remove());
    }
  }

  private void send(Assigned message) {
    QueueFilter options = message.member().options();
    QueuedItem item = message.item();
    MqttDelivery delivery = MqttDelivery.of(item.item());
    int qos = Math.min(item.assurance(), options.assurance());
    Instant now = clock.instant();
    if (delivery.isExpired(now)) {
      metrics.dropped(Drop.EXPIRED, 1);
      message.end();
    } else if (!writer.fits(delivery, qos, identifiers(options))) {
      metrics.dropped(Drop.OVERSIZE, 1);
      message.end();
    } else if (qos == 0) {
      write(delivery, 0, 0, options, now);
      message.end();
    } else {
      inFlight.add(next, qos);
      sent.put(next, message);
      write(delivery, qos, inFlight.id(next++), options, now);
    }
  }

  private void write(MqttDelivery message, int qos, int id, QueueFilter options, Instant now) {
    boolean retain = options.asPublished() && message.standing();
    writer.write(message, qos, false, retain, id, identifiers(options), now);
  }

  private static int[] identifiers(QueueFilter options) {
    return options.identifier() == 0
        ? SharedPublish.NO_IDENTIFIERS
        : new int[] {options.identifier()};
  }

  void passing(LiveItem item, SharedMember member) {
    MqttDelivery message = item.in(MqttDelivery.FORM);
    if (ended) {
      return;
    }
    if (client.isSlow()) {
      metrics.dropped(Drop.SLOW, 1);
    } else if (!writer.fits(message, 0, identifiers(member.options()))) {
      metrics.dropped(Drop.OVERSIZE, 1);
    } else {
      write(message, 0, 0, member.options(), clock.instant());
    }
  }

  /** Whether a packet identifier is one of these messages. */
  boolean has(int id) {
    return inFlight.has(id);
  }

  /** The client has a message, or refuses it: then nobody gets it [MQTT-4.8.2-6]. */
  void acknowledged(int id) {
    Assigned message = sent.remove(inFlight.acknowledged(id));
    if (message != null) {
      message.end();
    }
    resume();
  }
}
