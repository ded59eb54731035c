package io.pipit.broker.mqtt;

import io.pipit.broker.stream.StreamLimits;
import io.pipit.xmpp.BareJid;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How MQTT is listened for, and what a client may do.
 *
 * @param domain whose accounts connect
 * @param plain where clients need no TLS
 * @param tls where they begin with it
 * @param webSocket where they come as WebSocket
 * @param webSocketTls whether TLS is around that
 * @param certificate of the domain
 * @param clientCa the authorities of clients that show a certificate on the TLS listener; empty
 *     when they are not asked for one
 * @param guest the account of clients of this machine that show no credentials; empty when there is
 *     none
 * @param maxPacketBytes the largest packet that is read
 * @param maxQos the highest QoS of a publish
 * @param receiveMaximum publishes of QoS 1 and 2 of MQTT 5 that are not answered yet
 * @param topicAliases that a client may use
 * @param maxKeepAlive for clients of MQTT 5 that would like a longer one or none
 * @param limits shared with the other doors; a packet before authentication has the bytes of a
 *     stanza
 */
public record MqttOptions(
    BareJid domain,
    Address plain,
    Address tls,
    Address webSocket,
    boolean webSocketTls,
    KeyCertOptions certificate,
    Optional<Path> clientCa,
    Optional<BareJid> guest,
    int maxPacketBytes,
    int maxQos,
    int receiveMaximum,
    int topicAliases,
    Duration maxKeepAlive,
    StreamLimits limits) {

  public MqttOptions {
    if (!domain.local().isEmpty()) {
      throw new IllegalArgumentException("not the address of a server: " + domain);
    }
  }

  /** Where to listen; port 0 is any free one. */
  public record Address(String host, int port) {}
}
