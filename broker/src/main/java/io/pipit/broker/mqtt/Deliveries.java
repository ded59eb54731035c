package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.pipit.broker.metrics.MqttMetrics;
import io.pipit.broker.metrics.MqttMetrics.Drop;
import io.pipit.broker.mqtt.Backlog.Waiting;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.broker.stream.Outbound;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to the client of a session that ends with its connection. Confined to the loop of
 * the connection.
 *
 * <p><b>Bounds.</b> What the client has not answered is known by its packet identifier alone, since
 * nothing is ever sent again in such a session (4.4), and is never more than it takes at once. What
 * has to wait for that, or for the client to read, waits in a {@link Backlog}. A message of QoS 0
 * does not wait: it is dropped while the client does not read.
 */
final class Deliveries {

  private final MqttClient client;
  private final Clock clock;
  private final MqttMetrics metrics;
  private final InFlight inFlight;
  private final Backlog backlog;
  private final long maxPacketBytes;
  private final Writer writer = new Writer();
  private long next;

  Deliveries(MqttClient client, SessionOptions options, Clock clock, MqttMetrics metrics) {
    this.client = client;
    this.clock = clock;
    this.metrics = metrics;
    this.inFlight =
        new InFlight(client.version() == Packet.V5 ? client.receiveMaximum() : options.inFlight());
    this.backlog = new Backlog(options.queueItems(), options.queueBytes());
    this.maxPacketBytes = client.maximumPacketSize();
  }

  /** The one packet that is being written; made once, since there are as many as deliveries. */
  private static final class Writer implements Outbound {

    private @Nullable SharedPublish packet;
    private int version;
    private int qos;
    private boolean retain;
    private int id;
    private int[] identifiers = SharedPublish.NO_IDENTIFIERS;
    private int expirySeconds;

    @Override
    public void appendTo(ByteBuf out) {
      Objects.requireNonNull(packet)
          .appendTo(out, version, qos, false, retain, id, identifiers, expirySeconds, 0);
    }
  }

  /**
   * Sends a message, or keeps it until it can be sent.
   *
   * @param identifiers of the subscriptions that it comes by; shared
   */
  void send(MqttDelivery message, int qos, boolean retain, int[] identifiers) {
    int length = message.packet().length(client.version(), qos > 0, identifiers, 0);
    if (length > maxPacketBytes) {
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

  /** Whether a message of any QoS would leave at once. */
  boolean isIdle() {
    return backlog.isEmpty() && takes();
  }

  private boolean takes() {
    return inFlight.takes(next) && !client.isSlow();
  }

  /** Sends what waits, as far as the client takes it. */
  void resume() {
    while (!backlog.isEmpty() && takes()) {
      Waiting oldest = Objects.requireNonNull(backlog.poll());
      writeNext(oldest.message(), oldest.qos(), oldest.retain(), oldest.identifiers());
    }
  }

  private void writeNext(MqttDelivery message, int qos, boolean retain, int[] identifiers) {
    if (write(message, qos, retain, InFlight.id(next), identifiers)) {
      inFlight.add(next++, qos);
    }
  }

  /** Writes a message, and says whether it has, since there may be no time left for it. */
  private boolean write(MqttDelivery message, int qos, boolean retain, int id, int[] identifiers) {
    int expirySeconds = SharedPublish.SAME_EXPIRY;
    if (message.expires()) {
      if (message.isExpired(clock.instant())) {
        metrics.dropped(Drop.EXPIRED, 1); // [MQTT-3.3.2-5]
        return false;
      }
      expirySeconds = message.expirySeconds(clock.instant());
    }
    writer.packet = message.packet();
    writer.version = client.version();
    writer.qos = qos;
    writer.retain = retain;
    writer.id = id;
    writer.identifiers = identifiers;
    writer.expirySeconds = expirySeconds;
    client.write(PacketType.PUBLISH, writer);
    writer.packet = null; // not to keep it until the next one
    return true;
  }

  /** The client answers a message; an answer to none is nothing, but for PUBREC (4.3.3). */
  void answered(PacketType type, int id, int reason) {
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
