package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.stream.LoopInbox;
import io.pipit.broker.stream.Outbound;
import io.pipit.xmpp.FullJid;
import java.util.Optional;

/**
 * The connection of an authenticated client, as its session sees it. Confined to its loop, except
 * for what says "any thread". After its end everything that would be sent is dropped and counted.
 */
public interface MqttClient {

  /** The account, with the client identifier as its resource. Any thread. */
  FullJid jid();

  /** Whether it has given no credentials, and is what such clients are. Any thread. */
  boolean isGuest();

  /** {@link io.pipit.broker.mqtt.codec.Packet#V3_1}, {@code V3_1_1} or {@code V5}. Any thread. */
  int version();

  /** The inbox of its event loop. Any thread. */
  LoopInbox loop();

  /** Address and port of the client. Any thread. */
  String remoteAddress();

  /** The version of TLS, such as {@code TLSv1.3}; empty without TLS. Any thread. */
  Optional<String> tlsVersion();

  /** Messages of QoS 1 and 2 that it takes before it answers the first (MQTT 5, 3.1.2.11.3). */
  int receiveMaximum();

  /** The bytes of the largest packet that it takes. */
  long maximumPacketSize();

  /** The topic aliases that it takes; 0 for none. */
  int topicAliasMaximum();

  /**
   * Queues one whole packet that writes itself; it leaves at the end of the loop's turn.
   *
   * @param type what it is, for counting
   */
  void write(PacketType type, Outbound packet);

  /** Queues one of the four answers to a publish; the reason is left out before MQTT 5. */
  void answer(PacketType type, int id, int reason);

  /** Queues the answer to a SUBSCRIBE: the granted QoS or an error, a filter each. */
  void suback(int id, int[] reasons);

  /** Queues the answer to an UNSUBSCRIBE: a reason for each filter. */
  void unsuback(int id, int[] reasons);

  /**
   * Whether it reads so slowly that messages of QoS 0 are not to be queued, and others are to wait
   * in their session; {@link MqttSession#drained} tells when it is over.
   */
  boolean isSlow();

  /**
   * Its subscriptions are being changed. Nothing more is read of it until {@link
   * #endSubscriptions}: a packet of them may hold thousands of filters.
   */
  void beginSubscriptions();

  /** The change is done and answered. */
  void endSubscriptions();

  /** A publish of this client is being worked on; with too many of them it is not read. */
  void beginPublish();

  /** A publish that {@link #beginPublish} has counted was decided and stored, or refused. */
  void endPublish();

  /**
   * Ends the connection behind everything that is queued, with DISCONNECT in MQTT 5. The session
   * has been told when this returns; nothing if it has ended already.
   *
   * @param reason of {@link io.pipit.broker.mqtt.codec.ReasonCode}
   * @param what why, for the log
   */
  void close(int reason, String what);
}
