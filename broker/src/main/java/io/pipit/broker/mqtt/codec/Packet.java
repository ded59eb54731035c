package io.pipit.broker.mqtt.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent: a control packet as MQTT 3.1.1 or 5 defines it, or {@link Malformed}.
 * Immutable; arrays in it are not to be changed. What MQTT 3.1.1 does not have is absent, 0 or
 * false.
 */
public sealed interface Packet {

  /**
   * The protocol level of MQTT 3.1, whose packets are those of 3.1.1 but for what is said there.
   */
  int V3_1 = 3;

  /** The protocol level of MQTT 3.1.1. */
  int V3_1_1 = 4;

  /** The protocol level of MQTT 5. */
  int V5 = 5;

  /**
   * Asks for a session (3.1).
   *
   * @param version {@link #V3_1}, {@link #V3_1_1} or {@link #V5}
   * @param clientId may be empty
   * @param cleanStart Clean Session in MQTT 3.1.1
   * @param keepAliveSeconds 0 for none
   */
  record Connect(
      int version,
      String clientId,
      boolean cleanStart,
      int keepAliveSeconds,
      @Nullable Will will,
      @Nullable String userName,
      byte @Nullable [] password,
      Properties properties)
      implements Packet {

    /** Without the password. */
    @Override
    public String toString() {
      return "Connect[" + version + ", " + clientId + "]";
    }
  }

  /** What is published for a client that is lost (3.1.2.5). */
  record Will(String topic, byte[] payload, int qos, boolean retain, Properties properties) {}

  /**
   * Publishes (3.3).
   *
   * @param topic empty when the alias says it
   * @param id 0 with QoS 0
   */
  record Publish(
      String topic,
      int qos,
      boolean dup,
      boolean retain,
      int id,
      Properties properties,
      byte[] payload)
      implements Packet {}

  /** Has a message of QoS 1 (3.4). */
  record Puback(int id, int reason, Properties properties) implements Packet {}

  /** Has a message of QoS 2 (3.5). */
  record Pubrec(int id, int reason, Properties properties) implements Packet {}

  /** Knows that a message of QoS 2 has come (3.6). */
  record Pubrel(int id, int reason, Properties properties) implements Packet {}

  /** Has forgotten a message of QoS 2 (3.7). */
  record Pubcomp(int id, int reason, Properties properties) implements Packet {}

  /** Subscribes to one filter or more (3.8). */
  record Subscribe(int id, List<Filter> filters, Properties properties) implements Packet {
    public Subscribe {
      filters = List.copyOf(filters);
    }
  }

  /**
   * A topic filter and the options of a subscription (3.8.3.1); the filter has been checked for
   * being text only.
   */
  record Filter(
      String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {}

  /** Ends subscriptions (3.10). */
  record Unsubscribe(int id, List<String> filters, Properties properties) implements Packet {
    public Unsubscribe {
      filters = List.copyOf(filters);
    }
  }

  /** Is alive (3.12). */
  record Pingreq() implements Packet {}

  /** Ends the connection (3.14). */
  record Disconnect(int reason, Properties properties) implements Packet {}

  /** Goes on with extended authentication (3.15). */
  record Auth(int reason, Properties properties) implements Packet {}

  /**
   * No packet that MQTT allows there: the connection has to be ended.
   *
   * @param reason the code to end it with, such as {@link ReasonCode#MALFORMED_PACKET}
   * @param what is wrong, for the log
   * @param version in which a CONNECT is answered, 0 when it does not say; elsewhere that of the
   *     connection
   */
  record Malformed(int reason, String what, int version) implements Packet {}
}
