package io.pipit.broker.metrics;

import io.pipit.broker.mqtt.codec.PacketType;
import io.pipit.broker.mqtt.codec.ReasonCode;
import io.pipit.broker.stream.StreamMetrics;

/**
 * What the MQTT door reports for counting. Any thread: the methods are called on all event loops,
 * and must neither block nor throw. Each does nothing unless it is overridden.
 */
public interface MqttMetrics {

  /** Counts nothing. */
  MqttMetrics NONE = new MqttMetrics() {};

  /** How connections end, by classes of reason codes. */
  enum End {
    /** By a DISCONNECT of the client. */
    CLIENT,
    /** Without a word. */
    LOST,
    /** Packets that MQTT forbids, or forbids there. */
    PROTOCOL,
    /** A packet, a rate or a quota beyond its bound. */
    LIMIT,
    /** Nothing came within one and a half keepalives, or no CONNECT in time. */
    TIMEOUT,
    /** Another connection has the session now. */
    TAKEN_OVER,
    /** A CONNECT that was refused, or rights that are missing. */
    REFUSED,
    /** The node stops. */
    SHUTDOWN,
    /** Anything else, a defect of the node among it. */
    OTHER;

    /** The class of a reason code. */
    public static End of(int reason) {
      return switch (reason) {
        case ReasonCode.MALFORMED_PACKET,
            ReasonCode.PROTOCOL_ERROR,
            ReasonCode.TOPIC_ALIAS_INVALID,
            ReasonCode.TOPIC_FILTER_INVALID,
            ReasonCode.TOPIC_NAME_INVALID,
            ReasonCode.QOS_NOT_SUPPORTED,
            ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
            ReasonCode.CLIENT_IDENTIFIER_NOT_VALID ->
            PROTOCOL;
        case ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
            ReasonCode.MESSAGE_RATE_TOO_HIGH,
            ReasonCode.QUOTA_EXCEEDED ->
            LIMIT;
        case ReasonCode.KEEP_ALIVE_TIMEOUT -> TIMEOUT;
        case ReasonCode.SESSION_TAKEN_OVER -> TAKEN_OVER;
        case ReasonCode.BAD_USER_NAME_OR_PASSWORD,
            ReasonCode.BAD_AUTHENTICATION_METHOD,
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.SERVER_UNAVAILABLE,
            ReasonCode.BANNED ->
            REFUSED;
        case ReasonCode.SERVER_SHUTTING_DOWN -> SHUTDOWN;
        default -> OTHER;
      };
    }
  }

  /** Why a packet was not written. */
  enum Drop {
    /** The client does not read. */
    SLOW,
    /** The connection has ended. */
    CLOSED,
    /** It was of no use any more. */
    EXPIRED,
    /** The client takes no packets of that size. */
    OVERSIZE
  }

  /** A connection was accepted. */
  default void connectionOpened() {}

  /** A connection that was accepted is gone. */
  default void connectionClosed(End how) {}

  /** A connection was turned away at once. */
  default void connectionRefused(StreamMetrics.Refusal reason) {}

  /** A client has shown credentials. */
  default void authenticated(StreamMetrics.Authentication result) {}

  /** A packet of so many bytes was read. */
  default void received(PacketType type, int bytes) {}

  /** A packet was queued for a client. */
  default void sent(PacketType type) {}

  /** So many bytes were handed to a socket. */
  default void sentBytes(long bytes) {}

  /** So many more messages of QoS 1 and 2 are on their way to clients, or fewer when negative. */
  default void inFlight(int more) {}

  /** So many packets were not written. */
  default void dropped(Drop why, int packets) {}
}
