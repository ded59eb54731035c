package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.MqttPublisher.Told;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.Packet.Will;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.port.PortQueues;
import io.pipit.broker.queue.QueueId;
import io.pipit.broker.shard.DueNodes.Alarm;
import io.pipit.xmpp.BareJid;
import io.pipit.xmpp.FullJid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the wills of clients that were lost, and keeps those that wait for their delay: each is
 * published, or its client returns in time (3.1.3.2.2), never both. A will that waits is stored
 * with its session until it is published, so that a crash may have it published twice but not
 * never. Any thread.
 */
final class Wills {

  private static final Logger log = LoggerFactory.getLogger(Wills.class);

  private final BareJid service;
  private final MqttPublisher publisher;
  private final PortQueues queues;
  private final Predicate<BareJid> isAccount;
  private final Alarm alarm;
  private final Clock clock;
  private final Map<FullJid, Waiting> waiting = new ConcurrentHashMap<>();

  /**
   * @param service whose nodes the topics are
   * @param isAccount whether there is an account of an address
   */
  Wills(
      BareJid service,
      MqttPublisher publisher,
      PortQueues queues,
      Predicate<BareJid> isAccount,
      Alarm alarm,
      Clock clock) {
    this.service = service;
    this.publisher = publisher;
    this.queues = queues;
    this.isAccount = isAccount;
    this.alarm = alarm;
    this.clock = clock;
  }

  /** A will whose client is away, and may return. */
  final class Waiting {

    private final FullJid of;
    private final LastWill will;
    private final Instant due;

    private Waiting(FullJid of, LastWill will, Instant due) {
      this.of = of;
      this.will = will;
      this.due = due;
    }

    private void run() {
      if (waiting.remove(of, this)) {
        publish();
      }
    }

    /** Its session has ended, or its time has come. */
    void publish() {
      if (isAccount.test(of.bare())) {
        Wills.this.publish(of, will.message(), this::forget);
      }
    }

    private void forget() {
      queues.replace(queue(of), will.encode(), LastWill.NONE);
    }

    /** It waits as before. */
    void putBack() {
      lost(of, will, Duration.between(clock.instant(), due));
    }
  }

  /** The queue of a client's session. */
  static QueueId queue(FullJid client) {
    return new QueueId(client.bare(), ClientSessions.QUEUES + client.resource());
  }

  /** A client is away; its will is published after that time, unless it returns. */
  void lost(FullJid client, LastWill will, Duration delay) {
    Duration left = delay.isNegative() ? Duration.ZERO : delay;
    Waiting made = new Waiting(client, will, clock.instant().plus(left));
    waiting.put(client, made);
    Runnable unused = alarm.after(left, made::run);
  }

  /** A client has returned: whether its session goes on decides what becomes of its will. */
  Optional<Waiting> returned(FullJid client) {
    return Optional.ofNullable(waiting.remove(client));
  }

  /** Publishes a will. */
  void publish(FullJid client, Will will) {
    publish(client, will, () -> {});
  }

  private void publish(FullJid client, Will will, Runnable then) {
    Told told =
        (reason, busy) -> {
          log.atDebug()
              .addKeyValue("event", "mqtt.will")
              .addKeyValue("jid", client)
              .addKeyValue("node", will.topic())
              .addKeyValue("code", reason)
              .log("a will was published or refused");
          then.run();
        };
    if (!will.topic().startsWith("$") && TopicNames.node(service, will.topic()).isEmpty()) {
      told.told(ReasonCode.TOPIC_NAME_INVALID, false);
      return;
    }
    publisher.publish(
        client,
        will.topic(),
        new Packet.Publish(
            will.topic(), will.qos(), false, will.retain(), 0, will.properties(), will.payload()),
        Runnable::run,
        told);
  }
}
