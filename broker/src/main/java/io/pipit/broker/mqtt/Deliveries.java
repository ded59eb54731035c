package io.pipit.broker.mqtt;

import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.metrics.MqttMetrics.Drop;
import io.pipit.broker.mqtt.Backlog.Waiting;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/**
 * Sends messages to a client that are not sent again by another connection. Confined to the loop of
 * the connection.
 *
 * <p><b>Bounds.</b> What the client has not answered is known by its packet identifier alone, since
 * nothing of that is ever sent again (4.4), and is never more than it takes at once. What has to
 * wait for that, or for the client to read, waits in a {@link Backlog}. A message of QoS 0 does not
 * wait: it is dropped while the client does not read.
 */
final class Deliveries implements Outgoing {

  private final MqttClient client;
  private final Clock clock;
  private final MqttMetrics metrics;
  private final InFlight inFlight;
  private final Backlog backlog;
  private final PublishWriter writer;
  private long next;

  Deliveries(
      MqttClient client,
      PublishWriter writer,
      SessionOptions options,
      InFlight inFlight,
      Clock clock,
      MqttMetrics metrics) {
    this.client = client;
    this.clock = clock;
    this.metrics = metrics;
    this.inFlight = inFlight;
    this.backlog = new Backlog(options.queueItems(), options.queueBytes());
    this.writer = writer;
  }

  /**
   * Sends a message, or keeps it until it can be sent.
   *
   * @param identifiers of the subscriptions that it comes by; shared
   */
  void send(MqttDelivery message, int qos, boolean retain, int[] identifiers) {
    if (!writer.fits(message, qos, identifiers)) {
      metrics.dropped(Drop.OVERSIZE, 1); // [MQTT-3.1.2-24], [MQTT-3.1.2-25]
    } else if (qos == 0) {
      if (client.isSlow()) {
        metrics.dropped(Drop.SLOW, 1);
      } else {
        write(message, 0, retain, 0, identifiers);
      }
    } else if (isIdle()) {
      writeNext(message, qos, retain, identifiers);
    } else {
      int dropped = backlog.add(new Waiting(message, qos, retain, identifiers));
      if (dropped > 0) {
        metrics.dropped(Drop.SLOW, dropped);
      }
    }
  }

  @Override
  public void retained(PortItem item, QueueFilter by) {
    MqttDelivery message = MqttDelivery.of(item);
    send(
        message,
        Math.min(message.assurance(), by.assurance()),
        true, // [MQTT-3.3.1-8] of 3.1.1; 3.3.1.3
        by.identifier() == 0 ? SharedPublish.NO_IDENTIFIERS : new int[] {by.identifier()});
  }

  @Override
  public boolean isIdle() {
    return backlog.isEmpty() && takes();
  }

  private boolean takes() {
    return inFlight.takes(next) && !client.isSlow();
  }

  @Override
  public void resume() {
    while (!backlog.isEmpty() && takes()) {
      Waiting oldest = Objects.requireNonNull(backlog.poll());
      writeNext(oldest.message(), oldest.qos(), oldest.retain(), oldest.identifiers());
    }
  }

  private void writeNext(MqttDelivery message, int qos, boolean retain, int[] identifiers) {
    if (write(message, qos, retain, inFlight.id(next), identifiers)) {
      inFlight.add(next++, qos);
    }
  }

  /** Writes a message, and says whether it has, since there may be no time left for it. */
  private boolean write(MqttDelivery message, int qos, boolean retain, int id, int[] identifiers) {
    Instant now = message.expires() ? clock.instant() : Instant.EPOCH;
    if (message.isExpired(now)) {
      metrics.dropped(Drop.EXPIRED, 1); // [MQTT-3.3.2-5]
      return false;
    }
    writer.write(message, qos, false, retain, id, identifiers, now);
    return true;
  }

  @Override
  public void answered(PacketType type, int id, int reason) {
    switch (type) {
      case PUBACK -> inFlight.acknowledged(id);
      case PUBREC -> received(id, reason);
      case PUBCOMP -> inFlight.completed(id);
      default -> throw new AssertionError(type);
    }
    resume();
  }

  private void received(int id, int reason) {
    if (ReasonCode.isError(reason)) {
      inFlight.refused(id);
      return;
    }
    boolean known = inFlight.received(id) != InFlight.NONE;
    client.answer(
        PacketType.PUBREL, id, known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
  }
}
