package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.pubsub.port.PortItem;
import io.pipit.pubsub.port.QueueFilter;

/** What is sent to the client of a session. Confined to the loop of its connection. */
interface Outgoing {

  /** Sends a retained message because of a subscription. */
  void retained(PortItem item, QueueFilter by);

  /** Whether a message of any QoS would leave at once. */
  boolean isIdle();

  /** Sends what waits, as far as the client takes it. */
  void resume();

  /** The client answers a message; an answer to none is nothing, but for PUBREC (4.3.3). */
  void answered(PacketType type, int id, int reason);
}
