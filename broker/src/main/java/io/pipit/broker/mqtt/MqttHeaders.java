package io.pipit.broker.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pipit.broker.mqtt.codec.UserProperty;
import io.pipit.pubsub.port.CarriedHeaders;
import io.pipit.pubsub.port.PortHeader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * What the headers of items are in packets: {@link CarriedHeaders}, whose pairs are user
 * properties. Stateless; any thread.
 */
final class MqttHeaders {

  /** From a client: by which the node knows the publish when it is sent again. */
  static final String KEY = "pipit-key";

  private MqttHeaders() {}

  /** Whether a payload may be said to be text (3.3.2.3.2). */
  static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException isBinary) {
      return false;
    }
  }

  /** The user property for a header; empty when it is a property of MQTT, or the node's to say. */
  static Optional<UserProperty> userProperty(PortHeader header) {
    return CarriedHeaders.pair(header).map(pair -> new UserProperty(pair.name(), pair.value()));
  }

  /** The header for a user property of a client; empty when it is the node's to say. */
  static Optional<PortHeader> header(UserProperty property) {
    return CarriedHeaders.header(new PortHeader(property.name(), property.value()));
  }
}
