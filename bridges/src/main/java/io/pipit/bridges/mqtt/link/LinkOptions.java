package io.pipit.bridges.mqtt.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a connection attempt says and holds to; nothing is left to the defaults of a
 * library.
 *
 * @param host a name or the text of an address
 * @param tls null for a plain connection
 * @param isVersion5 whether MQTT 5 is spoken, and 3.1.1 otherwise
 * @param password null for none; only with a user name
 * @param keepalive a link that says nothing is found dead within 1.5 times this
 * @param cleanStart whether the broker is to forget what it has for this client
 * @param stateExpiry how long the broker is to keep it after this connection (MQTT 5)
 * @param connectTimeout for name lookup, TCP, TLS and CONNACK together
 * @param maxInflight messages of QoS 1 and 2 on their way to the broker; the broker may want fewer
 * @param receiveMaximum messages of QoS 1 and 2 that the broker may have on their way (MQTT 5)
 * @param maxPacketBytes a larger packet of the broker ends the link; announced by MQTT 5
 * @param intake messages that were told and not acknowledged. When it is full, nothing more is read
 *     for those of QoS 1 and 2
 * @param intakeBlocks whether nothing more is read for one of QoS 0 either; else it is dropped
 */
public record LinkOptions(
    String host,
    int port,
    @Nullable LinkTls tls,
    boolean isVersion5,
    String clientId,
    @Nullable String username,
    @Nullable String password,
    Duration keepalive,
    boolean cleanStart,
    Duration stateExpiry,
    Duration connectTimeout,
    int maxInflight,
    int receiveMaximum,
    int maxPacketBytes,
    int intake,
    boolean intakeBlocks,
    @Nullable LinkWill will) {

  /** Longer than it takes until the other connection is there again. */
  private static final Duration BESIDE_EXPIRY = Duration.ofSeconds(60);

  /**
   * Those of another connection to the same broker beside this one, of which next to nothing is
   * left when it ends. It does not ask for Clean Start: a broker that takes both for one client, by
   * their user name, would forget everything that waits for this one.
   *
   * @param otherClientId its own name
   * @param otherIntake as {@code intake}
   */
  public LinkOptions beside(String otherClientId, int otherIntake) {
    return new LinkOptions(
        host,
        port,
        tls,
        isVersion5,
        otherClientId,
        username,
        password,
        keepalive,
        false,
        BESIDE_EXPIRY,
        connectTimeout,
        maxInflight,
        otherIntake,
        maxPacketBytes,
        otherIntake,
        false,
        null);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return (tls == null ? "mqtt://" : "mqtts://") + host + ":" + port + " as " + clientId;
  }
}
