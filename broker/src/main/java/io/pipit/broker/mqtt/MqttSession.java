package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet;
import io.pipit.broker.mqtt.codec.PacketType;

/**
 * What a client does in its session. Confined to the loop of its connection; nothing comes after
 * {@link #ended}.
 */
public interface MqttSession {

  /**
   * A message, whose packet is right in itself. It counts against {@code limits.in_flight} from
   * {@link MqttClient#beginPublish} to {@link MqttClient#endPublish}.
   */
  void published(Packet.Publish publish);

  /**
   * PUBACK, PUBREC, PUBREL or PUBCOMP.
   *
   * @param id of the message
   */
  void answered(PacketType type, int id, int reason);

  void subscribe(Packet.Subscribe subscribe);

  void unsubscribe(Packet.Unsubscribe unsubscribe);

  /** The client reads again after {@link MqttClient#isSlow} held. */
  void drained();

  /**
   * The connection has ended.
   *
   * @param how whether the client wanted it so, and what it said last
   */
  void ended(Ending how);

  /**
   * How a connection has ended.
   *
   * @param publishesWill false after a DISCONNECT that says so (MQTT 5, 3.14.4)
   * @param expirySeconds what a DISCONNECT has put in place of the session's expiry; -1 for nothing
   * @param reason the code of the DISCONNECT, from whichever side; {@link #LOST} when there was
   *     none
   */
  record Ending(boolean publishesWill, long expirySeconds, int reason) {

    /** Neither side has said anything. */
    public static final int LOST = -1;
  }
}
