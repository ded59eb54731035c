package io.pipit.broker.mqtt;

import io.pipit.broker.mqtt.codec.Packet.Connect;
import java.util.function.Consumer;

/** Whom connections turn to once a client has proven who it is. Any thread. */
public interface MqttSessions {

  /** What became of a CONNECT. */
  sealed interface Opening {

    /**
     * The client has a session, which gets its packets from now on.
     *
     * @param present whether it had it before (MQTT 5, 3.2.2.1.1)
     * @param expirySeconds how long the session outlives its connection
     */
    record Opened(MqttSession session, boolean present, long expirySeconds) implements Opening {}

    /** It gets none, for a reason of {@link io.pipit.broker.mqtt.codec.ReasonCode}. */
    record Refused(int reason) implements Opening {}
  }

  /**
   * Opens a session, or goes on with one of the same account and client identifier; a connection
   * that has it loses it.
   *
   * @param client the connection, on whose loop this is called
   * @param connect what it has said; its client identifier may be empty where {@link
   *     MqttClient#jid} has one that was made here
   * @param then called once, on the loop, before this returns or later
   */
  void open(MqttClient client, Connect connect, Consumer<Opening> then);
}
