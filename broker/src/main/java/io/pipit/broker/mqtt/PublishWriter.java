package io.pipit.broker.mqtt;

import io.netty.buffer.ByteBuf;
import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.SharedPublish;
import io.pipit.broker.stream.Outbound;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to one client. The one packet that is being written is made once, since there are
 * as many as deliveries. Confined to the loop of the connection.
 */
final class PublishWriter implements Outbound {

  private final MqttClient client;
  private final int version;
  private final long maxPacketBytes;

  /** Null where the client or the node wants none. */
  private final @Nullable OutgoingAliases aliases;

  private @Nullable SharedPublish packet;
  private int qos;
  private boolean dup;
  private boolean retain;
  private int id;
  private int[] identifiers = SharedPublish.NO_IDENTIFIERS;
  private int expirySeconds;
  private int alias;

  /**
   * One for each connection: a topic alias that it introduces holds for all that is written to the
   * client, and for no other connection.
   *
   * @param aliases so many topic aliases at most
   */
  PublishWriter(MqttClient client, int aliases) {
    this.client = client;
    int most = Math.min(client.topicAliasMaximum(), aliases);
    this.aliases = most == 0 ? null : new OutgoingAliases(most);
    this.version = client.version();
    this.maxPacketBytes = client.maximumPacketSize();
  }

  /** Whether the client takes a message of that size [MQTT-3.1.2-24]. */
  boolean fits(MqttDelivery message, int qos, int[] identifiers) {
    return fits(message.packet(), qos, identifiers)
        || (version == Packet.V5 && fits(message.unstamped(), qos, identifiers));
  }

  private boolean fits(SharedPublish form, int qos, int[] identifiers) {
    return form.length(version, qos > 0, identifiers, 0) <= maxPacketBytes;
  }

  /**
   * Writes a message that {@link #fits}: what the node adds is left out when it is too much.
   *
   * @param id 0 with QoS 0
   * @param now only looked at when the message expires
   */
  void write(
      MqttDelivery message,
      int qos,
      boolean dup,
      boolean retain,
      int id,
      int[] identifiers,
      Instant now) {
    SharedPublish form =
        fits(message.packet(), qos, identifiers) ? message.packet() : message.unstamped();
    this.packet = form;
    this.qos = qos;
    this.dup = dup;
    this.retain = retain;
    this.id = id;
    this.identifiers = identifiers;
    this.expirySeconds = message.expirySeconds(now);
    this.alias = aliases == null ? OutgoingAliases.NONE : alias(aliases, message.topic(), form);
    client.write(PacketType.PUBLISH, this);
    packet = null; // not to keep it until the next one
  }

  private int alias(OutgoingAliases among, String topic, SharedPublish form) {
    boolean mayIntroduce = form.length(version, qos > 0, identifiers, 1) <= maxPacketBytes;
    return among.next(topic, form.topicLength(), retain, mayIntroduce);
  }

  @Override
  public void appendTo(ByteBuf out) {
    Objects.requireNonNull(packet)
        .appendTo(out, version, qos, dup, retain, id, identifiers, expirySeconds, alias);
  }
}
